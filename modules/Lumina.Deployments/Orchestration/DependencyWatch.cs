using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// Notices what falls ill while others are still rolled out: components that the deployment has brought already, and unchanged ones that something
/// under way depends on. One look asks each target once for all, at most every few seconds. An instance that is ill at one look and well at the next has
/// only stumbled. What was ill before the deployment looked for the first time is none of its doing, and may be what it cures.
/// </summary>
internal sealed class DependencyWatch(DeploymentRun run, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(4);

    private readonly HashSet<int> _well = [];
    private HashSet<int> _ill = [];
    private long? _lookedAt;

    public bool IsOf(DeploymentRun other) => ReferenceEquals(run, other);

    /// <summary>What to fail, and why; null when nothing is wrong, or it is too soon to look.</summary>
    public async Task<(int Node, string Reason)?> LookAsync(TargetRegistry targets, IJournal journal)
    {
        if (_lookedAt is { } last && time.GetElapsedTime(last) < Every)
            return null;
        _lookedAt = time.GetTimestamp();
        var concerns = Concerns();
        var ill = new HashSet<int>();
        (int Node, string Reason)? found = null;
        foreach (var kind in concerns.Keys.Select(KindOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray())
        {
            if (targets.TryFind(kind) is not { } target)
                continue;
            var seen = await target.ObserveAllAsync(run.Changes.Environment, run.Changes.Plan, CancellationToken.None);
            foreach (var observation in seen.Value.IsDefault ? [] : seen.Value)
            {
                if (run.IndexOf(observation.Component.Component) is not { } node || !concerns.TryGetValue(node, out var fails))
                    continue;
                if (await run.IllnessOfAsync(node, observation, journal) is not { } illness)
                    _well.Add(node);
                else if (fails == node || _well.Contains(node))
                {
                    ill.Add(node);
                    if (_ill.Contains(node))
                        found ??= (fails, fails == node ? illness : $"It depends on {run.NameOf(node)}, which has fallen ill: {illness}");
                }
            }
        }
        _ill = ill;
        return found;
    }

    /// <summary>Whom to look at, each with the component that fails when it is ill: itself, or who is under way and depends on it.</summary>
    private Dictionary<int, int> Concerns()
    {
        var concerns = new Dictionary<int, int>();
        foreach (var live in run.Board.In(NodeState.Done).Where(run.IsLive))
            concerns[live] = live;
        foreach (var active in run.Board.In(NodeState.Active))
        {
            foreach (var dependency in run.Changes.Changes[active].Desired?.DependsOn ?? [])
            {
                if (run.IndexOf(dependency) is { } node && run.Changes.Changes[node].Action == ChangeAction.Unchanged)
                    concerns.TryAdd(node, active);
            }
        }
        return concerns;
    }

    private string? KindOf(int node) => run.Changes.Changes[node].Desired?.Target.Kind;
}
