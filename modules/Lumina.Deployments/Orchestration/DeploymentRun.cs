using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Orchestration;

/// <summary>What a running deployment has in memory: the change set, the board, and when it last heard of whom.</summary>
internal sealed class DeploymentRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For how long something that nobody expected may go on before it counts as a failure: longer than a host needs to start anew.</summary>
    private static readonly TimeSpan Forbearance = TimeSpan.FromMinutes(2);

    private readonly string _id;
    private readonly ChangeSet _changes;
    private readonly Dictionary<string, int> _index;
    private readonly Dictionary<int, long> _sentAt = [];
    private readonly Dictionary<int, long> _troubledSince = [];
    private readonly List<string> _notRestored;
    private readonly HashSet<int> _failed;

    private DeploymentRun(
        string id, ChangeSet changes, Dictionary<string, int> index, ExecutionBoard board, List<string> notRestored, HashSet<int> failed)
    {
        _failed = failed;
        _id = id;
        _changes = changes;
        _index = index;
        Board = board;
        _notRestored = notRestored;
    }

    public ExecutionBoard Board { get; }

    public ChangeSet Changes => _changes;

    /// <summary>Of one that nothing has been begun of. Were that not so all the same: a component that is told to begin again answers how far it is.</summary>
    public static DeploymentRun Begin(DeploymentState state, ChangeSet changes, ChangeGraph graph) => new(
        state.Id, changes, IndexOf(changes), new ExecutionBoard(changes, graph), [], []);

    /// <summary>Finds out from the record how far each component has come in this deployment.</summary>
    public static async Task<DeploymentRun> LoadAsync(DeploymentState state, ChangeSet changes, ChangeGraph graph, IJournal journal)
    {
        var id = state.Id;
        var index = IndexOf(changes);
        var reached = new NodeState[changes.Changes.Length];
        var notRestored = new List<string>();
        var failed = new HashSet<int>();
        if (state.FailedComponent is { } first && index.TryGetValue(first, out var cause))
            failed.Add(cause);
        (int Node, string Reason)? failure = null;
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(changes.Environment, changes.Plan)))
        {
            var component = Streams.ComponentOf(head.Stream).Component;
            if (!index.TryGetValue(component, out var node) || DeploymentStreams.ReadComponent(head).Rollout is not { } rollout || rollout.Deployment != id)
                continue;
            reached[node] = rollout.Phase switch
            {
                RolloutPhase.Live or RolloutPhase.Removed => NodeState.Done,
                RolloutPhase.Failed => NodeState.Failed,
                RolloutPhase.Restoring => NodeState.ToRestore,
                RolloutPhase.Restored => NodeState.Restored,
                RolloutPhase.RestoreFailed => NodeState.RestoreFailed,
                _ => NodeState.Active,
            };
            if (rollout.Failure is not null)
                failed.Add(node);
            if (rollout.Phase == RolloutPhase.Failed)
                failure ??= (node, rollout.Failure?.Reason ?? "It failed.");
            if (rollout.Phase == RolloutPhase.RestoreFailed)
                notRestored.Add($"{component} ({rollout.RestoreFailure?.Reason})");
        }
        var board = new ExecutionBoard(changes, graph, reached, state.Status is DeploymentStatus.Cancelling or DeploymentStatus.Superseding ? null : failed, IsOvertaken(state));
        if (failure is { } known)
            board.Fail(known.Node, known.Reason);
        return new DeploymentRun(id, changes, index, board, notRestored, failed);
    }

    private static Dictionary<string, int> IndexOf(ChangeSet changes)
    {
        var index = new Dictionary<string, int>(changes.Changes.Length, StringComparer.Ordinal);
        for (var node = 0; node < changes.Changes.Length; node++)
            index.Add(changes.Changes[node].Component, node);
        return index;
    }

    public int? IndexOf(string component) => _index.TryGetValue(component, out var node) ? node : null;

    /// <summary>Whether this deployment has changed it, and it is live.</summary>
    public bool IsLive(int node) =>
        Board.StateOf(node) == NodeState.Done && _changes.Changes[node] is { Action: not ChangeAction.Unchanged, Desired: not null };

    public string NameOf(int node) => _changes.Changes[node].Component;

    public ComponentKey KeyOf(int node) => new(_changes.Environment, _changes.Plan, NameOf(node));

    /// <param name="node">The component.</param>
    /// <param name="held">Whether no step may begin.</param>
    /// <param name="back">Whether a person wants to go back to what ran before.</param>
    /// <param name="at">Where the deployment's record is; null where there is none.</param>
    public RolloutOrder OrderFor(int node, bool held, bool back, long? at)
    {
        var change = _changes.Changes[node];
        return new RolloutOrder(_id, change.Action, change.InPlace, change.Desired, change.Directory, change.FromRevision, held, back, at) { Anew = change.Anew };
    }

    public void Sent(int node, long timestamp) => _sentAt[node] = timestamp;

    /// <summary>Components that are under way and have not been heard of for a while.</summary>
    public IReadOnlyList<int> Silent(TimeProvider time) =>
        [.. _sentAt.Where(sent => time.GetElapsedTime(sent.Value) > Patience).Select(sent => sent.Key)];

    /// <summary>A component has answered.</summary>
    public void Answered(int node) => _troubledSince.Remove(node);

    /// <summary>Whether what nobody expected of a component has gone on for so long that asking it again is of no use.</summary>
    public bool IsLost(int node, TimeProvider time)
    {
        _troubledSince.TryAdd(node, time.GetTimestamp());
        return time.GetElapsedTime(_troubledSince[node]) > Forbearance;
    }

    /// <summary>Which scope the failure of a component has.</summary>
    public RollbackScope ScopeOf(int node) => RollbackReach.ScopeOf(_changes.Changes[node]);

    /// <summary>Takes back what has to be by now; may come again when more has failed.</summary>
    public void TurnBack(DeploymentState state)
    {
        if (state.FailedComponent is { } cause && IndexOf(cause) is { } node)
            _failed.Add(node);
        if (state.Status == DeploymentStatus.Superseding)
            Board.TurnBack([], underway: true);
        else if (state.Status == DeploymentStatus.Cancelling || _failed.Count == 0)
            Board.TurnBack();
        else
            Board.TurnBack(_failed, IsOvertaken(state));
        // Of what turns nothing is heard of the way forward any more.
        foreach (var turned in _sentAt.Keys.Where(n => Board.StateOf(n) is not (NodeState.Active or NodeState.Restoring)).ToArray())
            _sentAt.Remove(turned);
    }

    /// <summary>How a component is told to go back. When a newer deployment is the only reason, one that has come to its end meanwhile stays.</summary>
    public RestoreOrder RestoreOrderFor(int node, DeploymentState state) => new(
        _id, state.Reason ?? "The deployment is taken back.",
        OnlyUnderway: state.Status == DeploymentStatus.Superseding || (IsOvertaken(state) && RollbackReach.Of(_failed, _changes)?.Contains(node) == false));

    /// <summary>A component that was to be taken back had come to its end before it heard of that, and stays; false when that was known.</summary>
    public bool Keep(int node) => Board.Keep(node) && _sentAt.Remove(node);

    /// <summary>Takes note of how a component's way has ended; false when that was known.</summary>
    public bool Note(int node, RolloutPhase phase, string? reason)
    {
        var outcome = phase switch
        {
            RolloutPhase.Live or RolloutPhase.Removed => NodeState.Done,
            RolloutPhase.Failed => NodeState.Failed,
            RolloutPhase.Restored => NodeState.Restored,
            RolloutPhase.RestoreFailed => NodeState.RestoreFailed,
            _ => NodeState.Active,
        };
        // A report that belongs to the other direction came late.
        if (outcome == NodeState.Active || Board.IsBack(node) != outcome is (NodeState.Restored or NodeState.RestoreFailed) || !Board.Finish(node, outcome))
            return false;
        _sentAt.Remove(node);
        if (outcome == NodeState.Failed)
        {
            _failed.Add(node);
            Board.Fail(node, reason ?? "It failed.");
        }
        if (outcome == NodeState.RestoreFailed)
            _notRestored.Add($"{NameOf(node)} ({reason})");
        return true;
    }

    /// <summary>A component of this deployment that was live and has fallen ill before the deployment was through; null when all are well.</summary>
    public async Task<(int Node, string Reason)?> FindIllAsync(TargetRegistry targets, IJournal journal)
    {
        var kinds = _changes.Changes.Where(c => c.Action != ChangeAction.Unchanged && c.Desired is not null).Select(c => c.Desired!.Target.Kind);
        foreach (var kind in kinds.Distinct(StringComparer.Ordinal))
        {
            if (targets.TryFind(kind) is not { } target)
                continue;
            // Each component was found healthy by itself; a target that is away for a moment does not make them ill.
            var seen = await target.ObserveAllAsync(_changes.Environment, _changes.Plan, CancellationToken.None);
            foreach (var observation in seen.Value.IsDefault ? [] : seen.Value)
            {
                if (IndexOf(observation.Component.Component) is not { } node || _changes.Changes[node].Action == ChangeAction.Unchanged)
                    continue;
                if (await IllnessOfAsync(node, observation, journal) is { } illness)
                    return (node, illness);
            }
        }
        return null;
    }

    /// <summary>What is wrong with a component; null when nothing is. What only stands by may be ill.</summary>
    public async Task<string?> IllnessOfAsync(int node, Observation observation, IJournal journal)
    {
        var ill = observation.Revisions.Where(r => r.Wanted > 0).SelectMany(r => r.Instances.Select(i => (r.Number, Instance: i)))
            .Where(i => i.Instance.Phase is InstancePhase.Unhealthy or InstancePhase.Failed).ToArray();
        return ill.Length > 0 && ill.Select(i => i.Number).Except(await KeptAsync(node, journal)).FirstOrDefault() is > 0 and var sick
            ? Say(ill.First(i => i.Number == sick).Instance)
            : null;
    }

    /// <summary>What a narrow scope has left as the deployment made it; null when nothing is left.</summary>
    private string? Staying(bool overtaken)
    {
        const int most = 5;
        var names = !Board.IsTurned ? [] : Board.In(NodeState.Done).Where(n => _changes.Changes[n].Action != ChangeAction.Unchanged).Select(NameOf).ToArray();
        return names.Length == 0 ? null
            : $" {(overtaken ? "This" : "By its scope this")} stays as it is now: {string.Join(", ", names.Take(most))}{(names.Length > most ? $" and {names.Length - most} more" : "")}.";
    }

    private static string Say(ObservedInstance ill) => $"Instance {ill.Id} was healthy and is not any more: {ill.LastAnswer}";

    private async Task<int[]> KeptAsync(int node, IJournal journal) =>
        await journal.ReadHeadAsync(Streams.Of(KeyOf(node))) is { Sequence: > 0 } head && DeploymentStreams.ReadComponent(head).Kept is { } kept
            ? [kept.Revision.Number]
            : [];

    private static bool IsOvertaken(DeploymentState state) =>
        state is { SupersededBy: not null, Status: DeploymentStatus.Superseding or DeploymentStatus.RollingBack };

    private static DeploymentStatus Ending(DeploymentStatus turned) => turned switch
    {
        DeploymentStatus.Cancelling => DeploymentStatus.Cancelled,
        DeploymentStatus.Superseding => DeploymentStatus.Superseded,
        _ => DeploymentStatus.RolledBack,
    };

    /// <summary>How a deployment whose board is finished has ended, and why.</summary>
    public DeploymentEnded Verdict(DeploymentState state, DateTimeOffset now)
    {
        var stay = Staying(state.Status == DeploymentStatus.Superseding);
        if (_notRestored.Count > 0)
            return new(DeploymentStatus.Failed, $"{state.Reason} Not taken back: {string.Join("; ", _notRestored)}.{stay ?? " All else is as it was."}", now);
        if (Board.IsTurned)
            return new(Ending(state.Status), state.Reason + stay, now);
        return Board.Failure is { } failure
            ? new(DeploymentStatus.Failed, $"{NameOf(failure.Node)}: {failure.Reason}", now)
            : new(DeploymentStatus.Succeeded, null, now);
    }
}
