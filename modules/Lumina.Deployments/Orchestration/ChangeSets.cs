using System.Collections.Concurrent;
using Lumina.Journal;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// The documents of change sets. One that is in memory anyway, because whoever has planned it is still answering, is not read back and taken apart a second
/// time: with a large plan that costs more than to carry nothing out. A digest names the same for ever, so it does not matter where it is had from.
/// </summary>
public sealed class ChangeSets(IDocumentStore documents)
{
    private readonly ConcurrentDictionary<string, WeakReference<ChangeSet>> _inMemory = new(StringComparer.Ordinal);

    /// <summary>Keeps it; returns its digest.</summary>
    internal async Task<string> PutAsync(ChangeSet changes, CancellationToken cancellationToken)
    {
        var digest = await documents.PutAsync("change-set", ChangeSetJson.Write(changes), cancellationToken);
        foreach (var (gone, _) in _inMemory.Where(known => !known.Value.TryGetTarget(out _)))
            _inMemory.TryRemove(gone, out _);
        _inMemory[digest] = new(changes);
        return digest;
    }

    /// <summary>Null when it is not kept.</summary>
    internal async Task<ChangeSet?> GetAsync(string digest) =>
        _inMemory.TryGetValue(digest, out var known) && known.TryGetTarget(out var changes) ? changes
        : await documents.GetAsync(digest) is { } document ? ChangeSetJson.Read(document.Span)
        : null;
}
