using Lumina.Traffic.Balancing;

namespace Lumina.Traffic;

/// <summary>The instances of one component, and how requests are shared among them. Safe to be called from anywhere.</summary>
/// <param name="name">The component's name; clients see it when nobody can answer them.</param>
public sealed class GatewayRoute(string name)
{
    public string Name { get; } = name;

    internal Balancer Balancer { get; } = new();

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

    /// <summary>Says how requests are shared from the next one on; null shares evenly among all instances.</summary>
    public void SetTraffic(TrafficShares? shares) => Balancer.Share(shares);

    /// <summary>
    /// Takes an instance out of the rotation; the task ends when its last request has. No request reaches it after this was called.
    /// The caller bounds the wait: a WebSocket may never end.
    /// </summary>
    public Task DrainAsync(string instance) => Balancer.DrainAsync(instance);
}
