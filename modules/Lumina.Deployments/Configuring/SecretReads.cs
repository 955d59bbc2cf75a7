using System.Collections.Concurrent;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>
/// Entries of stores: each is read once for a deployment, whoever asks for it at the same time or later; what is lent is read for each revision by itself.
/// At most <see cref="AtOnce"/> requests are under way. A store that is away is left alone for a while, whoever asks.
/// </summary>
internal sealed class SecretReads(IEnumerable<ISecretStore> stores, TimeProvider time) : IDisposable
{
    public const int AtOnce = 16;

    /// <summary>For how long an entry is remembered after it was used last.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly ISecretStore[] _stores = [.. stores];
    private readonly ConcurrentDictionary<EntryKey, Slot> _slots = new();
    private readonly ConcurrentDictionary<string, Outage> _outages = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _room = new(AtOnce);

    public async Task<SecretAnswer<SecretEntry>> ReadAsync(
        SecretReference reference, ComponentKey component, string deployment, int revision, CancellationToken cancellationToken)
    {
        if (Array.Find(_stores, s => s.Serves(reference)) is not { } store)
            return SecretAnswer.Failed<SecretEntry>("this host has no store for it");
        var scope = new SecretScope(component.Environment, component.Plan, component.Component);
        var owner = $"{component}/{revision}";
        var key = new EntryKey(deployment, component.Environment, store.Kind, store.EntryOf(reference), null);
        var (shared, reader) = await OnceAsync(key, owner, store, reference, scope, cancellationToken).ConfigureAwait(false);
        return shared is { Outcome: SecretOutcome.Done, Value.Lease: not null } && reader != owner
            ? (await OnceAsync(key with { Owner = owner }, owner, store, reference, scope, cancellationToken).ConfigureAwait(false)).Answer
            : shared;
    }

    public void Forget(string deployment)
    {
        foreach (var key in _slots.Keys.Where(k => k.Deployment == deployment))
            _slots.TryRemove(key, out _);
    }

    /// <summary>Forgets what nobody has used for a while: the deployment went on elsewhere.</summary>
    public void Sweep()
    {
        foreach (var (key, slot) in _slots)
        {
            if (time.GetElapsedTime(Volatile.Read(ref slot.LastUse)) > KeptFor)
                _slots.TryRemove(key, out _);
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task<(SecretAnswer<SecretEntry> Answer, string Reader)> OnceAsync(
        EntryKey key, string owner, ISecretStore store, SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(key, _ => new Slot(owner, () => OffTheGrain(() => ReadNowAsync(store, reference, scope))));
        Volatile.Write(ref slot.LastUse, time.GetTimestamp());
        var answer = await slot.Read.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        // What came to nothing is asked for again by whoever comes next.
        if (answer.Outcome != SecretOutcome.Done)
            _slots.TryRemove(KeyValuePair.Create(key, slot));
        return (answer, slot.Reader);
    }

    /// <summary>Others wait for it too: it must not hang on the grain that happens to have begun it.</summary>
    private static Task<T> OffTheGrain<T>(Func<Task<T>> read) => TaskScheduler.Current == TaskScheduler.Default ? read() : Task.Run(read);

    private async Task<SecretAnswer<SecretEntry>> ReadNowAsync(ISecretStore store, SecretReference reference, SecretScope scope)
    {
        await _room.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_outages.TryGetValue(store.Kind, out var outage) && time.GetElapsedTime(outage.Since) < outage.Rest)
                return SecretAnswer.Unavailable<SecretEntry>(outage.Reason);
            using var enough = new CancellationTokenSource(LongestRead, time);
            var answer = await store.ReadAsync(reference, scope, enough.Token).ConfigureAwait(false);
            if (answer.Outcome == SecretOutcome.Unavailable)
            {
                var rest = outage is null ? FirstRest : outage.Rest * 2 < LongestRest ? outage.Rest * 2 : LongestRest;
                _outages[store.Kind] = new Outage(answer.Reason ?? "it does not answer", time.GetTimestamp(), rest);
            }
            else
                _outages.TryRemove(store.Kind, out _);
            return answer;
        }
        catch (OperationCanceledException)
        {
            return SecretAnswer.Unavailable<SecretEntry>("it did not answer in time");
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // Not its message: nobody knows what is in it.
            return SecretAnswer.Failed<SecretEntry>($"the store '{store.Kind}' ended unexpectedly ({bug.GetType().Name})");
        }
        finally
        {
            _room.Release();
        }
    }

    private sealed record EntryKey(string Deployment, string Environment, string Kind, string Entry, string? Owner);

    private sealed record Outage(string Reason, long Since, TimeSpan Rest);

    private sealed class Slot(string reader, Func<Task<SecretAnswer<SecretEntry>>> read)
    {
        public string Reader => reader;

        public Lazy<Task<SecretAnswer<SecretEntry>>> Read { get; } = new(read);

        public long LastUse;
    }
}
