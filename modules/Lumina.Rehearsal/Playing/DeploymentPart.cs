using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Planning.Graph;

namespace Lumina.Rehearsal.Playing;

/// <summary>
/// The deployment's part: what its grain does, with the same board, the same <see cref="DeploymentRun"/> and the same fold. No word is lost in a
/// rehearsal, so nobody is asked again.
/// </summary>
internal sealed class DeploymentPart
{
    public const string Id = "dep-rehearsal";

    private readonly Script _script;
    private readonly DeploymentRun _run;
    private readonly IReadOnlyDictionary<string, ComponentPart> _components;
    private readonly TargetRegistry _targets;
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly Chronicle _chronicle;

    private DeploymentPart(
        Script script, DeploymentState state, DeploymentRun run, IReadOnlyDictionary<string, ComponentPart> components, ITarget target, IJournal journal,
        TimeProvider time, Chronicle chronicle)
    {
        (_script, State, _run, _components, _journal, _time, _chronicle) = (script, state, run, components, journal, time, chronicle);
        _targets = new TargetRegistry([target]);
    }

    public DeploymentState State { get; private set; }

    /// <summary>Components that have been told something and have to be looked after.</summary>
    public Queue<ComponentPart> Told { get; } = new();

    public static async Task<DeploymentPart> BeginAsync(
        Script script, int parallelism, IReadOnlyDictionary<string, ComponentPart> components, ITarget target, IJournal journal, TimeProvider time, Chronicle chronicle)
    {
        var intent = new DeploymentIntent { Kind = DeploymentKind.Apply, Plan = script.Changes.Plan, Environment = script.Changes.Environment };
        var changed = script.Changes.Changes.Count(c => c.Action != Planning.Changes.ChangeAction.Unchanged);
        var now = time.GetUtcNow();
        var state = DeploymentFold.Apply(null, new DeploymentPlanned(Id, intent, "", null, "rehearsal", null, parallelism, changed, now))!;
        state = DeploymentFold.Apply(state, new DeploymentStarted("", changed, now))!;
        var run = await DeploymentRun.LoadAsync(state, script.Changes, ChangeGraph.Of(script.Changes), journal);
        return new DeploymentPart(script, state, run, components, target, journal, time, chronicle);
    }

    /// <summary>A component's rollout has come to an end.</summary>
    public Task HeardAsync(ComponentPart component) =>
        component.State.Rollout is { } rollout && _run.IndexOf(component.Key.Component) is { } node
        && _run.Note(node, rollout.Phase, (rollout.RestoreFailure ?? rollout.Failure)?.Reason)
            ? PumpAsync()
            : Task.CompletedTask;

    /// <summary>Brings the deployment as far as it can go now.</summary>
    public async Task PumpAsync()
    {
        while (!State.HasEnded)
        {
            if (_run.Board.Failure is { } failure && !State.IsTakingBack)
            {
                var component = _run.NameOf(failure.Node);
                Record(new DeploymentRollingBack(component, $"{component}: {failure.Reason}", _time.GetUtcNow()) { Scope = _run.ScopeOf(failure.Node) });
            }
            if (State.IsTakingBack)
                _run.TurnBack(State);
            var goesOn = false;
            while (_run.Board.Active < State.Parallelism && _run.Board.TryTake(out var node))
                goesOn |= Send(node);
            if (goesOn)
                continue;
            if (!_run.Board.IsFinished)
                return;
            if (!_run.Board.IsTurned && _run.Board.Failure is null && await _run.FindIllAsync(_targets, _journal) is { } ill)
            {
                _run.Board.Fail(ill.Node, ill.Reason);
                continue;
            }
            Record(_run.Verdict(State, _time.GetUtcNow()));
        }
    }

    /// <summary>Tells a component what to do; true when that was the end of it already.</summary>
    private bool Send(int node)
    {
        var component = _components[_run.NameOf(node)];
        if (_run.Board.IsBack(node))
        {
            if (!component.Restore(new RestoreOrder(Id, State.Reason ?? "The deployment is taken back.")))
                return _run.Note(node, RolloutPhase.Restored, null);
        }
        else if (_script.Moved.TryGetValue(component.Key.Component, out var impossible))
            return _run.Note(node, RolloutPhase.Failed, impossible);
        else
            component.Begin(_run.OrderFor(node, held: false, back: false, at: 0));
        Told.Enqueue(component);
        return false;
    }

    private void Record(DeploymentRecord happened)
    {
        State = DeploymentFold.Apply(State, happened)!;
        if (happened is DeploymentEnded ended)
            _chronicle.Add(EntryKind.Ended, ended.Status switch
            {
                DeploymentStatus.Succeeded => "the deployment has succeeded",
                DeploymentStatus.RolledBack => "the deployment has failed and is taken back",
                _ => "the deployment has failed",
            });
    }
}
