using System.Collections.Concurrent;
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

    public Leftovers Leftovers { get; } = new(Sweeper.SweepAsync, Clock, Logger);

    /// <summary>Which component has which stable port.</summary>
    public ConcurrentDictionary<int, ComponentKey> StablePorts { get; } = new();
}
