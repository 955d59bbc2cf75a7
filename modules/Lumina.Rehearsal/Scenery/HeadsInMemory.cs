using System.Runtime.CompilerServices;
using System.Text.Json;
using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;

namespace Lumina.Rehearsal.Scenery;

/// <summary>How far the components are, for those who read it from a journal. There are no events in it: what happens in a rehearsal is kept nowhere.</summary>
internal sealed class HeadsInMemory(IReadOnlyDictionary<ComponentKey, Func<(ComponentState State, long Sequence)>> components) : IJournal
{
    private static readonly JsonSerializerOptions Options = PlanJson.With(RecordJson.Default);

    public Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing of a rehearsal is recorded.");

    public Task<StreamHead> ReadHeadAsync(string stream, CancellationToken cancellationToken = default) =>
        Task.FromResult(components.TryGetValue(Streams.ComponentOf(stream), out var read) ? HeadOf(stream, read()) : new StreamHead(stream, 0, 0, default, null));

    public async IAsyncEnumerable<StreamHead> ReadHeadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var (key, read) in components.OrderBy(c => c.Key.Component, StringComparer.Ordinal))
        {
            if (Streams.Of(key).StartsWith(prefix, StringComparison.Ordinal) && read() is { Sequence: > 0 } found)
                yield return HeadOf(Streams.Of(key), found);
        }
    }

    public IAsyncEnumerable<StreamHead> ReadDueAsync(string prefix, DateTimeOffset due, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<StreamHead>();

    public IAsyncEnumerable<JournalEvent> ReadAsync(JournalQuery query, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<JournalEvent>();

    public IAsyncEnumerable<JournalEvent> FollowAsync(JournalQuery query, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<JournalEvent>();

    public Task<long> ReadPositionAsync(CancellationToken cancellationToken = default) => Task.FromResult(0L);

    public Task<JournalVerification> VerifyAsync(CancellationToken cancellationToken = default) => Task.FromResult(new JournalVerification(0, null, null));

    private static StreamHead HeadOf(string stream, (ComponentState State, long Sequence) found) =>
        new(stream, found.Sequence, found.Sequence, JsonSerializer.SerializeToUtf8Bytes(found.State, Options), found.State.Kept?.Until);
}
