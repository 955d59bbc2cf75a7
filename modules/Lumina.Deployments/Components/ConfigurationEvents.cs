using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Components;

/// <summary>What a revision's instances get was resolved; from here on it has the number.</summary>
/// <param name="Revision">Which revision.</param>
/// <param name="Configuration">Its configuration, which is in the store.</param>
/// <param name="To">The revision with the versions of secrets that were taken, where the plan left them open; null when it left none.</param>
/// <param name="Leases">What was lent for it.</param>
/// <param name="At">When.</param>
public sealed record RolloutConfigured(
    int Revision, ConfigurationMark Configuration, RevisionSpec? To, ImmutableArray<HeldLease> Leases, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-configured";

    internal override string Type => Name;
}

/// <summary>Instances could not be asked what they got; what the others got is right.</summary>
/// <param name="Unread">Which, and why, for a person.</param>
/// <param name="At">When.</param>
public sealed record ConfigurationUnread(ImmutableArray<string> Unread, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "configuration-unread";

    internal override string Type => Name;
}

/// <summary>A lease was made longer, or could not be.</summary>
/// <param name="Lease">Its id.</param>
/// <param name="Expires">Until when it is good.</param>
/// <param name="Problem">Why it can't be made longer; null when it could, and can again.</param>
/// <param name="At">When.</param>
public sealed record LeaseRenewed(string Lease, DateTimeOffset Expires, string? Problem, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "lease-renewed";

    internal override string Type => Name;
}

/// <summary>A lease that nothing needs any more was given back.</summary>
/// <param name="Lease">Its id.</param>
/// <param name="Problem">Why it could not be, and runs out by itself; null when it was.</param>
/// <param name="At">When.</param>
public sealed record LeaseRevoked(string Lease, string? Problem, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "lease-revoked";

    internal override string Type => Name;
}

/// <summary>A configuration of a component.</summary>
/// <param name="Number">From 1; another one when anything that instances get is another.</param>
/// <param name="Document">The digest of the <see cref="Configuration.ConfigurationVersion"/> in the document store.</param>
/// <param name="Content">The digest of what instances get, whatever file and line it was written in.</param>
public sealed record ConfigurationMark(int Number, string Document, string Content);

/// <summary>Something that is lent to a revision by a store of secrets.</summary>
/// <param name="Id">The store's name of the lease. No secret, but nothing to show either.</param>
/// <param name="Revision">Whose it is: it is given back when that revision is gone.</param>
/// <param name="Secret">What is lent: where it is kept.</param>
/// <param name="Since">Since when the time until <paramref name="Expires"/> counts.</param>
/// <param name="Expires">Until when it is good.</param>
/// <param name="IsRenewable">Whether it can be made longer.</param>
public sealed record HeldLease(string Id, int Revision, SecretReference Secret, DateTimeOffset Since, DateTimeOffset Expires, bool IsRenewable)
{
    /// <summary>Why it can't be made longer, when it was tried.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether another one has taken its place before anything used it.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>The part of the fold that is about configuration and what is lent.</summary>
internal static class ConfigurationFold
{
    public static ComponentState? Apply(ComponentState state, ComponentEvent happened) => happened switch
    {
        RolloutConfigured e => Configured(state, e),
        ConfigurationUnread => state,
        LeaseRenewed e => state with { Leases = [.. state.Leases.Select(lease => Renewed(lease, e))] },
        LeaseRevoked e => state with { Leases = state.Leases.RemoveAll(l => l.Id == e.Lease) },
        _ => null,
    };

    private static ComponentState Configured(ComponentState state, RolloutConfigured e)
    {
        var rollout = state.Rollout ?? throw new InvalidOperationException("A component's event came before its rollout was started.");
        var isNew = rollout.To?.Number == e.Revision;
        if (isNew)
            rollout = rollout with { To = e.To ?? rollout.To, Configuration = e.Configuration };
        else if (rollout.From is { } before && before.Revision.Number == e.Revision)
            rollout = rollout with { From = before with { Revision = e.To ?? before.Revision, Configuration = e.Configuration } };
        // What was taken for it before, by a host that died over it, nothing has got yet; unless its instances stand by.
        var unused = isNew && rollout is { Phase: RolloutPhase.Preparing, InPlace: false } && rollout.Kept?.Number != e.Revision;
        var last = e.Configuration.Number >= (state.LastConfiguration?.Number ?? 0) ? e.Configuration : state.LastConfiguration;
        return state with
        {
            Rollout = rollout with { LastConfiguration = last },
            LastConfiguration = last,
            Leases =
            [
                .. state.Leases.Where(lease => e.Leases.All(l => l.Id != lease.Id)).Select(lease => Kept(lease, unused && lease.Revision == e.Revision)),
                .. e.Leases,
            ],
        };
    }

    private static HeldLease Kept(HeldLease lease, bool isReplaced) => isReplaced ? lease with { IsReplaced = true } : lease;

    private static HeldLease Renewed(HeldLease lease, LeaseRenewed e) =>
        lease.Id == e.Lease ? lease with { Since = e.At, Expires = e.Expires, IsRenewable = e.Problem is null, Problem = e.Problem } : lease;
}
