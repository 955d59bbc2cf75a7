using System.Data.Common;
using System.Runtime.CompilerServices;
using Lumina.Journal.Archives;
using Lumina.Journal.Chain;
using Lumina.Journal.Reading;
using Lumina.Journal.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Journal;

/// <summary>The journal in a SQL database. There may be several on one database, in one process or in many.</summary>
public sealed class SqlJournal : IJournal, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>While events come fast a follower reads no more often than so: it reads more at once, and the database has its time for writing.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(15);

    private readonly DbDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly JournalWriter _writer;
    private readonly KeptReaders _readers;
    private readonly EventReader _events;
    private readonly HeadReader _heads;
    private readonly CommitNotices _notices;

    /// <summary>A journal over a database that has its tables already.</summary>
    public SqlJournal(DbDataSource dataSource, TimeProvider time, ILogger<SqlJournal>? logger = null)
    {
        _dataSource = dataSource;
        _time = time;
        _writer = new JournalWriter(dataSource, time, logger ?? NullLogger<SqlJournal>.Instance);
        _notices = new CommitNotices(dataSource, _writer.Committed, time, logger ?? NullLogger<SqlJournal>.Instance);
        _readers = new KeptReaders(dataSource);
        _events = new EventReader(_readers);
        _heads = new HeadReader(_readers);
    }

    /// <inheritdoc />
    public Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        JournalBounds.Check(append);
        return _writer.AppendAsync(append, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StreamHead> ReadHeadAsync(string stream, CancellationToken cancellationToken = default)
    {
        JournalBounds.CheckName(stream, JournalBounds.StreamLength, "The name of a stream");
        return _heads.ReadAsync(stream, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<StreamHead> ReadHeadsAsync(string prefix, CancellationToken cancellationToken = default)
    {
        JournalBounds.CheckText(prefix, "A prefix");
        return _heads.ReadAllAsync(prefix, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<StreamHead> ReadDueAsync(string prefix, DateTimeOffset due, CancellationToken cancellationToken = default)
    {
        JournalBounds.CheckText(prefix, "A prefix");
        return _heads.ReadDueAsync(prefix, due, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournalEvent> ReadAsync(JournalQuery query, CancellationToken cancellationToken = default)
    {
        JournalBounds.Check(query);
        return _events.ReadAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournalEvent> FollowAsync(JournalQuery query, CancellationToken cancellationToken = default)
    {
        JournalBounds.Check(query);
        return FollowPagesAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<long> ReadPositionAsync(CancellationToken cancellationToken = default)
    {
        var query = new Query(_dataSource, "select coalesce(max(position), 0) from journal_event");
        return (await query.ReadAsync(row => row.GetInt64(0), cancellationToken))[0];
    }

    /// <inheritdoc />
    public Task<JournalVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        // It can take minutes, and SQLite works on the thread that asks.
        Task.Run(() => new ChainVerification(_dataSource, _events).RunAsync(cancellationToken), cancellationToken);

    /// <summary>Writes what is waiting, and ends. Appending after that throws <see cref="JournalUnavailableException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _notices.DisposeAsync();
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    /// <summary>The same, for owners that can't wait otherwise.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<JournalEvent> FollowPagesAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await new ArchiveStore(_dataSource).CheckFollowAsync(query, cancellationToken);
        _notices.Listen();
        using var commits = _writer.Committed.Listen(query.Deployment);
        var last = default(JournalEvent);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var committed = commits.Next;
            var began = TimeProvider.System.GetTimestamp();
            var page = await _events.ReadPageAsync(query, last, cancellationToken);
            foreach (var found in page)
                yield return found;
            if (page.Count > 0)
                last = page[^1];
            else
            {
                await WaitAsync(committed, cancellationToken);
                // Not by the journal's own clock, which tests hold still: this is about effort, not about what happens.
                if (Breath - TimeProvider.System.GetElapsedTime(began) is { Ticks: > 0 } rest)
                    await Task.Delay(rest, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Waits for a commit, ours or one that the database has told of; and looks every second whether there was another.</summary>
    private async Task WaitAsync(Task committed, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(committed, Task.Delay(PollInterval, _time, wait.Token));
        await wait.CancelAsync();
    }
}
