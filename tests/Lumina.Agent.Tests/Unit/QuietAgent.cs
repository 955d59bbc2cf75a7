using Lumina.Agent.Health;
using Lumina.Agent.State;
using Lumina.Agent.Supervision;
using Lumina.Deployments.Targets;
using Lumina.Traffic;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Agent.Tests.Unit;

/// <summary>What components share, in this process: nothing listens and nothing is started.</summary>
internal sealed class QuietAgent : IAsyncDisposable
{
    private readonly StateFolder _folder;
    private readonly Prober _prober;
    private readonly Gateway _gateway;

    public QuietAgent(Func<AgentOptions, AgentOptions>? change = null, IReadOnlyList<string>? places = null)
    {
        var root = Directory.CreateTempSubdirectory("lumina-agent-tests-").FullName;
        var options = new AgentOptions { StateDirectory = root };
        _folder = StateFolder.Take(root) ?? throw new InvalidOperationException($"{root} is taken");
        _prober = new Prober(Clock);
        _gateway = new Gateway(new GatewayOptions(), Clock, NullLoggerFactory.Instance);
        Context = new AgentContext(
            change?.Invoke(options) ?? options, _folder, _gateway, _prober, new PortPool(), new StraySweeper(_folder.Id), Clock, NullLogger.Instance)
        {
            Memory = places is null ? new MemoryFolder(_folder) : new MemoryFolder(_folder, places),
        };
        Supervisor = new Supervisor(Context);
    }

    public FakeTimeProvider Clock { get; } = new();

    public AgentContext Context { get; }

    public Supervisor Supervisor { get; }

    public static ComponentKey Key { get; } = new("test", "demo", "web");

    public async ValueTask DisposeAsync()
    {
        Supervisor.Dispose();
        await _gateway.DisposeAsync();
        _prober.Dispose();
        _folder.Dispose();
        Directory.Delete(_folder.Root, recursive: true);
    }
}
