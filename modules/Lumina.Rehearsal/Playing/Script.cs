using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Rehearsal.Scenery;

namespace Lumina.Rehearsal.Playing;

/// <summary>What is played: the changes that a real deployment would make, on the simulated target.</summary>
/// <param name="Changes">What is to be done.</param>
/// <param name="Running">What runs when it begins.</param>
/// <param name="Moved">Components that would move to another target, which no deployment does, with what it says to it.</param>
/// <param name="Notes">What was assumed and what was left out.</param>
internal sealed record Script(
    ChangeSet Changes, ImmutableArray<RunningComponent> Running, ImmutableDictionary<string, string> Moved, ImmutableArray<string> Notes)
{
    /// <summary>Options with which a version does badly; the one before it is assumed to have done well.</summary>
    private static readonly string[] Bad = ["error_rate", "latency", "fail"];

    public static Script Of(RehearsalOrder order)
    {
        var notes = new List<string>();
        var running = RunningOf(order, notes);
        // The changes are those of the plan as it is; only then does everything move to the simulated target.
        var changes = ChangePlanner.Compare(order.Plan, order.Directory, running);
        AddNotes(order.Plan, changes, notes);
        var moved = changes.Changes
            .Select(c => (c.Component, From: running.FirstOrDefault(r => r.Spec.Name == c.Component)?.Spec.Target.Kind, To: c.Desired?.Target.Kind))
            .Where(kinds => kinds is { From: not null, To: not null } && kinds.From != kinds.To)
            .ToImmutableDictionary(
                kinds => kinds.Component, kinds => $"It runs on target '{kinds.From}' and can't be moved to '{kinds.To}' in one go: take it down first.", StringComparer.Ordinal);
        return new Script(
            changes with { Changes = [.. changes.Changes.Select(c => c.Desired is { } desired ? c with { Desired = OnSimulated(desired, order) } : c)] },
            [.. running.Select(r => r with { Spec = OnSimulated(r.Spec, order) })],
            moved,
            [.. notes]);
    }

    private static RunningComponent[] RunningOf(RehearsalOrder order, List<string> notes)
    {
        if (order.From == RehearsedFrom.Nothing)
            return [];
        var known = order.From == RehearsedFrom.Previous ? [] : order.Running.ToArray();
        var assumed = order.Plan.Components.Where(spec => known.All(r => r.Spec.Name != spec.Name)).ToArray();
        if (assumed.Length > 0 && order.From == RehearsedFrom.Running)
        {
            notes.Add(assumed.Length == order.Plan.Components.Length
                ? "Nothing of this plan runs: a version before of each component is assumed, so that its strategy shows."
                : $"Of {Listed(assumed.Select(a => a.Name))} nothing runs: a version before is assumed, so that the strategy shows.");
        }
        return [.. known, .. assumed.Select(spec => new RunningComponent(1, Before(spec), order.Directory))];
    }

    private static ComponentSpec Before(ComponentSpec spec) => spec with
    {
        Version = spec.Version == "previous" ? "before" : "previous",
        Target = spec.Target.Kind == "simulated" ? spec.Target with { Options = spec.Target.Options.RemoveRange(Bad) } : spec.Target,
    };

    private static void AddNotes(Plan plan, ChangeSet changes, List<string> notes)
    {
        var kinds = changes.Changes.Where(c => c.Desired is not null).Select(c => c.Desired!.Target.Kind).Where(kind => kind != "simulated").Distinct().Order(StringComparer.Ordinal).ToArray();
        if (kinds.Length > 0)
            notes.Add($"What runs on {Listed(kinds)} is rehearsed on the simulated target.");
        foreach (var change in changes.Changes)
        {
            if (change is { Action: not ChangeAction.Unchanged, Desired.Strategy: CanarySpec canary } && canary.Checks.Where(check => !check.IsOfTraffic).ToArray() is { Length: > 0 } outside)
                notes.Add($"{change.Component}: {(outside.Length == 1 ? "the check" : "the checks")} {Listed(outside.Select(c => $"'{c.Name}'"))} would ask others than the target, and {(outside.Length == 1 ? "is" : "are")} left out.");
        }
        if (!plan.Environment.Freezes.IsDefaultOrEmpty)
            notes.Add($"{plan.Environment.Name} has times in which nothing is deployed; they are not looked at.");
        if (plan.Environment.Approval is not null)
            notes.Add($"In {plan.Environment.Name} people have to agree first; that is taken as done.");
        if (plan.Environment.Soak > TimeSpan.Zero)
            notes.Add($"The plan has to have run in {plan.Environment.After} first; that is taken as done.");
        if (!plan.Infrastructure.IsDefaultOrEmpty)
            notes.Add($"The infrastructure {Listed(plan.Infrastructure.Select(i => i.Name))} is taken as applied.");
    }

    private static ComponentSpec OnSimulated(ComponentSpec spec, RehearsalOrder order)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        options[SimulatedTimes.Start] = SimulatedTimes.Text(order.StartTime);
        options[SimulatedTimes.Stop] = SimulatedTimes.Text(TimeSpan.FromSeconds(1));
        if (spec.Port is not null)
            options["requests"] = order.RequestsPerSecond.ToString("0.###", CultureInfo.InvariantCulture);
        if (spec.Target.Kind == "simulated")
        {
            foreach (var (name, value) in spec.Target.Options)
                options[name] = value;
        }
        return spec with
        {
            Target = new TargetSpec { Kind = "simulated", Options = options.ToImmutable() },
            Strategy = spec.Strategy is CanarySpec canary ? canary with { Checks = [.. canary.Checks.Where(check => check.IsOfTraffic)] } : spec.Strategy,
        };
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
