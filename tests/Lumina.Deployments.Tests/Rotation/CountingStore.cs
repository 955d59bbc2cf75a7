using System.Collections.Concurrent;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Tests.Rotation;

/// <summary>A vault in memory that is asked for versions alone, and counts how often and how many at a time.</summary>
internal sealed class CountingStore : ISecretStore
{
    public static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private int _now;

    public string Kind => "vault";

    /// <summary>What it answers, by path; version 1 where nothing is said.</summary>
    public ConcurrentDictionary<string, SecretAnswer<SecretVersion?>> Answers { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Asked { get; } = new();

    public int MostAtOnce { get; private set; }

    /// <summary>What each answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static SecretAnswer<SecretVersion?> Version(int number) => SecretAnswer.Done<SecretVersion?>(new SecretVersion(number, Made.AddDays(number)));

    public bool Serves(SecretReference reference) => reference is VaultSecret;

    public string EntryOf(SecretReference reference) => reference is VaultSecret vault ? $"{vault.Path}@{vault.Version}" : throw new ArgumentException("Another store's.", nameof(reference));

    public Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nobody is to read a value to plan.");

    public async Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        Asked.Enqueue(EntryOf(reference));
        lock (_lock)
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
        await Task.Yield();
        await Gate;
        lock (_lock)
            _now--;
        return Answers.GetValueOrDefault(((VaultSecret)reference).Path) ?? Version(1);
    }

    public Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(SecretAnswer.Done("answers"));
}
