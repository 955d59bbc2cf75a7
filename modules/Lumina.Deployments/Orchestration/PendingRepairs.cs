using System.Collections.Immutable;
using System.Globalization;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Records;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Orchestration;

/// <summary>A component of which it is not known what its instances got.</summary>
/// <param name="Component">Which component.</param>
/// <param name="Reason">Why not, for a person.</param>
public sealed record UnreadConfiguration(string Component, string Reason);

/// <summary>What new instances would put right.</summary>
/// <param name="Repairs">By component.</param>
/// <param name="Unread">Of which it is not known.</param>
internal sealed record FoundRepairs(IReadOnlyDictionary<string, ImmutableArray<ValueChange>> Repairs, ImmutableArray<UnreadConfiguration> Unread)
{
    public static FoundRepairs None { get; } = new(ImmutableDictionary<string, ImmutableArray<ValueChange>>.Empty, []);
}

/// <summary>Finds what is wrong with running instances although their specification is what is wanted: they have got something else than is recorded, or
/// what was lent to them runs out and can't be made longer.</summary>
public sealed class PendingRepairs(RunningConfigurations configurations, TimeProvider time)
{
    /// <summary>One component can have many instances with many variables.</summary>
    private const int MostNamed = 8;

    internal async Task<FoundRepairs> FindAsync(
        string environment, string plan, IReadOnlyCollection<(string Component, RunningComponentState State)> running, CancellationToken cancellationToken)
    {
        var read = await configurations.ReadAsync(environment, plan, running.Where(r => r.State.Current is not null).Select(r => (r.Component, r.State.Current!)), cancellationToken);
        var repairs = new Dictionary<string, ImmutableArray<ValueChange>>(StringComparer.Ordinal);
        var unread = ImmutableArray.CreateBuilder<UnreadConfiguration>();
        var now = time.GetUtcNow();
        foreach (var (component, state) in running)
        {
            var configuration = read.GetValueOrDefault(component);
            if (configuration is { IsAnswered: false, Unread: { } reason })
                unread.Add(new UnreadConfiguration(component, reason));
            ImmutableArray<ValueChange> found =
            [
                .. Drifted(configuration),
                .. LeaseDuties.Ending(state.Current?.Revision.Number ?? 0, state.Leases, now).Select(lease => new ValueChange("credentials", LeaseText.Of(lease, now), "made anew")),
            ];
            if (!found.IsEmpty)
                repairs.Add(component, found);
        }
        return new FoundRepairs(repairs, unread.ToImmutable());
    }

    private static IEnumerable<ValueChange> Drifted(RunningConfiguration? configuration)
    {
        if (configuration is not { Drift: { IsEmpty: false } drift })
            yield break;
        var recorded = string.Create(CultureInfo.InvariantCulture, $"as recorded (version {configuration.Number})");
        foreach (var difference in drift.Take(MostNamed))
            yield return new ValueChange("configuration", difference.Sentence, recorded);
        if (drift.Length > MostNamed)
            yield return new ValueChange("configuration", string.Create(CultureInfo.InvariantCulture, $"{drift.Length - MostNamed} more differences"), recorded);
    }
}
