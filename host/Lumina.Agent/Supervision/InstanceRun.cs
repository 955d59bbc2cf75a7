using Lumina.Agent.Health;
using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <summary>One process of an instance, from its start or adoption to its end.</summary>
internal sealed class InstanceRun(PidFd process, HealthTracker health) : IDisposable
{
    private readonly CancellationTokenSource _probing = new();
    private volatile bool _isStopping;

    public PidFd Process { get; } = process;

    public HealthTracker Health { get; } = health;

    /// <summary>It was asked to stop: what it leads gets the time that is left, too.</summary>
    public bool IsStopping { get => _isStopping; set => _isStopping = value; }

    public CancellationToken Probing => _probing.Token;

    public void StopProbing() => _probing.Cancel();

    public void Dispose()
    {
        _probing.Cancel();
        _probing.Dispose();
        Process.Dispose();
    }
}
