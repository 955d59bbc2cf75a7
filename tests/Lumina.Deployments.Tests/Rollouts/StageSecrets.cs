using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>A store that counts what it is asked, and can be away.</summary>
internal sealed class StageSecrets : ISecretStore
{
    private int _leases;

    public string Kind => "vault";

    /// <summary>The newest version of everything.</summary>
    public int Newest { get; set; } = 1;

    public bool IsAway { get; set; }

    /// <summary>Why everything is refused; null when it is not.</summary>
    public string? Refuses { get; set; }

    /// <summary>For how long what is read is lent; null when it is given.</summary>
    public TimeSpan? LendsFor { get; set; }

    public List<string> Read { get; } = [];

    public List<string> Renewed { get; } = [];

    public List<string> Revoked { get; } = [];

    public bool Serves(SecretReference reference) => reference is VaultSecret;

    public string EntryOf(SecretReference reference) => reference is VaultSecret vault ? $"{vault.Path}@{vault.Version}" : "";

    public Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        if (Answer<SecretEntry>() is { } none)
            return Task.FromResult(none);
        Read.Add(EntryOf(reference));
        var version = LendsFor is null ? ((VaultSecret)reference).Version ?? Newest : (int?)null;
        var lease = LendsFor is { } time ? new LeaseTerms($"lease-{++_leases}", time, true) : null;
        var values = ImmutableSortedDictionary<string, SecretValue>.Empty
            .Add("key", SecretValue.Of($"canary-{version}-{lease?.Id}"))
            .Add("bytes", SecretValue.Of([0xff, 0xfe]));
        return Task.FromResult(SecretAnswer.Done(new SecretEntry(values, version is { } number ? new SecretVersion(number, DateTimeOffset.UnixEpoch) : null, lease)));
    }

    public Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken) =>
        Task.FromResult(SecretAnswer.Done<SecretVersion?>(new SecretVersion(Newest, DateTimeOffset.UnixEpoch)));

    public Task<SecretAnswer<LeaseTerms>> RenewAsync(string lease, SecretScope scope, CancellationToken cancellationToken)
    {
        if (Answer<LeaseTerms>() is { } none)
            return Task.FromResult(none);
        Renewed.Add(lease);
        return Task.FromResult(SecretAnswer.Done(new LeaseTerms(lease, LendsFor ?? TimeSpan.Zero, true)));
    }

    public Task<SecretAnswer<bool>> RevokeAsync(string lease, SecretScope scope, CancellationToken cancellationToken)
    {
        if (Answer<bool>() is { } none)
            return Task.FromResult(none);
        Revoked.Add(lease);
        return Task.FromResult(SecretAnswer.Done(true));
    }

    public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(SecretAnswer.Done("fine"));

    private SecretAnswer<T>? Answer<T>() => Refuses is { } reason ? SecretAnswer.Failed<T>(reason) : IsAway ? SecretAnswer.Unavailable<T>("it is sealed") : null;
}

/// <summary>Documents in memory.</summary>
internal sealed class MemoryDocuments : IDocumentStore
{
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _documents = new();

    public IEnumerable<string> Texts => _documents.Values.Select(d => System.Text.Encoding.UTF8.GetString(d.Span));

    public Task<string> PutAsync(string kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var digest = PlanJson.DigestOf(content.Span);
        _documents[digest] = content;
        return Task.FromResult(digest);
    }

    public Task<ReadOnlyMemory<byte>?> GetAsync(string digest, CancellationToken cancellationToken = default) =>
        Task.FromResult(_documents.TryGetValue(digest, out var found) ? found : (ReadOnlyMemory<byte>?)null);

    public Task NameAsync(string digest, IReadOnlyCollection<string> names, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<string?> FindAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
