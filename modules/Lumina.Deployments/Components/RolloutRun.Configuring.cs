using System.Collections.Immutable;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Deployments.Components;

/// <summary>What instances get, beyond what is in the record: had before anything is touched, and looked at when all of them are there.</summary>
internal sealed partial class RolloutRun
{
    /// <summary>How long a rollout waits for stores of secrets before it has touched anything, unless its strategy's deadline is shorter.</summary>
    private static readonly TimeSpan SecretsPatience = TimeSpan.FromMinutes(2);

    private RolloutConfigured? _configured;
    private bool _readsBack;
    private bool _hasSecrets;

    private IRolloutConfiguring Configuring => examination.Configuring;

    private async Task<Advance> PrepareAsync(Rollout rollout, long fence, bool held, CancellationToken cancellationToken)
    {
        if (held)
            return Idle();
        var to = Wanted(rollout);
        return await PrepareAsync(rollout, fence, to, "prepare", await Configuring.ConfigureAsync(component, rollout, to, Now, cancellationToken), cancellationToken);
    }

    private async Task<Advance> PrepareAsync(
        Rollout rollout, long fence, RevisionSpec to, string name, SecretAnswer<Configured> answer, CancellationToken cancellationToken)
    {
        if (answer is not { Outcome: SecretOutcome.Done, Value: { } configured })
        {
            return answer.Outcome == SecretOutcome.Unavailable && !Expired(PatienceOf(to)) ? Idle()
                : Advance.Happened(new RolloutFailed(new Failure(WithoutSecrets(to, answer)) { By = Notice.Secrets }, Now));
        }
        // The target's time does not count while stores were waited for.
        if (!_hasSecrets)
            BePatient(rollout);
        _hasSecrets = true;
        // What is lent is in the record before anybody uses it: else nobody would give it back after a crash.
        if (configured.Happened is { Leases.IsEmpty: false } && rollout.Configuration != configured.Happened.Configuration)
            return Advance.Happened(configured.Happened);
        var prepared = await target.PrepareAsync(Named(rollout, fence, name), configured.Happened?.To ?? to, configured.Contents, cancellationToken);
        // It may have lost what the instances that are there have got.
        if (prepared.Outcome == TargetOutcome.Failed && configured.Happened is not null && to.NeedsContents() && ReferenceEquals(configured.Contents, RevisionContents.None))
            return await PrepareAsync(rollout, fence, to, "prepare-anew", await Configuring.ResolveAsync(component, rollout, to, Now, cancellationToken), cancellationToken);
        return prepared.Outcome switch
        {
            TargetOutcome.Done => Prepared(rollout, configured.Happened),
            TargetOutcome.Failed => Advance.Happened(new RolloutFailed(new Failure(prepared.Reason ?? "The target could not prepare it.") { By = Notice.Target }, Now)),
            _ => NotDone(prepared, to.Spec.Strategy.Deadline),
        };
    }

    /// <summary>In one with the first step: it costs no write of its own.</summary>
    private Advance Prepared(Rollout rollout, RolloutConfigured? configured)
    {
        var started = Progress(new StepStarted(1, Now));
        return configured is null || rollout.Configuration == configured.Configuration ? started : started with { Events = [configured, .. started.Events] };
    }

    /// <summary>
    /// Wants so many instances. A target keeps what instances get, to start them again by itself; so stores are asked anew only when neither this host
    /// nor the target has it: going back works while they are away, as long as instances of that revision are left.
    /// </summary>
    private async Task<TargetAnswer> ScaleToAsync(Rollout rollout, long fence, RevisionSpec revision, int instances, CancellationToken cancellationToken)
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"scale-r{revision.Number}-{instances}");
        if (instances == 0 || !revision.NeedsContents())
            return await target.ScaleAsync(Named(rollout, fence, name), revision, instances, RevisionContents.None, cancellationToken);
        if (Configuring.Known(component, rollout, revision.Number) is { } known)
            return await target.ScaleAsync(Named(rollout, fence, name), revision, instances, known, cancellationToken);
        var answer = await target.ScaleAsync(Named(rollout, fence, name + "-kept"), revision, instances, RevisionContents.None, cancellationToken);
        if (answer.Outcome != TargetOutcome.Failed)
            return answer;
        var had = await Configuring.ConfigureAsync(component, rollout, revision, Now, cancellationToken);
        if (had is not { Outcome: SecretOutcome.Done, Value: { } configured })
            return had.Outcome == SecretOutcome.Unavailable ? TargetAnswer.Unavailable(WithoutSecrets(revision, had)) : TargetAnswer.Failed(WithoutSecrets(revision, had));
        if (configured.Happened is { } happened && (!happened.Leases.IsEmpty || happened.To is not null))
        {
            // Recorded first; the next look gives it to the target.
            _configured = happened;
            return TargetAnswer.Unavailable("what was lent for it is being recorded");
        }
        return await target.ScaleAsync(Named(rollout, fence, name), revision, instances, configured.Contents, cancellationToken);
    }

    /// <summary>What was resolved on the way is in the record before what follows from it.</summary>
    private async Task<Advance> WithConfiguredAsync(Task<Advance> look)
    {
        _configured = null;
        var advance = await look;
        return _configured is { } configured && !advance.Overtaken ? Advance.Happened(configured) : advance;
    }

    /// <summary>All instances are there: have they got what they should have?</summary>
    private async Task<Advance> SucceedAsync(Rollout rollout, RevisionSpec to, RolloutSucceeded succeeded, CancellationToken cancellationToken)
    {
        if (!target.Capabilities.ReadsBack || rollout.Configuration is not { } mark || await Configuring.ReadAsync(mark, cancellationToken) is not { } wanted)
            return Progress(succeeded);
        if (!_readsBack)
            BePatient(rollout);
        _readsBack = true;
        var got = await target.ReadBackAsync(component, to.Number, await Configuring.KeyAsync(cancellationToken), cancellationToken);
        if (got.Outcome is TargetOutcome.Unavailable or TargetOutcome.Fenced)
            return NotDone(got, to.Spec.Strategy.Deadline);
        var drift = got.Outcome == TargetOutcome.Done
            ? ConfigurationDrift.Between(wanted, got.Value.Where(i => i.Revision == to.Number))
            : new ConfigurationDrift([], [got.Reason ?? "the target does not say what its instances got"]);
        if (!drift.Differences.IsEmpty)
            return Advance.Happened(new RolloutFailed(new Failure(Differing(drift.Differences), drift.Differences[0].Instance) { By = Notice.Configuration }, Now));
        var live = Progress(succeeded);
        return drift.Unread.IsEmpty ? live : live with { Events = [new ConfigurationUnread(drift.Unread, Now), .. live.Events] };
    }

    private static TimeSpan PatienceOf(RevisionSpec revision) => revision.Spec.Strategy.Deadline < SecretsPatience ? revision.Spec.Strategy.Deadline : SecretsPatience;

    private string WithoutSecrets<T>(RevisionSpec revision, SecretAnswer<T> answer) => answer.Outcome == SecretOutcome.Unavailable
        ? $"The secrets of {component.Component} could not be had for {Evidence.Text(PatienceOf(revision))}: {answer.Reason}"
        : $"The secrets of {component.Component} can't be had: {answer.Reason}";

    private static string Differing(ImmutableArray<ConfigurationDifference> differences) =>
        $"It has not got what it should have. {differences[0]}" + (differences.Length > 1 ? $"; and {differences.Length - 1} more." : ".");
}
