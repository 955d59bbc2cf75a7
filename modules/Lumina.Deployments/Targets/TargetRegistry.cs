namespace Lumina.Deployments.Targets;

/// <summary>The drivers that this host has, by their kind.</summary>
public sealed class TargetRegistry(IEnumerable<ITarget> targets)
{
    private readonly Dictionary<string, ITarget> _targets = targets.ToDictionary(t => t.Kind, StringComparer.Ordinal);

    public IEnumerable<ITarget> All => _targets.Values;

    public bool Knows(string kind) => _targets.ContainsKey(kind);

    /// <summary>The driver of a kind; null when the host has none.</summary>
    public ITarget? TryFind(string kind) => _targets.GetValueOrDefault(kind);

    /// <exception cref="InvalidOperationException">There is none: it was not asked first, or the host was set up otherwise since.</exception>
    internal ITarget Find(string? kind) =>
        kind is not null && _targets.TryGetValue(kind, out var target)
            ? target
            : throw new InvalidOperationException($"This host has no driver for target '{kind}'.");
}
