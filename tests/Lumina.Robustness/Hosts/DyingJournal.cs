using Lumina.Journal;

namespace Lumina.Robustness.Hosts;

/// <summary>The host's journal, with points at which it can be told to die.</summary>
internal sealed class DyingJournal(IJournal journal, FailPoints points) : IJournal
{
    public async Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        var appended = journal.AppendAsync(append, cancellationToken);
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
}
