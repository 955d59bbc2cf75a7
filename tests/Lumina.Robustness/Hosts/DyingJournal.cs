using System.Collections.Concurrent;
using Lumina.Deployments.Components;
using Lumina.Journal;

namespace Lumina.Robustness.Hosts;

/// <summary>The host's journal, with points at which it can be told to die, or to lose an event.</summary>
internal sealed class DyingJournal(IJournal journal, FailPoints points) : IJournal
{
    private readonly ConcurrentDictionary<string, NewEvent> _last = new();

    public async Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        var appended = journal.AppendAsync(Falsify(append), cancellationToken);
        points.Pass(FailPoint.InAppend);
        var head = await appended;
        points.Pass(FailPoint.AfterAppend);
        return head;
    }

    public Task<StreamHead> ReadHeadAsync(string stream, CancellationToken cancellationToken = default) => journal.ReadHeadAsync(stream, cancellationToken);

    public IAsyncEnumerable<StreamHead> ReadHeadsAsync(string prefix, CancellationToken cancellationToken = default) =>
        journal.ReadHeadsAsync(prefix, cancellationToken);

    public IAsyncEnumerable<StreamHead> ReadDueAsync(string prefix, DateTimeOffset due, CancellationToken cancellationToken = default) =>
        journal.ReadDueAsync(prefix, due, cancellationToken);

    public IAsyncEnumerable<JournalEvent> ReadAsync(JournalQuery query, CancellationToken cancellationToken = default) =>
        journal.ReadAsync(query, cancellationToken);

    public IAsyncEnumerable<JournalEvent> FollowAsync(JournalQuery query, CancellationToken cancellationToken = default) =>
        journal.FollowAsync(query, cancellationToken);

    public Task<long> ReadPositionAsync(CancellationToken cancellationToken = default) => journal.ReadPositionAsync(cancellationToken);

    public Task<JournalVerification> VerifyAsync(CancellationToken cancellationToken = default) => journal.VerifyAsync(cancellationToken);

    /// <summary>What the host believes to be recorded then is what would have been.</summary>
    private Append Falsify(Append append)
    {
        var before = _last.GetValueOrDefault(append.Stream);
        _last[append.Stream] = append.Events[^1];
        return before is not null && append.Events is [{ Type: RolloutSucceeded.Name }] && points.IsDue(FailPoint.LoseEvent)
            ? append with { Events = [before] }
            : append;
    }
}
