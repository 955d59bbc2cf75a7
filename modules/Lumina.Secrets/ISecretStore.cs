using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Secrets;

/// <summary>
/// Where secrets are kept. A store is asked for entries: what one request gives, which may be the values of several secrets (all keys of a path of Vault).
/// Failures are values; exceptions are for bugs and for cancellation. No answer, reason or exception has a value in it.
/// </summary>
public interface ISecretStore
{
    /// <summary>Which references it serves: <c>vault</c>, <c>sealed</c>.</summary>
    string Kind { get; }

    /// <summary>Whether a reference is one of its own.</summary>
    bool Serves(SecretReference reference);

    /// <summary>Names the entry that a reference is in: equal for two references which one request answers. No part of it is secret.</summary>
    string EntryOf(SecretReference reference);

    /// <summary>Reads the entry of a reference: its version if it names one, else the newest.</summary>
    /// <param name="reference">A reference that it serves.</param>
    /// <param name="scope">For whom.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken);

    /// <summary>Which version of an entry is the newest and since when, without its values. Null inside the answer for what has no versions (dynamic secrets).</summary>
    Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken);

    /// <summary>Makes a lease last longer. The answer says for how long it is good now.</summary>
    Task<SecretAnswer<LeaseTerms>> RenewAsync(string lease, SecretScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(SecretAnswer.Failed<LeaseTerms>($"the store '{Kind}' has no leases"));

    /// <summary>Gives a lease back; one that is not there any more is given back.</summary>
    Task<SecretAnswer<bool>> RevokeAsync(string lease, SecretScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(SecretAnswer.Failed<bool>($"the store '{Kind}' has no leases"));

    /// <summary>Whether it can be used, for <c>doctor</c> and for the health of the host. A sentence for a person when not.</summary>
    Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>For whom a secret is read: what it is bound to, and what an audit log of the store may say.</summary>
public sealed record SecretScope(string Environment, string Plan, string Component);

/// <summary>How a question to a store came out.</summary>
public enum SecretOutcome
{
    Done,

    /// <summary>It can't be had, and asking again won't help: not there, forbidden, wrong key, tampered with.</summary>
    Failed,

    /// <summary>The store is sealed, busy, or does not answer: ask again.</summary>
    Unavailable,
}

/// <summary>What a store answers.</summary>
/// <param name="Outcome">How it came out.</param>
/// <param name="Value">The answer, when done.</param>
/// <param name="Reason">Why not, for a person, with what to do; never a value.</param>
public sealed record SecretAnswer<T>(SecretOutcome Outcome, T? Value, string? Reason);

/// <summary>Makes answers.</summary>
public static class SecretAnswer
{
    public static SecretAnswer<T> Done<T>(T value) => new(SecretOutcome.Done, value, null);

    public static SecretAnswer<T> Failed<T>(string reason) => new(SecretOutcome.Failed, default, reason);

    public static SecretAnswer<T> Unavailable<T>(string reason) => new(SecretOutcome.Unavailable, default, reason);
}

/// <summary>What one request to a store gives.</summary>
/// <param name="Values">By key. A sealed secret has one, under the empty key.</param>
/// <param name="Version">Which version it is; null for what has none.</param>
/// <param name="Lease">On which terms it is lent; null for what is not.</param>
public sealed record SecretEntry(ImmutableSortedDictionary<string, SecretValue> Values, SecretVersion? Version, LeaseTerms? Lease)
{
    /// <summary>No values: not by mistake either.</summary>
    public override string ToString() => $"SecretEntry {{ Version = {Version?.Number}, {Values.Count} values }}";
}

/// <summary>A version of a secret.</summary>
/// <param name="Number">From 1.</param>
/// <param name="CreatedAt">Since when it is there.</param>
public sealed record SecretVersion(int Number, DateTimeOffset CreatedAt);

/// <summary>On which terms something is lent.</summary>
/// <param name="Id">The lease, for renewing and giving back. No secret, but nothing to show either.</param>
/// <param name="Duration">How long it is good from now.</param>
/// <param name="IsRenewable">Whether it can be made longer.</param>
public sealed record LeaseTerms(string Id, TimeSpan Duration, bool IsRenewable);
