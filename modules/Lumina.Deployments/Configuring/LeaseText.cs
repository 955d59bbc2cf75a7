using System.Globalization;
using Lumina.Deployments.Components;

namespace Lumina.Deployments.Configuring;

/// <summary>What is lent, for a person.</summary>
public static class LeaseText
{
    /// <summary><c>those of vault database/creds/shop, key password, run out at …</c>. It is the same each time it is asked for, until the lease is over.</summary>
    public static string Of(HeldLease lease, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var when = lease.Expires <= now ? "have run out at" : "run out at";
        return string.Create(CultureInfo.InvariantCulture, $"those of {lease.Secret.Place()} {when} {lease.Expires:yyyy-MM-dd HH:mm:ss} UTC{(lease.Problem is { } problem ? ": " + problem : "")}");
    }

    /// <summary>Of what is lent to a revision and can't be made longer: what is over or soon will be, the first one first.</summary>
    public static IReadOnlyList<HeldLease> Ending(ComponentState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Current is { } live ? [.. LeaseDuties.Ending(live.Revision.Number, state.Leases, now)] : [];
    }
}
