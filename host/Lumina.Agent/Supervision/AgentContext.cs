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
    private readonly DateTimeOffset _begin = Clock.GetUtcNow();
    private readonly long _beginTimestamp = Clock.GetTimestamp();

    /// <summary>The time, as it goes on from the agent's start: setting the machine's clock neither hastens nor delays a restart.</summary>
    public DateTimeOffset Now => _begin + Clock.GetElapsedTime(_beginTimestamp);

    /// <summary>Which component has which stable port.</summary>
    public ConcurrentDictionary<int, ComponentKey> StablePorts { get; } = new();
}
