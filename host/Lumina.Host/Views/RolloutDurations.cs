using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Host.Views;

/// <summary>How long changes will take, going by how long such changes of the same components took before.</summary>
internal sealed class RolloutDurations(IJournal journal)
{
    /// <summary>Of how many rollouts the median is taken.</summary>
    private const int Rollouts = 5;

    /// <summary>How many of a component's newest events are looked through for them; a rollout has three or more.</summary>
    private const int Events = 60;

    /// <summary>Of up to so many components the last rollouts are read one by one; of more, only the last one of each.</summary>
    private const int MostRead = 500;

    private enum Kind
    {
        NewInstances,
        SameInstances,
        Removal,
    }

    /// <summary>The longest way through the changes; null when nothing changes.</summary>
    public async Task<ExpectedDuration?> ExpectAsync(ChangeSet changes, CancellationToken cancellationToken)
    {
        var wanted = changes.Changes.Where(change => change.Action != ChangeAction.Unchanged)
            .ToDictionary(change => change.Component, change => KindOf(change.Action, change.InPlace), StringComparer.Ordinal);
        if (wanted.Count == 0)
            return null;
        var heads = new List<(string Component, StreamHead Head)>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(changes.Environment, changes.Plan), cancellationToken))
        {
            var component = Streams.ComponentOf(head.Stream).Component;
            if (wanted.ContainsKey(component))
                heads.Add((component, head));
        }

        var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (component, head) in heads)
        {
            var took = heads.Count <= MostRead ? await ReadAsync(head, wanted[component], cancellationToken) : Last(head, wanted[component]);
            if (took.Count > 0)
                seconds[component] = Median(took);
        }

        return Along(changes, seconds, [.. wanted.Keys.Where(component => !seconds.ContainsKey(component)).Order(StringComparer.Ordinal)]);
    }

    internal static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static ExpectedDuration Along(ChangeSet changes, Dictionary<string, double> seconds, string[] unknown)
    {
        if (seconds.Count == 0)
            return new ExpectedDuration(null, [], unknown);
        var way = ChangeGraph.Of(changes).LongestWay(change => seconds.GetValueOrDefault(changes.Changes[change].Component));
        var names = way.Select(change => changes.Changes[change].Component).ToArray();
        return new ExpectedDuration(Math.Round(names.Sum(name => seconds[name]), 3), names, unknown);
    }

    /// <summary>The newest that came to a good end, in seconds.</summary>
    private async Task<IReadOnlyCollection<double>> ReadAsync(StreamHead head, Kind kind, CancellationToken cancellationToken)
    {
        var took = new List<double>();
        RolloutStarted? open = null;
        var query = new JournalQuery(Stream: head.Stream, AfterSequence: Math.Max(0, head.Sequence - Events));
        await foreach (var e in journal.ReadAsync(query, cancellationToken))
        {
            var happened = DeploymentStreams.ReadComponentEvent(e);
            if (happened is RolloutSucceeded && open is not null)
                took.Add((happened.At - open.At).TotalSeconds);
            if (happened is not (StepStarted or RolloutConfigured))
                open = happened is RolloutStarted start && KindOf(start.Action, start.InPlace) == kind ? start : null;
        }

        return took.Count <= Rollouts ? took : took[^Rollouts..];
    }

    private static double[] Last(StreamHead head, Kind kind) =>
        DeploymentStreams.ReadComponent(head).Rollout is { Phase: RolloutPhase.Live or RolloutPhase.Removed, EndedAt: { } ended } rollout
        && KindOf(rollout.Action, rollout.InPlace) == kind
            ? [(ended - rollout.StartedAt).TotalSeconds]
            : [];

    private static Kind KindOf(ChangeAction action, bool inPlace) =>
        action == ChangeAction.Remove ? Kind.Removal : inPlace ? Kind.SameInstances : Kind.NewInstances;
}
