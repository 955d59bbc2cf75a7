using System.Globalization;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>Takes down what stood by when its time is over, look by look, as <see cref="RolloutRun"/> does with rollouts.</summary>
internal sealed class StandingBy(ComponentKey component, ITarget target, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <param name="kept">What stands by.</param>
    /// <param name="fence">The component's sequence number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Advance> AdvanceAsync(KeptRevision kept, long fence, CancellationToken cancellationToken)
    {
        var left = kept.Until - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return Advance.After(left);
        var number = kept.Revision.Number;
        // With the fence in its name: what stood by, was taken up again and stands by once more has to go once more.
        var operation = new Operation(string.Create(CultureInfo.InvariantCulture, $"{component.Component}/r{number}/release-{fence}"), component, fence);
        var answer = await target.ScaleAsync(operation, kept.Revision, 0, cancellationToken);
        if (answer.Outcome == TargetOutcome.Fenced)
            return Advance.Lost;
        if (answer.Outcome != TargetOutcome.Done)
            return Advance.After(Retry);
        var seen = await target.ObserveAsync(component, cancellationToken);
        return seen.Value is { } there && there.Revisions.All(r => r.Number != number || r.Instances.IsEmpty)
            ? Advance.Happened(new PreviousReleased(number, time.GetUtcNow()))
            : Advance.After(Poll);
    }
}
