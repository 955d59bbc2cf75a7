using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Planning.Changes;
using Lumina.Rehearsal.Injecting;
using Lumina.Rehearsal.Scenery;

namespace Lumina.Rehearsal.Playing;

/// <summary>Who is to look again, and when: one after the other, in the order of their times, and of two at the same time the one that was told first.</summary>
internal sealed class Stage
{
    private readonly RehearsalOrder _order;
    private readonly Script _script;
    private readonly VirtualTime _time = new();
    private readonly Faults _faults;
    private readonly RehearsedTarget _target;
    private readonly Chronicle _chronicle;
    private readonly SortedDictionary<string, ComponentPart> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<ComponentPart, long> _turns = [];
    private readonly PriorityQueue<ComponentPart, (DateTimeOffset At, long Turn)> _due = new();
    private long _turn;
    private long _looks;

    public Stage(RehearsalOrder order, Script script)
    {
        (_order, _script) = (order, script);
        _faults = new Faults(order.Injections, _time);
        _target = new RehearsedTarget(_faults, _time);
        _chronicle = new Chronicle(_time);
        _faults.Changed = Injected;
        foreach (var change in script.Changes.Changes)
            _components.Add(change.Component, new ComponentPart(KeyOf(change.Component), _target, _faults, _time, _chronicle, order));
    }

    public async Task<Timeline> PlayAsync(CancellationToken cancellationToken)
    {
        await SetUpAsync(cancellationToken);
        var before = _looks;
        _chronicle.Start();
        _faults.Start();
        var journal = new HeadsInMemory(_components.Values.ToDictionary(c => c.Key, c => (Func<(ComponentState, long)>)(() => (c.State, c.Sequence))));
        var deployment = await DeploymentPart.BeginAsync(_script, _order.Parallelism, _components, _target, journal, _time, _chronicle);
        await deployment.PumpAsync();
        var isInBounds = await RunAsync(deployment, cancellationToken);
        return Tell(deployment.State, isInBounds, _looks - before);
    }

    /// <summary>Brings up what runs before the deployment begins.</summary>
    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        foreach (var running in _script.Running)
        {
            if (!_components.TryGetValue(running.Spec.Name, out var component))
                continue;
            component.RanBefore(running.Revision);
            component.Begin(new RolloutOrder("dep-before", ChangeAction.Create, false, running.Spec, running.Directory, null, false));
            Schedule(component, TimeSpan.Zero);
        }
        await RunAsync(null, cancellationToken);
        if (_components.Values.FirstOrDefault(c => c.State.Rollout is { Phase: not RolloutPhase.Live }) is { } broken)
            throw new ArgumentException($"What runs of {broken.Key.Component} can't be brought up on the simulated target: {broken.State.Rollout?.Failure?.Reason}");
        _time.MoveTo(_time.GetUtcNow() + TimeSpan.FromMinutes(1));
    }

    /// <summary>From one that is due to the next, until nobody is; false when a bound was reached.</summary>
    private async Task<bool> RunAsync(DeploymentPart? deployment, CancellationToken cancellationToken)
    {
        var end = _time.GetUtcNow() + _order.MostTime;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (deployment is not null && deployment.Told.TryDequeue(out var told))
                Schedule(told, TimeSpan.Zero);
            if (!_due.TryPeek(out var next, out var when))
                return true;
            if (_looks >= _order.MostLooks || when.At > end)
                return deployment?.State.HasEnded ?? false;
            if (_faults.Next is { } fault && fault < when.At)
            {
                _time.MoveTo(fault);
                _faults.Pass();
                continue;
            }
            _due.Dequeue();
            // Of one that was told something meanwhile there is a later turn.
            if (_turns.GetValueOrDefault(next) != when.Turn)
                continue;
            _time.MoveTo(when.At);
            _faults.Pass();
            await LookAsync(next, deployment);
        }
    }

    private async Task LookAsync(ComponentPart component, DeploymentPart? deployment)
    {
        var wasOpen = component.State.Rollout is { IsOpen: true };
        var looks = component.Looks;
        if (await component.ActAsync() is { } wait)
            Schedule(component, wait);
        _looks += component.Looks - looks;
        if (!wasOpen || component.State.Rollout is { IsOpen: true })
            return;
        if (deployment is not null)
            await deployment.HeardAsync(component);
        if (component.State.Kept is not null && component.State.Rollout is { IsOpen: false })
            Schedule(component, TimeSpan.Zero);
    }

    private void Schedule(ComponentPart component, TimeSpan wait)
    {
        _turns[component] = ++_turn;
        _due.Enqueue(component, (_time.GetUtcNow() + wait, _turn));
    }

    private void Injected(Injection injection, bool begins)
    {
        var component = _components[injection.Component];
        _target.Apply(component.Key);
        _chronicle.Add(
            injection.Component, component.State.Rollout, begins ? EntryKind.Injected : EntryKind.Healed,
            begins ? $"injected: {injection.Cause}" : $"no longer injected: {injection.Cause}");
    }

    private Timeline Tell(DeploymentState state, bool isInBounds, long looks)
    {
        var stands = _components.Values.Select(c => c.Stands).OfType<RehearsalOutcome>().ToArray();
        var outcome = state.Status switch
        {
            DeploymentStatus.Succeeded => RehearsalOutcome.Succeeded,
            DeploymentStatus.RolledBack => RehearsalOutcome.RolledBack,
            _ when state.HasEnded => RehearsalOutcome.Failed,
            _ when !isInBounds => RehearsalOutcome.Unfinished,
            _ when stands.Contains(RehearsalOutcome.Waiting) => RehearsalOutcome.Waiting,
            _ when stands.Length > 0 => RehearsalOutcome.Held,
            _ => RehearsalOutcome.Unfinished,
        };
        return new Timeline
        {
            Plan = _script.Changes.Plan,
            Environment = _script.Changes.Environment,
            Outcome = outcome,
            Reason = outcome switch
            {
                RehearsalOutcome.Succeeded => null,
                RehearsalOutcome.Unfinished => $"It was not through after {Telling.Duration(_chronicle.Now)} and {looks} looks, which is as far as a rehearsal goes.",
                _ => state.Reason,
            },
            Duration = state.EndedAt is { } ended ? _chronicle.Since(ended) : _chronicle.Now,
            Entries = _chronicle.Entries,
            Components = _chronicle.Tracks,
            Noticed = _chronicle.Noticed,
            Notes = [.. _script.Notes, .. _faults.Unused.Select(i => $"The injection \"{i.Text}\" never took effect: {i.Component} did not come that far.")],
            Looks = looks,
        };
    }

    private ComponentKey KeyOf(string component) => new(_script.Changes.Environment, _script.Changes.Plan, component);
}
