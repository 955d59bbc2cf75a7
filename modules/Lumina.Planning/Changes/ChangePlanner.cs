using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Planning.Changes;

/// <summary>What a component is taken back to.</summary>
/// <param name="Spec">What it was.</param>
/// <param name="Directory">The folder that relative paths of its command started from.</param>
public sealed record RestorePoint(ComponentSpec Spec, string Directory);

/// <summary>Works out what has to be done so that what should run does run. Pure; the cost is linear in components and edges.
/// The order that it gives never runs in a circle, whatever specs are mixed.</summary>
public static class ChangePlanner
{
    /// <summary>What it takes to make a plan so.</summary>
    /// <param name="plan">What should run.</param>
    /// <param name="directory">The folder that relative paths in the plan start from.</param>
    /// <param name="running">What runs of that plan in that environment, components that the plan no longer has included.</param>
    public static ChangeSet Compare(Plan plan, string directory, IReadOnlyCollection<RunningComponent> running)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(directory);
        var runs = ByName(running);
        var changes = new List<ComponentChange>(plan.Components.Length);
        foreach (var spec in plan.Components)
        {
            changes.Add(runs.Remove(spec.Name, out var now) ? Between(now, spec, directory) : Create(spec, directory));
        }

        changes.AddRange(runs.Values.Select(Remove));
        return Ordered(plan.Name, plan.Environment.Name, changes, running);
    }

    /// <summary>What it takes to take everything away.</summary>
    public static ChangeSet Remove(string plan, string environment, IReadOnlyCollection<RunningComponent> running)
    {
        ArgumentNullException.ThrowIfNull(running);
        return Ordered(plan, environment, [.. running.Select(Remove)], running);
    }

    /// <summary>What it takes to bring components back to what they were.</summary>
    /// <param name="plan">The plan's name.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="running">What runs of that plan in that environment. What <paramref name="wanted"/> does not name stays as it is.</param>
    /// <param name="wanted">What each component was; null for one that did not run.</param>
    public static ChangeSet Restore(
        string plan, string environment, IReadOnlyCollection<RunningComponent> running, IReadOnlyDictionary<string, RestorePoint?> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var runs = ByName(running);
        var changes = new List<ComponentChange>(runs.Count);
        foreach (var (name, point) in wanted)
        {
            var isRunning = runs.Remove(name, out var now);
            if (isRunning) changes.Add(point is null ? Remove(now!) : Between(now!, point.Spec, point.Directory));
            else if (point is not null) changes.Add(Create(point.Spec, point.Directory));
        }

        changes.AddRange(runs.Values.Select(Keep));
        return Ordered(plan, environment, changes, running);
    }

    private static ComponentChange Create(ComponentSpec spec, string directory) => new()
    {
        Component = spec.Name,
        Action = ChangeAction.Create,
        Values = [.. SpecDifference.Outline(spec).Select(entry => new ValueChange(entry.Path, null, entry.Value))],
        Desired = spec,
        Directory = directory,
    };

    private static ComponentChange Remove(RunningComponent now) => new()
    {
        Component = now.Spec.Name,
        Action = ChangeAction.Remove,
        Values = [.. SpecDifference.Outline(now.Spec).Select(entry => new ValueChange(entry.Path, entry.Value, null))],
        FromRevision = now.Revision,
        FromVersion = now.Spec.Version,
    };

    private static ComponentChange Keep(RunningComponent now) => new()
    {
        Component = now.Spec.Name,
        Action = ChangeAction.Unchanged,
        Desired = now.Spec,
        Directory = now.Directory,
        FromRevision = now.Revision,
        FromVersion = now.Spec.Version,
    };

    private static ComponentChange Between(RunningComponent now, ComponentSpec spec, string directory)
    {
        var difference = SpecDifference.Between(now.Spec, now.Directory, spec, directory);
        var missing = now.MissingInstances > 0;
        // New instances make up for missing ones anyway, and put right what the old ones have; only where the old ones stay is it a reason of its own.
        var stays = difference is { Identity: false, Config: false };
        var anew = stays && !now.Repairs.IsEmpty;
        if (anew)
            difference.AddRepairs(now.Repairs);
        else if (missing && stays)
            difference.AddMissingInstances(spec.Replicas, now.MissingInstances);
        return new()
        {
            Component = spec.Name,
            Action = difference switch
            {
                { Identity: true } => ChangeAction.Update,
                { Config: true } => ChangeAction.Restart,
                _ when anew => ChangeAction.Restart,
                { InPlace: true } => ChangeAction.Update,
                _ => missing ? ChangeAction.Restart : ChangeAction.Unchanged,
            },
            InPlace = stays && !anew && difference.InPlace,
            Anew = anew,
            Values = difference.Values,
            Desired = spec,
            Directory = directory,
            FromRevision = now.Revision,
            FromVersion = now.Spec.Version,
        };
    }

    private static ChangeSet Ordered(
        string plan, string environment, List<ComponentChange> changes, IReadOnlyCollection<RunningComponent> running)
    {
        changes.Sort((one, other) => string.CompareOrdinal(one.Component, other.Component));
        var order = ChangeOrder.Of(changes, running);
        return new()
        {
            Plan = plan,
            Environment = environment,
            Changes = [.. changes.Select((change, index) => order[index].IsEmpty ? change : change with { After = order[index] })],
        };
    }

    private static Dictionary<string, RunningComponent> ByName(IReadOnlyCollection<RunningComponent> running)
    {
        ArgumentNullException.ThrowIfNull(running);
        return running.ToDictionary(component => component.Spec.Name, StringComparer.Ordinal);
    }
}
