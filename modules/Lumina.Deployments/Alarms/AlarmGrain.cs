using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;

namespace Lumina.Deployments.Alarms;

/// <summary>Records first, then tells: the components decide for themselves whether an alarm fails what they are at.</summary>
internal sealed class AlarmGrain(IJournal journal, TimeProvider time) : Grain, IAlarmGrain, IDisposable
{
    private EventStream<AlarmState, AlarmEvent>? _stream;
    private string _environment = "";
    private string _plan = "";

    private EventStream<AlarmState, AlarmEvent> Stream => _stream ?? throw new InvalidOperationException("The grain is not active.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_environment, _plan) = Streams.AlarmsOf(this.GetPrimaryKeyString());
        _stream = DeploymentStreams.Alarms(journal, this.GetPrimaryKeyString());
        await _stream.LoadAsync(cancellationToken);
    }

    public void Dispose() => _stream?.Dispose();

    public async Task<AlarmOutcome> HearAsync(AlarmOrder alarm)
    {
        if (!alarm.Firing)
        {
            await RecordAsync(state => state.Find(alarm.Component, alarm.Name) is null ? [] : [new AlarmResolved(alarm.Component, alarm.Name, time.GetUtcNow())]);
            return new AlarmOutcome(AlarmReply.Resolved, []);
        }
        var about = await AboutAsync(alarm.Component);
        if (about.Count == 0)
            return new AlarmOutcome(AlarmReply.Unknown, []);
        var now = time.GetUtcNow();
        var since = alarm.Since is { } said && said < now ? said : now;
        await RecordAsync(state => state.Find(alarm.Component, alarm.Name) is not null ? []
            : [new AlarmRaised(new StandingAlarm(alarm.Name, alarm.Component, alarm.Message, alarm.Source, since), now)]);
        return Stream.State.Find(alarm.Component, alarm.Name) is { } standing ? await TellAsync(standing, about) : new AlarmOutcome(AlarmReply.Recorded, []);
    }

    /// <summary>The components that it is about: the one that is named, or those that the plan has in the environment.</summary>
    private async Task<List<(string Stream, ComponentState State)>> AboutAsync(string? component)
    {
        var about = new List<(string, ComponentState)>();
        if (component is not null)
        {
            var head = await journal.ReadHeadAsync(Streams.Of(new ComponentKey(_environment, _plan, component)));
            if (head.Sequence > 0)
                about.Add((head.Stream, DeploymentStreams.ReadComponent(head)));
            return about;
        }
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(_environment, _plan)))
            about.Add((head.Stream, DeploymentStreams.ReadComponent(head)));
        return about;
    }

    private async Task<AlarmOutcome> TellAsync(StandingAlarm alarm, List<(string Stream, ComponentState State)> about)
    {
        // Of a whole plan only those are told that are on their way.
        var asked = about.Where(a => alarm.Component is not null || a.State.Rollout is { IsOpen: true }).Select(a => a.Stream).ToArray();
        var failed = new List<string>();
        var answers = new List<AlarmedComponent>();
        foreach (var stream in asked)
        {
            var answer = await GrainFactory.GetGrain<IComponentGrain>(stream).AlarmAsync(new ComponentAlarm(alarm.Name, alarm.Evidence, alarm.Since));
            answers.Add(answer);
            var component = Streams.ComponentOf(stream).Component;
            if (answer.HasFailed || await IsTakenBackAsync(alarm, component, answer))
                failed.Add(component);
        }
        var last = answers.FirstOrDefault(a => a.HasFailed) ?? answers.FirstOrDefault();
        if (failed.Count > 0)
            return new AlarmOutcome(AlarmReply.TakingBack, failed, last?.Deployment);
        var older = answers.Any(a => a.Phase is RolloutPhase.Preparing or RolloutPhase.RollingOut && alarm.Since < a.StartedAt);
        var kept = about.FirstOrDefault(a => a.State.Kept is not null);
        return new AlarmOutcome(
            older ? AlarmReply.Older : AlarmReply.Recorded, [], last?.Deployment, kept.Stream is null ? null : Streams.ComponentOf(kept.Stream).Component, kept.State?.Kept?.Until);
    }

    /// <summary>What is live already may belong to a deployment that is not through yet: then that one fails by it.</summary>
    private async Task<bool> IsTakenBackAsync(StandingAlarm alarm, string component, AlarmedComponent answer) =>
        answer is { Phase: RolloutPhase.Live, Deployment: { } deployment } && alarm.Since >= answer.StartedAt
        && await GrainFactory.GetGrain<IDeploymentGrain>(deployment).NoticeAsync(
            component, $"The alarm '{alarm.Name}' fires{(alarm.Evidence is { } said ? ": " + said : "")}.");

    private async Task RecordAsync(Func<AlarmState, IReadOnlyList<AlarmEvent>> decide)
    {
        try
        {
            await Stream.AppendAsync(decide);
        }
        catch (JournalConflictException)
        {
            // Another activation has written; the sender's next try finds it.
            DeactivateOnIdle();
            throw;
        }
    }
}
