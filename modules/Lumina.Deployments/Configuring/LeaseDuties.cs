using Lumina.Deployments.Components;

namespace Lumina.Deployments.Configuring;

/// <summary>When something is to be done about what is lent. Functions, nothing else.</summary>
internal static class LeaseDuties
{
    /// <summary>When the next thing is to be done; null for nothing.</summary>
    public static DateTimeOffset? DueOf(ComponentState state)
    {
        DateTimeOffset? due = null;
        foreach (var lease in state.Leases)
        {
            if (DueOf(state, lease) is { } at && (due is null || at < due))
                due = at;
        }
        return due;
    }

    /// <summary>A lease that is needed is made longer when two thirds of its time are over; one that is not is given back at once.</summary>
    public static DateTimeOffset? DueOf(ComponentState state, HeldLease lease) =>
        !IsNeeded(state, lease) ? lease.Since : lease.IsRenewable ? lease.Since + ((lease.Expires - lease.Since) * 2 / 3) : null;

    /// <summary>Of what is lent to a revision and can't be made longer: what is over, or for two thirds over. New instances get it anew.</summary>
    public static IEnumerable<HeldLease> Ending(int revision, IEnumerable<HeldLease> leases, DateTimeOffset now) =>
        leases.Where(lease => lease.Revision == revision && !lease.IsReplaced && IsEnding(lease, now)).OrderBy(lease => lease.Expires).ThenBy(lease => lease.Id, StringComparer.Ordinal);

    private static bool IsEnding(HeldLease lease, DateTimeOffset now) =>
        now >= lease.Expires || (!lease.IsRenewable && (lease.Problem is not null || now >= lease.Since + ((lease.Expires - lease.Since) * 2 / 3)));

    /// <summary>Whether instances of its revision are there, may be started, or may have to be brought back.</summary>
    public static bool IsNeeded(ComponentState state, HeldLease lease)
    {
        if (lease.IsReplaced)
            return false;
        if (state.Current?.Revision.Number == lease.Revision || state.Kept?.Revision.Number == lease.Revision)
            return true;
        // Until a rollout has ended well, or was taken back, instances of any revision may be left and serve: also those of a rollout before it.
        return state.Rollout is { Phase: not (RolloutPhase.Live or RolloutPhase.Restored or RolloutPhase.Removed) };
    }
}
