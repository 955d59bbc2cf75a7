using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>Makes leases longer, and gives them back.</summary>
internal sealed class LeaseKeeper(IEnumerable<ISecretStore> stores, TimeProvider time)
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    /// <summary>An answer that lends it for no longer than this beyond what it was lent for makes it no longer: the store's longest time is reached.</summary>
    private static readonly TimeSpan NoLonger = TimeSpan.FromSeconds(1);

    private readonly ISecretStore[] _stores = [.. stores];

    /// <summary>What has happened to a lease that is due; null when its store does not answer and there is time to ask again.</summary>
    public async Task<ComponentEvent?> TendAsync(ComponentKey component, HeldLease lease, bool isNeeded, CancellationToken cancellationToken)
    {
        var scope = new SecretScope(component.Environment, component.Plan, component.Component);
        return isNeeded
            ? await RenewAsync(lease, scope, cancellationToken)
            : await RevokeAsync(lease, scope, cancellationToken);
    }

    private async Task<ComponentEvent?> RenewAsync(HeldLease lease, SecretScope scope, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(lease, (store, token) => store.RenewAsync(lease.Id, scope, token), cancellationToken);
        var now = time.GetUtcNow();
        if (answer is { Outcome: SecretOutcome.Done, Value: { } terms })
        {
            var expires = now + terms.Duration;
            var problem = expires <= lease.Expires + NoLonger ? "the store lends it for no longer" : terms.IsRenewable ? null : "the store does not make it longer another time";
            return new LeaseRenewed(lease.Id, expires, problem, now);
        }
        return answer.Outcome == SecretOutcome.Unavailable && now < lease.Expires ? null
            : new LeaseRenewed(lease.Id, lease.Expires, answer.Reason ?? "the store gives no reason", now);
    }

    private async Task<ComponentEvent?> RevokeAsync(HeldLease lease, SecretScope scope, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(lease, (store, token) => store.RevokeAsync(lease.Id, scope, token), cancellationToken);
        var now = time.GetUtcNow();
        return answer.Outcome == SecretOutcome.Done ? new LeaseRevoked(lease.Id, null, now)
            : answer.Outcome == SecretOutcome.Unavailable && now < lease.Expires ? null
            : new LeaseRevoked(lease.Id, answer.Reason ?? "the store gives no reason", now);
    }

    private async Task<SecretAnswer<T>> AskAsync<T>(HeldLease lease, Func<ISecretStore, CancellationToken, Task<SecretAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        if (Array.Find(_stores, s => s.Serves(lease.Secret)) is not { } store)
            return SecretAnswer.Unavailable<T>("this host has no store for it");
        using var enough = new CancellationTokenSource(LongestCall, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            return await ask(store, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SecretAnswer.Unavailable<T>("it did not answer in time");
        }
    }
}
