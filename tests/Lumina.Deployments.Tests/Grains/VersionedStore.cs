using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>A store with versions, which all of a test's silos ask. What is below <c>lent/</c> is lent.</summary>
internal sealed class VersionedStore : ISecretStore
{
    private int _leases;
    private int _newest = 1;

    public static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Kind => "vault";

    /// <summary>The newest version of everything.</summary>
    public int Newest { get => Volatile.Read(ref _newest); set => Volatile.Write(ref _newest, value); }

    /// <summary>For how long it lends, and never longer.</summary>
    public TimeSpan LendsFor { get; set; } = TimeSpan.FromHours(1);

    public bool Serves(SecretReference reference) => reference is VaultSecret;

    public string EntryOf(SecretReference reference) => reference is VaultSecret vault ? $"{vault.Path}@{vault.Version}" : throw new ArgumentException("Another store's.", nameof(reference));

    public Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        var secret = (VaultSecret)reference;
        var lease = IsLent(secret) ? new LeaseTerms($"lease-{Interlocked.Increment(ref _leases)}", LendsFor, false) : null;
        SecretVersion? version = lease is null ? VersionOf(secret.Version ?? Newest) : null;
        return Task.FromResult(SecretAnswer.Done(new SecretEntry(
            ImmutableSortedDictionary<string, SecretValue>.Empty.Add("key", SecretValue.Of($"canary-{lease?.Id ?? $"{version!.Number}"}")), version, lease)));
    }

    public Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(SecretAnswer.Done<SecretVersion?>(IsLent((VaultSecret)reference) ? null : VersionOf(Newest)));

    public Task<SecretAnswer<bool>> RevokeAsync(string lease, SecretScope scope, CancellationToken cancellationToken) => Task.FromResult(SecretAnswer.Done(true));

    public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(SecretAnswer.Done("answers"));

    private static bool IsLent(VaultSecret secret) => secret.Path.StartsWith("lent/", StringComparison.Ordinal);

    private static SecretVersion VersionOf(int number) => new(number, Made.AddDays(number));
}
