using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Records;
using Lumina.Deployments.Rotation;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Host.Views;

/// <summary>Which versions of secrets run, beside those that their stores have now. It asks for versions, and never for a value.</summary>
internal sealed class SecretBoard(IJournal journal, SecretVersions versions, TimeProvider time)
{
    /// <summary>Sealed ones are left open: what is the newest stands in a file beside the plan, which a host doesn't have.</summary>
    internal const string BesideThePlan = "it is kept beside the plan";

    public async Task<SecretsInUse> ReadAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        var uses = new List<(string Component, string Path, SecretReference Reference)>();
        var lent = new Dictionary<string, ComponentState>(StringComparer.Ordinal);
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(environment, plan), cancellationToken))
        {
            var state = DeploymentStreams.ReadComponent(head);
            if (state.Current is not { } live)
                continue;
            var component = Streams.ComponentOf(head.Stream).Component;
            lent[component] = state;
            uses.AddRange(live.Revision.Spec.SecretUses().Select(use => (component, use.Path, use.Reference)));
        }

        var newest = await versions.AskAsync(
            uses.Where(use => use.Reference is VaultSecret).Select(use => (use.Reference, new SecretScope(environment, plan, use.Component))), cancellationToken);
        return new SecretsInUse(plan, environment, [.. uses
            .Select((use, index) => (use, index)).OrderBy(item => item.use.Component, StringComparer.Ordinal).ThenBy(item => item.index)
            .Select(item => Lent(Show(item.use.Component, item.use.Path, item.use.Reference, newest), item.use.Reference, lent[item.use.Component], time.GetUtcNow()))]);
    }

    /// <summary>What is lent needs no store to know that.</summary>
    private static SecretInUse Lent(SecretInUse use, SecretReference reference, ComponentState state, DateTimeOffset now)
    {
        // A store lends an entry as a whole, whichever of its values are used.
        if (state.Leases.Where(l => l.Revision == state.Current?.Revision.Number && !l.IsReplaced && IsSameEntry(l.Secret, reference)).MinBy(l => l.Expires) is not { } lease)
            return use;
        var isEnding = LeaseText.Ending(state, now).Contains(lease);
        return use with { State = isEnding ? "ending" : "leased", Expires = lease.Expires, Reason = isEnding ? lease.Problem ?? "it can't be made longer" : null };
    }

    private static bool IsSameEntry(SecretReference one, SecretReference other) => (one, other) switch
    {
        (VaultSecret a, VaultSecret b) => a.Path == b.Path,
        _ => one == other,
    };

    private static SecretInUse Show(string component, string path, SecretReference reference, NewestVersions newest) => reference switch
    {
        VaultSecret vault => Of(new SecretInUse(component, path, "vault", $"{vault.Path} {vault.Key}", "unknown"), vault, newest.Of(vault)),
        SealedSecret closed => new SecretInUse(component, path, "sealed", closed.Name, "unknown") { Version = closed.Version is 0 ? null : closed.Version, Since = closed.CreatedAt, Reason = BesideThePlan },
        _ => new SecretInUse(component, path, "", "", "unknown"),
    };

    private static SecretInUse Of(SecretInUse use, VaultSecret runs, SecretAnswer<SecretVersion?> newest)
    {
        var known = use with { Version = runs.Version, Since = runs.CreatedAt, Newest = newest.Value?.Number };
        return (runs, newest) switch
        {
            ({ Version: not null, Newest: false }, _) => known with { State = "pinned", Reason = newest.Reason },
            (_, { Outcome: not SecretOutcome.Done }) => known with { Reason = newest.Reason },
            ({ Version: null }, { Value: null }) => known with { State = "leased" },
            ({ Version: null }, _) => known with { Reason = "which version it got is not recorded" },
            (_, { Value: null }) => known with { Reason = "it has no versions any more" },
            // A path that was deleted with its history begins at 1 again: that is another value, too.
            ({ Version: var version }, { Value.Number: var number }) => known with { State = version == number ? "current" : "old" },
        };
    }
}
