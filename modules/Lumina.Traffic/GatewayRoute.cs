using System.Security.Cryptography;
using Lumina.Traffic.Balancing;
using Lumina.Traffic.Choosing;
using Lumina.Traffic.Measuring;
using Lumina.Traffic.Mirroring;

namespace Lumina.Traffic;

/// <summary>The instances of one component, and how requests are shared among them. Safe to be called from anywhere.</summary>
public sealed class GatewayRoute
{
    private readonly StickyCookie _cookie;
    private volatile RequestRules _rules;

    /// <param name="name">The component's name; clients see it when nobody can answer them.</param>
    public GatewayRoute(string name)
        : this(name, name, RandomNumberGenerator.GetBytes(32))
    {
    }

    /// <param name="name">The component's name; clients see it when nobody can answer them.</param>
    /// <param name="identity">Tells the component apart from all others of the machine.</param>
    /// <param name="key">What clients that are kept are recognised by: with the same one also by another gateway.</param>
    public GatewayRoute(string name, string identity, byte[] key)
    {
        Name = name;
        _cookie = new StickyCookie(identity, key);
        _rules = new RequestRules(null, _cookie);
        Copies = new CopyCounter(Counters);
    }

    public string Name { get; }

    internal Balancer Balancer { get; } = new();

    internal RouteCounters Counters { get; } = new();

    internal CopyCounter Copies { get; }

    internal RequestRules Rules => _rules;

    /// <summary>Takes a healthy instance into the rotation. The same one twice is nothing; one with a known id and another port replaces it.</summary>
    public void Add(Backend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        Balancer.Add(backend);
    }

    /// <summary>Takes an instance out of the rotation at once, because it is dead or unhealthy.</summary>
    public void Remove(string instance) => Balancer.Remove(instance);

    /// <summary>Makes the rotation exactly these.</summary>
    public void SetBackends(IReadOnlyCollection<Backend> backends)
    {
        ArgumentNullException.ThrowIfNull(backends);
        Balancer.KeepOnly(backends.Select(backend => backend.Instance).ToHashSet(StringComparer.Ordinal));
        foreach (var backend in backends)
            Balancer.Add(backend);
    }

    /// <summary>Says how requests are shared from the next one on; null shares evenly among all instances. Requests on their way, and
    /// WebSockets and streams that are open, stay where they are.</summary>
    public void SetTraffic(TrafficShares? shares)
    {
        _rules = new RequestRules(shares, _cookie);
        Balancer.Share(shares);
    }

    /// <summary>What was measured until now.</summary>
    public RouteMeasure Measure() => Counters.Read();

    /// <summary>
    /// Takes an instance out of the rotation; the task ends when its last request has. No request reaches it after this was called.
    /// The caller bounds the wait: a WebSocket may never end.
    /// </summary>
    public Task DrainAsync(string instance) => Balancer.DrainAsync(instance);
}
