using Lumina.Api;
using Lumina.Secrets;

namespace Lumina.Host.Views;

/// <summary>Where secrets are taken from, and how that is.</summary>
internal sealed class SecretStoreBoard(IEnumerable<ISecretStore> stores)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly ISecretStore[] _stores = [.. stores];

    /// <summary>The stores by name; null when there are none.</summary>
    public IReadOnlyList<string>? Names => _stores.Length == 0 ? null : [.. _stores.Select(store => store.Kind)];

    public Task<SecretStoreStatus[]> ReadAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_stores.Select(store => LookAsync(store, cancellationToken)));

    private static async Task<SecretStoreStatus> LookAsync(ISecretStore store, CancellationToken cancellationToken)
    {
        try
        {
            var check = await store.CheckAsync(cancellationToken).WaitAsync(Longest, cancellationToken);
            return new SecretStoreStatus(store.Kind, check.Outcome is SecretOutcome.Done, (check.Outcome is SecretOutcome.Done ? check.Value : check.Reason) ?? "");
        }
        catch (TimeoutException)
        {
            return new SecretStoreStatus(store.Kind, false, FormattableString.Invariant($"It does not say how it is within {Longest.TotalSeconds:0} s."));
        }
    }
}
