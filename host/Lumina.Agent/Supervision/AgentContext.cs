using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Lumina.Agent.Health;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>What all components of an agent share.</summary>
internal sealed record AgentContext(
    AgentOptions Options, StateFolder Folder, Gateway Gateway, Prober Prober, PortPool Ports, StraySweeper Sweeper, TimeProvider Clock, ILogger Logger)
{
    public SteadyClock Steady { get; } = new(Clock);

    /// <inheritdoc cref="SteadyClock"/>
    public DateTimeOffset Now => Steady.Now;

    /// <summary>Where files with secrets are.</summary>
    public MemoryFolder Memory { get; init; } = new(Folder);

    /// <summary>What is kept for instances is encrypted with it.</summary>
    public SealingKey SealingKey { get; } = new(Folder.Root);

    public Leftovers Leftovers { get; } = new(Sweeper.SweepAsync, Clock, Logger);

    /// <summary>What clients of sticky components are recognised by; a successor recognises them too. The folder's id is for its owner only,
    /// like everything in it, and for its instances.</summary>
    public byte[] CookieKey { get; } = SHA256.HashData(Encoding.UTF8.GetBytes("sticky " + Folder.Id));

    /// <summary>Which component has which stable port.</summary>
    public ConcurrentDictionary<int, ComponentKey> StablePorts { get; } = new();
}
