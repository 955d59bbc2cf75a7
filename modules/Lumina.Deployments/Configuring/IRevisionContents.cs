using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>Makes of a revision what its instances get. Values are in memory only, as long as their deployment runs.</summary>
internal interface IRevisionContents
{
    /// <summary>Reads what is kept secret for a revision, each entry of a store once for a deployment, and puts its files together.</summary>
    Task<SecretAnswer<ResolvedRevision>> ResolveAsync(ComponentKey component, string deployment, RevisionSpec revision, CancellationToken cancellationToken);

    /// <summary>The same, when it is in memory; null when stores would have to be asked.</summary>
    ResolvedRevision? Known(ComponentKey component, string deployment, int revision);

    /// <summary>A deployment is over.</summary>
    void Forget(string deployment);
}

/// <summary>A revision with all that its instances get.</summary>
/// <param name="Revision">With the versions that were taken, where the plan left them open.</param>
/// <param name="Contents">The values.</param>
/// <param name="Leases">What was lent for it.</param>
internal sealed record ResolvedRevision(RevisionSpec Revision, RevisionContents Contents, ImmutableArray<HeldLease> Leases);

/// <summary>What a revision needs beyond its specification.</summary>
internal static class RevisionNeeds
{
    /// <summary>Whether its instances get anything that is not in the specification's <c>Config</c>.</summary>
    public static bool NeedsContents(this RevisionSpec revision) => !revision.Spec.Secrets.IsEmpty || !revision.Spec.Files.IsEmpty;

    /// <summary>Where a secret is kept, for a person.</summary>
    public static string Place(this SecretReference secret) => secret switch
    {
        VaultSecret vault => $"vault {vault.Path}, key {vault.Key}",
        SealedSecret own => $"sealed {own.Name}",
        _ => "a store that this program does not know",
    };
}
