using System.Collections.Concurrent;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Rotation;

/// <summary>How long stores are waited for when they are asked for versions.</summary>
/// <param name="ForOne">An entry: a store that takes longer is not asked for any further one.</param>
/// <param name="ForAll">All of them together: less than a call between grains may take.</param>
public sealed record SecretPatience(TimeSpan ForOne, TimeSpan ForAll)
{
    public static SecretPatience Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
}

/// <summary>
/// Asks stores which version of their secrets is the newest, never for a value. Each entry is asked for once, however many components use it, and at most
/// <see cref="MostAtOnce"/> requests are under way at a time, whoever asks. An answer always comes, and soon.
/// </summary>
public sealed class SecretVersions(IEnumerable<ISecretStore> stores, SecretPatience patience, TimeProvider time) : IDisposable
{
    public const int MostAtOnce = 16;

    private readonly ISecretStore[] _stores = [.. stores];
    private readonly SemaphoreSlim _slots = new(MostAtOnce);

    /// <summary>The newest version of each.</summary>
    /// <param name="wanted">References, each with one for whom it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<NewestVersions> AskAsync(IEnumerable<(SecretReference Reference, SecretScope Scope)> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var entries = new Dictionary<string, (ISecretStore Store, SecretReference Reference, SecretScope Scope)>(StringComparer.Ordinal);
        foreach (var (reference, scope) in wanted)
        {
            var newest = Newest(reference);
            if (StoreOf(newest) is { } store)
                entries.TryAdd(KeyOf(store, newest), (store, newest, scope));
        }
        var answers = new ConcurrentDictionary<string, SecretAnswer<SecretVersion?>>(StringComparer.Ordinal);
        var silent = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var enough = new CancellationTokenSource(patience.ForAll, time);
        await Parallel.ForEachAsync(
            entries, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (entry, stop) =>
            {
                var (store, reference, scope) = entry.Value;
                var answer = silent.TryGetValue(store.Kind, out var why) ? SecretAnswer.Unavailable<SecretVersion?>(why) : await AskAsync(store, reference, scope, enough.Token, stop);
                // Thousands that each wait for a store that is not there would be waited for all day.
                if (answer.Outcome == SecretOutcome.Unavailable)
                    silent.TryAdd(store.Kind, answer.Reason ?? "the store does not answer");
                answers[entry.Key] = answer;
            });
        return new NewestVersions(this, answers);
    }

    public void Dispose() => _slots.Dispose();

    internal ISecretStore? StoreOf(SecretReference reference) => _stores.FirstOrDefault(store => store.Serves(reference));

    internal static string KeyOf(ISecretStore store, SecretReference reference) => store.Kind + " " + store.EntryOf(reference);

    /// <summary>The reference as one who wants the newest would have it.</summary>
    internal static SecretReference Newest(SecretReference reference) =>
        reference is VaultSecret vault ? vault with { Version = null, Newest = false, CreatedAt = null } : reference;

    private async Task<SecretAnswer<SecretVersion?>> AskAsync(ISecretStore store, SecretReference reference, SecretScope scope, CancellationToken enough, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(enough, stop);
        try
        {
            await _slots.WaitAsync(ending.Token);
            try
            {
                using var late = new CancellationTokenSource(patience.ForOne, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, late.Token);
                // One that does not listen to its token is not waited for either.
                return await store.DescribeAsync(reference, scope, either.Token).WaitAsync(either.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return SecretAnswer.Unavailable<SecretVersion?>($"the store '{store.Kind}' did not answer in time");
        }
    }
}

/// <summary>What stores have said.</summary>
public sealed class NewestVersions
{
    private readonly SecretVersions _asked;
    private readonly IReadOnlyDictionary<string, SecretAnswer<SecretVersion?>> _answers;

    internal NewestVersions(SecretVersions asked, IReadOnlyDictionary<string, SecretAnswer<SecretVersion?>> answers) => (_asked, _answers) = (asked, answers);

    /// <summary>How many entries were asked for.</summary>
    public int Count => _answers.Count;

    /// <summary>The newest version of the entry that a reference is in; failed when no store of this host serves it.</summary>
    public SecretAnswer<SecretVersion?> Of(SecretReference reference)
    {
        var newest = SecretVersions.Newest(reference);
        return _asked.StoreOf(newest) is not { } store ? SecretAnswer.Failed<SecretVersion?>("this host has no store for it")
            : _answers.GetValueOrDefault(SecretVersions.KeyOf(store, newest)) ?? SecretAnswer.Failed<SecretVersion?>("nobody has asked for it");
    }
}
