using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Deployments.Rotation;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Orchestration;

/// <summary>Why a change set could not be made.</summary>
public enum PlanningFault
{
    /// <summary>There is nothing to go back to.</summary>
    NothingToRollBack,

    /// <summary>What was named is not known.</summary>
    NotFound,

    /// <summary>A target does not answer.</summary>
    TargetUnavailable,

    /// <summary>The plan has something in it that deployments can't carry out: see <see cref="PlanLimits"/>.</summary>
    BeyondLimits,

    /// <summary>A secret can't be had: see <see cref="PlannedChanges.Refused"/>.</summary>
    Secrets,
}

/// <summary>What a deployment would do, or why that can't be said.</summary>
/// <param name="Changes">The change set; null when there is a fault.</param>
/// <param name="Digest">Its digest; the document is stored.</param>
/// <param name="Fault">Why there is none.</param>
/// <param name="Reason">The same for a person.</param>
public sealed record PlannedChanges(ChangeSet? Changes, string? Digest, PlanningFault? Fault, string? Reason)
{
    /// <summary>The plan with its secrets' versions, where one is wanted; null for a deployment that goes back or takes away.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Secrets whose newest version could not be found out, so that the one that runs stays.</summary>
    public ImmutableArray<SecretRemark> Unknown { get; init; } = [];

    /// <summary>Secrets that can't be had; then there is no change set.</summary>
    public ImmutableArray<SecretRemark> Refused { get; init; } = [];

    /// <summary>Components of which it is not known whether their instances have what they should have. They are left as they are.</summary>
    public ImmutableArray<UnreadConfiguration> Unread { get; init; } = [];

    /// <summary>What runs.</summary>
    public IReadOnlyCollection<RunningComponent> Running { get; init; } = [];

    public int Changed => Changes?.Changes.Count(c => c.Action != ChangeAction.Unchanged) ?? 0;
}

/// <summary>Compares what is wanted with what runs.</summary>
public sealed class DeploymentPlanner(IJournal journal, IDocumentStore documents, ChangeSets changeSets, TargetRegistry targets, SecretPins pins, PendingRepairs repairs)
{
    public async Task<PlannedChanges> PlanAsync(DeploymentIntent intent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        // Only who wants to go back has to know how each has come to what it is.
        var states = new List<(string Component, ComponentState State)>();
        var current = new Dictionary<string, RevisionSpec>(StringComparer.Ordinal);
        var heads = new List<(string Component, RunningComponentState State)>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(intent.Environment, intent.Plan), cancellationToken))
        {
            var name = Streams.ComponentOf(head.Stream).Component;
            if (intent.Kind == DeploymentKind.Rollback)
                states.Add((name, DeploymentStreams.ReadComponent(head)));
            var state = DeploymentStreams.ReadRunning(head);
            if (state.Current is not { } live)
                continue;
            current.Add(name, live.Revision);
            heads.Add((name, state));
        }

        // Who takes away has nothing to repair, and who goes back does not want more than that.
        var found = intent.Kind == DeploymentKind.Apply ? repairs.FindAsync(intent.Environment, intent.Plan, heads, cancellationToken) : Task.FromResult(FoundRepairs.None);
        var (missing, silence) = await MissingAsync(intent, current, cancellationToken);
        if (missing is null)
            return new PlannedChanges(null, null, PlanningFault.TargetUnavailable, silence);
        var (pending, unread) = await found;
        var running = current.Values
            .Select(r => new RunningComponent(r.Number, r.Spec, r.Directory, missing.GetValueOrDefault(r.Spec.Name)) { Repairs = pending.GetValueOrDefault(r.Spec.Name, []) })
            .ToArray();

        return await ChangesAsync(intent, states, running, cancellationToken) with { Running = running, Unread = unread };
    }

    private async Task<PlannedChanges> ChangesAsync(
        DeploymentIntent intent, List<(string Component, ComponentState State)> states, RunningComponent[] running, CancellationToken cancellationToken)
    {
        switch (intent.Kind)
        {
            case DeploymentKind.Remove:
                return await KeptAsync(ChangePlanner.Remove(intent.Plan, intent.Environment, running), cancellationToken);
            case DeploymentKind.Rollback:
                return await RollbackAsync(intent, states, running, cancellationToken);
            default:
                var stored = intent.PlanDigest is null ? null : await documents.GetAsync(intent.PlanDigest, cancellationToken);
                if (stored is not { } document)
                    return new PlannedChanges(null, null, PlanningFault.NotFound, $"The plan {intent.PlanDigest} is not stored here.");
                var plan = PlanJson.ReadPlan(document.Span);
                return PlanLimits.Find(plan) is [var beyond, ..]
                    ? new PlannedChanges(null, null, PlanningFault.BeyondLimits, $"This version of Lumina can't carry out {beyond} yet.")
                    : await CompareAsync(plan, intent.Directory, running, cancellationToken);
        }
    }

    private async Task<PlannedChanges> CompareAsync(Plan plan, string directory, RunningComponent[] running, CancellationToken cancellationToken)
    {
        var (pinned, unknown, refused) = await pins.PinAsync(plan, running, cancellationToken);
        if (refused is [var first, ..])
        {
            var more = refused.Length > 1 ? $" So it is with {refused.Length - 1} more." : "";
            return new PlannedChanges(null, null, PlanningFault.Secrets, $"{first.Component}, {first.Path} can't be had: {first.Reason}.{more}") { Refused = refused };
        }
        return await KeptAsync(ChangePlanner.Compare(pinned, directory, running), cancellationToken) with { Plan = pinned, Unknown = unknown };
    }

    /// <summary>How many wanted instances the targets do not know of, by component; null when a target does not answer, and what it says of that.</summary>
    private async Task<(Dictionary<string, int>? Missing, string? Silence)> MissingAsync(
        DeploymentIntent intent, Dictionary<string, RevisionSpec> current, CancellationToken cancellationToken)
    {
        var missing = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var kind in current.Values.Select(r => r.Spec.Target.Kind).Distinct(StringComparer.Ordinal))
        {
            if (targets.TryFind(kind) is not { } target)
                continue;
            var answer = await target.ObserveAllAsync(intent.Environment, intent.Plan, cancellationToken);
            if (answer.Outcome != TargetOutcome.Done)
                return (null, $"The target '{kind}', which runs components of this plan, does not answer{(answer.Reason is { } reason ? ": " + reason : ".")}");
            var wanted = answer.Value.ToDictionary(
                o => o.Component.Component, o => o.Revisions.ToDictionary(r => r.Number, r => r.Wanted), StringComparer.Ordinal);
            foreach (var (name, revision) in current.Where(c => c.Value.Spec.Target.Kind == kind))
            {
                var there = wanted.GetValueOrDefault(name)?.GetValueOrDefault(revision.Number) ?? 0;
                if (there < revision.Spec.Replicas)
                    missing[name] = revision.Spec.Replicas - there;
            }
        }
        return (missing, null);
    }

    private async Task<PlannedChanges> RollbackAsync(
        DeploymentIntent intent, List<(string Component, ComponentState State)> states, RunningComponent[] running, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, RestorePoint?>(StringComparer.Ordinal);
        if (intent.Target is { } target && !target.StartsWith(Streams.DeploymentPrefix, StringComparison.Ordinal))
        {
            var (name, state) = states.FirstOrDefault(s => s.Component == target);
            if (name is null)
                return new PlannedChanges(null, null, PlanningFault.NotFound, $"'{target}' is no component of {intent.Plan} in {intent.Environment}.");
            if (state.Current is not { } live)
                return new PlannedChanges(null, null, PlanningFault.NothingToRollBack, $"'{target}' does not run.");
            if (await PutBackAsync(intent, live.Deployment, only: name, wanted, cancellationToken) is { } archived)
                return archived;
        }
        else if ((intent.Target ?? LastChange(states)) is { } deployment)
        {
            if ((await journal.ReadHeadAsync(deployment, cancellationToken)).Sequence == 0)
                return new PlannedChanges(null, null, PlanningFault.NotFound, $"There is no deployment {deployment}.");
            if (await PutBackAsync(intent, deployment, only: null, wanted, cancellationToken) is { } archived)
                return archived;
        }
        return wanted.Count == 0
            ? new PlannedChanges(null, null, PlanningFault.NothingToRollBack, "Nothing of this plan has been changed that could be taken back.")
            : await KeptAsync(ChangePlanner.Restore(intent.Plan, intent.Environment, running, wanted), cancellationToken);
    }

    /// <summary>The newest deployment that a running component came with, or that took one away.</summary>
    private static string? LastChange(IEnumerable<(string Component, ComponentState State)> states) => states
        .SelectMany(s => new[]
        {
            s.State.Current is { } live ? (live.Deployment, At: live.Since) : default,
            s.State.Rollout is { Phase: RolloutPhase.Removed, EndedAt: { } ended } removed ? (removed.Deployment, At: ended) : default,
        })
        .Where(change => change.Deployment is not null)
        .OrderByDescending(change => change.At)
        .Select(change => change.Deployment)
        .FirstOrDefault();

    /// <summary>
    /// What ran before a deployment, of the components that it changed for good. An answer when the events that tell are archived: what is not known
    /// must not be taken for what was not there.
    /// </summary>
    private async Task<PlannedChanges?> PutBackAsync(
        DeploymentIntent intent, string deployment, string? only, Dictionary<string, RestorePoint?> wanted, CancellationToken cancellationToken)
    {
        var prefix = Streams.ComponentsOf(intent.Environment, intent.Plan);
        var started = new Dictionary<string, RolloutStarted>(StringComparer.Ordinal);
        var done = new List<string>();
        var any = false;
        await foreach (var e in journal.ReadToEndAsync(new JournalQuery(Deployment: deployment), cancellationToken))
        {
            any = true;
            if (!e.Stream.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            switch (DeploymentStreams.ReadComponentEvent(e))
            {
                case RolloutStarted start:
                    started[e.Stream] = start;
                    break;
                case RolloutSucceeded:
                    done.Add(e.Stream);
                    break;
                case RestoreStarted:
                    done.Remove(e.Stream);
                    break;
                default:
                    break;
            }
        }
        foreach (var stream in done)
        {
            var name = Streams.ComponentOf(stream).Component;
            if (only is not null && only != name)
                continue;
            // Torn from its beginning by an archive that was interrupted.
            if (!started.TryGetValue(stream, out var rollout))
                return Archived($"The beginning of what {deployment} did is");
            var (known, before) = await BeforeAsync(stream, rollout, cancellationToken);
            if (!known)
                return Archived($"What '{name}' was before {deployment} is");
            wanted[name] = before;
        }

        return any ? null : Archived($"What {deployment} did is");

        static PlannedChanges Archived(string what) => new(
            null, null, PlanningFault.NothingToRollBack, what + " in the archive of the journal, and no longer at hand (lumina journal list). Deploy the version that is wanted.");
    }

    /// <summary>What a component was before a rollout; null when it was not there. Not known when that is told by events that are archived.</summary>
    private async Task<(bool IsKnown, RestorePoint? Before)> BeforeAsync(string stream, RolloutStarted rollout, CancellationToken cancellationToken)
    {
        var state = ComponentState.Initial;
        var (whole, begun) = (false, false);
        await foreach (var e in journal.ReadToEndAsync(new JournalQuery(Stream: stream), cancellationToken))
        {
            var happened = DeploymentStreams.ReadComponentEvent(e);
            if (happened is RolloutStarted start && start.Deployment == rollout.Deployment)
            {
                whole |= e.Sequence == 1;
                break;
            }

            whole |= e.Sequence == 1;
            begun |= whole || happened is RolloutStarted;
            if (!begun)
                continue;
            state = ComponentFold.Apply(state, happened);
        }
        return state.Current is { Revision: var before } ? (true, new RestorePoint(before.Spec, before.Directory)) : (whole, null);
    }

    private async Task<PlannedChanges> KeptAsync(ChangeSet changes, CancellationToken cancellationToken) =>
        new(changes, await changeSets.PutAsync(changes, cancellationToken), null, null);
}
