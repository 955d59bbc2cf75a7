using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Benchmarks;

/// <summary>A store in this process that answers after a while and counts what it is asked.</summary>
internal sealed class CountedStore(TimeSpan latency) : ISecretStore
{
    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, bool> _entries = new(StringComparer.Ordinal);
    private int _reads;
    private int _descriptions;
    private int _underWay;
    private int _most;

    public string Kind => "vault";

    public int Reads => _reads;

    public int Descriptions => _descriptions;

    public int Distinct => _entries.Count;

    public int MostAtOnce => _most;

    /// <summary>Counts from here.</summary>
    public void Begin()
    {
        (_reads, _descriptions, _most) = (0, 0, 0);
        _entries.Clear();
    }

    public bool Serves(SecretReference reference) => reference is VaultSecret;

    public string EntryOf(SecretReference reference) => reference is VaultSecret vault
        ? string.Create(CultureInfo.InvariantCulture, $"{vault.Path}@{vault.Version}")
        : throw new ArgumentException("It is not served here.", nameof(reference));

    public async Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await AnswerLaterAsync(reference, cancellationToken);
        return SecretAnswer.Done(new SecretEntry(
            Enumerable.Range(0, 5).ToImmutableSortedDictionary(n => $"k{n}", n => SecretValue.Of($"canary-{EntryOf(reference)}-{n}"), StringComparer.Ordinal),
            new SecretVersion(1, Created), null));
    }

    public async Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _descriptions);
        await AnswerLaterAsync(reference, cancellationToken);
        return SecretAnswer.Done<SecretVersion?>(new SecretVersion(1, Created));
    }

    public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(SecretAnswer.Done("it is in this process"));

    private async Task AnswerLaterAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        _entries.TryAdd(((VaultSecret)reference).Path, true);
        var underWay = Interlocked.Increment(ref _underWay);
        for (var most = _most; underWay > most; most = _most)
            Interlocked.CompareExchange(ref _most, underWay, most);
        await Task.Delay(latency, cancellationToken);
        Interlocked.Decrement(ref _underWay);
    }
}
