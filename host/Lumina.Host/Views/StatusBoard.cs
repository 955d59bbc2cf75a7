using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Alarms;
using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Host.Api;
using Lumina.Journal;

namespace Lumina.Host.Views;

/// <summary>What runs where: the record of deployments beside what the targets see.</summary>
internal sealed class StatusBoard(IJournal journal, TargetRegistry targets, RunningConfigurations configurations, TimeProvider time)
{
    public async Task<PlanStatus[]> ReadAsync(string? plan, string? environment, CancellationToken cancellationToken)
    {
        var prefix = environment is not null && plan is not null ? Streams.ComponentsOf(environment, plan)
            : environment is not null ? $"{Streams.ComponentPrefix}{environment}/"
            : Streams.ComponentPrefix;
        var components = new List<(ComponentKey Key, ComponentState State)>();
        await foreach (var head in journal.ReadHeadsAsync(prefix, cancellationToken))
        {
            var key = Streams.ComponentOf(head.Stream);
            var state = DeploymentStreams.ReadComponent(head);
            if ((plan is null || key.Plan == plan) && (state.Current is not null || state.Rollout is { IsOpen: true } or { Phase: RolloutPhase.RestoreFailed }))
                components.Add((key, state));
        }
        var statuses = new List<PlanStatus>();
        foreach (var group in components.GroupBy(c => (c.Key.Environment, c.Key.Plan)).OrderBy(g => g.Key))
            statuses.Add(await StatusAsync(group.Key.Environment, group.Key.Plan, [.. group], cancellationToken));
        return [.. statuses];
    }

    /// <summary>The kind of target that a component runs on; null when it does not run.</summary>
    public async Task<string?> KindOfAsync(ComponentKey key, CancellationToken cancellationToken)
    {
        var head = await journal.ReadHeadAsync(Streams.Of(key), cancellationToken);
        return head.Sequence == 0 ? null : KindOf(DeploymentStreams.ReadComponent(head));
    }

    /// <summary>What runs, or which deployment is open; null when all is quiet.</summary>
    public async Task<string?> WhyBusyAsync(CancellationToken cancellationToken)
    {
        await foreach (var head in journal.ReadHeadsAsync(Streams.DeploymentPrefix, cancellationToken))
        {
            if (!DeploymentStreams.ReadDeployment(head).HasEnded)
                return $"{head.Stream} has not ended.";
        }
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentPrefix, cancellationToken))
        {
            if (DeploymentStreams.ReadComponent(head).Current is not null)
                return $"{Streams.ComponentOf(head.Stream)} runs.";
        }
        return null;
    }

    private async Task<PlanStatus> StatusAsync(
        string environment, string plan, (ComponentKey Key, ComponentState State)[] components, CancellationToken cancellationToken)
    {
        var configured = configurations.ReadAsync(environment, plan, components.Where(c => c.State.Current is not null).Select(c => (c.Key.Component, c.State.Current!)), cancellationToken);
        var seen = new Dictionary<string, Observation>(StringComparer.Ordinal);
        var silent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in components.Select(c => KindOf(c.State)).Where(k => k is not null).Distinct(StringComparer.Ordinal))
        {
            var answer = targets.TryFind(kind!) is { } target
                ? await target.ObserveAllAsync(environment, plan, cancellationToken)
                : new TargetAnswer<System.Collections.Immutable.ImmutableArray<Observation>>(TargetOutcome.Failed, "this host has no driver for it", []);
            if (answer.Outcome != TargetOutcome.Done)
                silent[kind!] = $"target {kind}: {answer.Reason}";
            foreach (var observation in answer.Value.IsDefault ? [] : answer.Value)
                seen[observation.Component.Component] = observation;
        }
        var read = await configured;
        var alarms = DeploymentStreams.ReadAlarms(await journal.ReadHeadAsync(Streams.AlarmsOf(environment, plan), cancellationToken));
        var newest = components.Select(c => c.State.Rollout).Where(r => r is not null).MaxBy(r => r!.StartedAt)?.Deployment;
        var head = newest is null ? null : await journal.ReadHeadAsync(newest, cancellationToken);
        return new PlanStatus(
            plan, environment, newest, head is { Sequence: > 0 } ? Wording.Of(DeploymentStreams.ReadDeployment(head)) : null,
            [.. components.OrderBy(c => c.Key.Component, StringComparer.Ordinal).Select(c => Show(
                c.Key.Component, c.State, seen.GetValueOrDefault(c.Key.Component), silent.GetValueOrDefault(KindOf(c.State) ?? ""), alarms,
                read.GetValueOrDefault(c.Key.Component), ConfigurationNotes.Of(c.State, read.GetValueOrDefault(c.Key.Component), time.GetUtcNow())))]);
    }

    private static ComponentStatus Show(
        string name, ComponentState state, Observation? seen, string? silent, AlarmState alarms, RunningConfiguration? configuration, string? aboutIt)
    {
        var current = state.Current?.Revision;
        var instances = (seen?.Revisions ?? []).SelectMany(r => r.Instances.Select(i => new InstanceStatus(
            i.Id, r.Number, Wording.Of(i.Phase), i.Restarts, i.ProcessId, i.Since, i.LastAnswer))).ToArray();
        // What stands by serves nobody.
        var healthy = instances.Count(i => i.Phase == "healthy" && i.Revision != state.Kept?.Revision.Number);
        var desired = current?.Spec.Replicas ?? state.Rollout?.To?.Spec.Replicas ?? 0;
        var condition = state.Rollout switch
        {
            { Phase: RolloutPhase.RestoreFailed } => "failed",
            { Phase: RolloutPhase.Restoring } => "restoring",
            { IsOpen: true } => "rolling-out",
            _ when silent is not null => "unknown",
            _ when healthy < desired => "degraded",
            _ => "live",
        };
        var note = silent ?? (condition is "live" && state.Kept is { } kept
                ? string.Create(CultureInfo.InvariantCulture, $"revision {kept.Revision.Number} stands by until {kept.Until:yyyy-MM-dd HH:mm:ss} UTC")
            : state.Rollout is { AwaitsApproval: true } ? "waits for people to agree to its next step: lumina approve"
            : state.Rollout is { AwaitsPromotion: true } ? "waits for a promotion: lumina promote"
            : condition is "live" or "rolling-out" ? null
            : state.Rollout?.RestoreFailure?.Reason ?? instances.FirstOrDefault(i => i.Phase is not ("healthy" or "stopping"))?.LastAnswer);
        if (alarms.Standing.LastOrDefault(a => a.Component is null || a.Component == name) is { } alarm)
        {
            note = string.Create(CultureInfo.InvariantCulture, $"the alarm '{alarm.Name}' fires since {alarm.Since:yyyy-MM-dd HH:mm:ss} UTC{(alarm.Message is { } said ? ": " + said : "")}")
                + (note is null ? "" : "; " + note);
        }
        if (aboutIt is not null)
            note = note is null ? aboutIt : $"{note}; {aboutIt}";
        return new ComponentStatus(
            name, condition, current?.Number, current?.Spec.Version, current?.Spec.Image, healthy, desired, instances.Sum(i => i.Restarts),
            seen?.Endpoint, Shares(seen), state.Current?.Since, instances, note)
        { Configuration = ConfigurationNotes.Show(configuration) };
    }

    /// <summary>Percent by revision; when instances share evenly, their numbers decide.</summary>
    private static TrafficShare[] Shares(Observation? seen)
    {
        if (seen?.Traffic is not { } traffic)
            return [];
        if (!traffic.ByInstance)
            return [.. traffic.Weights.Select(w => new TrafficShare(w.Revision, w.Weight))];
        var counts = traffic.Weights
            .Select(w => (w.Revision, Count: seen.Revisions.FirstOrDefault(r => r.Number == w.Revision)?.Instances.Count(i => i.Phase == InstancePhase.Healthy) ?? 0))
            .Where(c => c.Count > 0).ToArray();
        var total = counts.Sum(c => c.Count);
        var given = 0;
        // The last one gets what rounding has left over, so that they add up to 100.
        return [.. counts.Select((c, i) =>
        {
            var weight = i == counts.Length - 1 ? 100 - given : 100 * c.Count / total;
            given += weight;
            return new TrafficShare(c.Revision, weight);
        })];
    }

    private static string? KindOf(ComponentState state) => (state.Current?.Revision ?? state.Rollout?.To ?? state.Rollout?.From?.Revision)?.Spec.Target.Kind;
}
