using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Host.Api;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Host.Views;

/// <summary>One deployment as its events tell it: a fold that is fed event by event.</summary>
internal sealed class DeploymentHistory(TimeProvider time)
{
    private readonly SortedDictionary<string, Rollout> _rollouts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int? Revision, string? Version)> _from = new(StringComparer.Ordinal);
    private DeploymentState? _state;

    /// <summary>What policy was asked.</summary>
    public DeploymentChecks Checks { get; } = new();

    public DeploymentState? State => _state;

    /// <summary>Takes one event in and says what it means.</summary>
    public DeploymentEvent Take(JournalEvent e)
    {
        if (e.Stream.StartsWith(Streams.DeploymentPrefix, StringComparison.Ordinal))
        {
            var happened = DeploymentStreams.ReadDeploymentEvent(e);
            _state = DeploymentFold.Apply(_state, happened);
            Checks.Take(e.At, happened);
            return new DeploymentEvent(e.Position, e.At, e.Type, Message(happened), Summary(), null);
        }
        var name = Streams.ComponentOf(e.Stream).Component;
        var component = DeploymentStreams.ReadComponentEvent(e);
        var rollout = Apply(name, component);
        Checks.Take(e.At, name, component);
        return new DeploymentEvent(e.Position, e.At, e.Type, $"{name}: {Message(component, rollout)}", null, Result(name, rollout));
    }

    public DeploymentSummary? Summary() => _state is { } state ? Summary(state, time.GetUtcNow()) : null;

    public static DeploymentSummary Summary(DeploymentState state, DateTimeOffset now) => new(
        state.Id, Wording.Of(state.Intent.Kind), state.Intent.Plan, state.Intent.Environment, Wording.Of(state), state.HasEnded,
        state.Intent.Version, state.Intent.PlanDigest, state.Actor, state.Reason ?? state.Comment, state.CreatedAt, state.EndedAt,
        Seconds(state.CreatedAt, state.EndedAt ?? now), state.Changed)
    {
        SupersededBy = state.SupersededBy,
        FrozenUntil = state.FrozenUntil,
        DespiteFreeze = state.DespiteFreeze,
        Approval = DecisionReports.Of(state.Approval),
    };

    /// <summary>All components, those that were not touched too.</summary>
    /// <param name="changes">The change set of the deployment; null when it is not known.</param>
    public IReadOnlyList<ComponentResult> Results(ChangeSet? changes)
    {
        var results = new List<ComponentResult>();
        foreach (var change in changes?.Changes ?? [])
        {
            if (!_rollouts.ContainsKey(change.Component))
                results.Add(Untouched(change));
        }
        results.AddRange(_rollouts.Select(r => Result(r.Key, r.Value)));
        results.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return results;
    }

    private ComponentResult Untouched(ComponentChange change)
    {
        var unchanged = change.Action == ChangeAction.Unchanged;
        var ended = _state?.HasEnded ?? false;
        return new ComponentResult(
            change.Component, Wording.Of(change.Action), unchanged ? "unchanged" : ended ? "skipped" : null,
            unchanged ? "unchanged" : ended ? "skipped" : "waiting", 0, 0, change.FromVersion, change.Desired?.Version, change.FromRevision,
            unchanged ? change.FromRevision : null, 0, null, null);
    }

    private Rollout Apply(string name, ComponentEvent happened)
    {
        // What came before this deployment is not in its events; the part of it that matters is in the first of them.
        var before = ComponentState.Initial with { Rollout = _rollouts.GetValueOrDefault(name) };
        if (happened is RolloutStarted start)
            _from[name] = (start.FromRevision, start.FromVersion);
        // What was measured is told by its event; working it all out again would take long for a long canary.
        if (happened is Measured && before.Rollout is { } measured)
            return measured;
        var after = ComponentFold.Apply(before, happened).Rollout
            ?? throw new InvalidOperationException($"The events of {name} do not begin with a rollout.");
        return _rollouts[name] = after;
    }

    private ComponentResult Result(string name, Rollout rollout)
    {
        var (revision, version) = _from.GetValueOrDefault(name);
        var failure = rollout.RestoreFailure ?? rollout.Failure;
        var cause = rollout.Failure ?? rollout.RestoreFailure;
        return new ComponentResult(
            name, Wording.Of(rollout.Action), Wording.OutcomeOf(rollout.Phase), Wording.Of(rollout.Phase), rollout.Step, rollout.Steps,
            version, rollout.To?.Spec.Version, revision, rollout.To?.Number,
            Seconds(rollout.StartedAt, rollout.EndedAt ?? time.GetUtcNow()),
            rollout.RestoreFailure is { } restore && rollout.Failure is { } first ? $"{first.Reason} Taking it back failed too: {restore.Reason}" : failure?.Reason,
            cause is { LastAnswer: null, LogTail: null } or null ? null : new FailureEvidence(cause.Instance, cause.LastAnswer, cause.LogTail ?? []))
        {
            NoticedBy = rollout.Failure?.By is { } notice ? Wording.Of(notice) : null,
            Approval = rollout.AwaitsApproval ? DecisionReports.Of(rollout.Approval) : null,
            WaitsFor = rollout.AwaitsApproval ? "approval" : rollout.AwaitsPromotion ? "promotion" : rollout is { Phase: RolloutPhase.RollingOut, HeldSince: not null } ? "time" : null,
        };
    }

    private static string Message(DeploymentRecord happened) => happened switch
    {
        DeploymentPlanned e => $"{Wording.Of(e.Intent.Kind)} of {e.Intent.Plan} in {e.Intent.Environment} asked for by {e.Actor}: {Components(e.Changed)} to change{(e.DespiteFreeze is null ? "" : $", despite a freeze: {e.DespiteFreeze}")}",
        DeploymentStarted e => $"started: {Components(e.Changed)} to change",
        DeploymentPaused e => $"paused by {e.Actor}{Why(e.Comment)}",
        DeploymentResumed e => $"resumed by {e.Actor}{Why(e.Comment)}",
        DeploymentCancelling e => $"cancelled by {e.Actor}{Why(e.Comment)}; taking back what was changed",
        DeploymentRollingBack e => $"{e.Reason} Taking back what was changed",
        DeploymentSuperseded e => $"overtaken by {e.By}; taking back what is under way",
        DeploymentFrozen e => string.Create(CultureInfo.InvariantCulture, $"frozen until {e.Until:yyyy-MM-dd HH:mm} UTC; nothing further begins"),
        DeploymentThawed => "the freeze is over; it goes on",
        FreezeLifted e => $"goes on despite a freeze by the word of {e.Actor}: {e.Reason}",
        PolicyDecided e => DecisionReports.Message(e.Check),
        ApprovalWanted e => string.Create(CultureInfo.InvariantCulture,
            $"{(e.Void is null ? "" : e.Void + " ")}waits until {e.Until:yyyy-MM-dd HH:mm} UTC for {DecisionReports.Message(e.Needs)} to agree (lumina approve)"),
        ApprovalGiven e => $"{e.Actor} agrees{Why(e.Comment)}{(e.Complete ? "; it asks for its turn" : "")}",
        ApprovalRejected e => $"{e.Actor} says no{Why(e.Comment)}",
        DeploymentEnded e => $"{Wording.Of(e.Status)}{(e.Reason is null ? "" : ": " + e.Reason)}",
        _ => "",
    };

    private static string Message(ComponentEvent happened, Rollout rollout) => happened switch
    {
        RolloutStarted { To: null } => "removing",
        RolloutStarted e => $"{Wording.Of(e.Action)}{Versions(e)}",
        StepStarted e => string.Create(CultureInfo.InvariantCulture, $"step {e.Step} of {rollout.Steps}{Weight(rollout)}"),
        StepHeld => rollout.AwaitsPromotion ? "waits for a promotion (lumina promote)" : "in place; its time begins",
        StepPromoted e => $"{(e.Full ? "sent straight to its last step" : "promoted")} by {e.Actor}{Why(e.Comment)}",
        WaitSkipped e => $"its wait was ended by {e.Actor}{Why(e.Comment)}",
        Measured e => "measured: " + string.Join("; ", e.Checks.Select(c => $"{c.Check} {c.Judgement.ToString().ToLowerInvariant()}, {c.Evidence}")),
        StepDecided e => string.Create(CultureInfo.InvariantCulture, $"before step {e.Step} {DecisionReports.Message(e.Check)}"),
        StepApprovalWanted e => string.Create(CultureInfo.InvariantCulture,
            $"waits before step {e.Step} until {e.Until:yyyy-MM-dd HH:mm} UTC for {DecisionReports.Message(e.Needs)} to agree (lumina approve)"),
        StepApproved e => $"{e.Actor} agrees to its next step{Why(e.Comment)}",
        StepRejected e => $"{e.Actor} says no to its next step{Why(e.Comment)}",
        RolloutConfigured e => string.Create(CultureInfo.InvariantCulture, $"has configuration {e.Configuration.Number}")
            + (e.Leases.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", with {e.Leases.Length} leases")),
        ConfigurationUnread e => "what it got could not be looked at: " + string.Join("; ", e.Unread),
        LeaseRenewed { Problem: { } problem } e => string.Create(CultureInfo.InvariantCulture, $"credentials run out at {e.Expires:yyyy-MM-dd HH:mm:ss} UTC: {problem}"),
        LeaseRenewed e => string.Create(CultureInfo.InvariantCulture, $"credentials are good until {e.Expires:yyyy-MM-dd HH:mm:ss} UTC"),
        LeaseRevoked { Problem: { } problem } => "credentials that nothing needs could not be given back, and run out by themselves: " + problem,
        LeaseRevoked => "credentials that nothing needs were given back",
        RolloutVerified => "has passed its verification",
        PreviousReleased => "what ran before stands by no longer",
        RolloutSucceeded { KeptUntil: { } until } => string.Create(CultureInfo.InvariantCulture, $"live; what ran before stands by until {until:HH:mm:ss} UTC"),
        RolloutSucceeded => rollout.Phase == RolloutPhase.Removed ? "removed" : "live",
        RolloutFailed e => "failed: " + e.Failure.Reason + Answer(e.Failure),
        RestoreStarted => "restoring what ran before",
        RestoreSucceeded => "restored",
        RestoreFailed e => "could not be restored: " + e.Failure.Reason + Answer(e.Failure),
        _ => "",
    };

    private static string Weight(Rollout rollout) => rollout.To?.Spec.Strategy is CanarySpec canary && !rollout.InPlace && !rollout.Back && rollout.Steps == canary.Steps.Length + 1
        ? string.Create(CultureInfo.InvariantCulture, $", {(rollout.Step <= canary.Steps.Length ? canary.Steps[rollout.Step - 1].Weight : 100):0.##}% of the traffic")
        : "";

    private static string Versions(RolloutStarted e) => (e.FromVersion, e.To?.Spec.Version) switch
    {
        (null, null) => "",
        (null, var to) => " " + to,
        (var from, var to) when from == to => " " + to,
        var (from, to) => $" {from} → {to ?? "(no version)"}",
    };

    private static string Answer(Failure failure) => failure.LastAnswer is null ? "" : $" Last answer: {failure.LastAnswer}";

    private static string Why(string? comment) => comment is null ? "" : ": " + comment;

    private static string Components(int count) => count == 1 ? "1 component" : string.Create(CultureInfo.InvariantCulture, $"{count} components");

    private static double Seconds(DateTimeOffset from, DateTimeOffset to) => Math.Round((to - from).TotalSeconds, 3);
}
