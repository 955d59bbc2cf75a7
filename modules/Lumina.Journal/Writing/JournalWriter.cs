using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Lumina.Journal.Writing;

/// <summary>
/// The one writer. Whatever is waiting when it comes round is written in one transaction, so that the cost of a commit is shared by
/// all who wait for it. It has a thread of its own, because a commit blocks until the disk has answered.
/// </summary>
internal sealed partial class JournalWriter : IAsyncDisposable
{
    private const int Waiting = 10_000;
    private const int BatchAppends = 1_000;
    private const int FindOutAttempts = 60;
    private const int BatchBytes = 16 * 1024 * 1024;

    private readonly DbDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WriteTurn? _turn;
    private readonly Channel<PendingAppend> _channel =
        Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _closing = new();
    private WriterConnection? _connection;

    public JournalWriter(DbDataSource dataSource, TimeProvider time, ILogger logger)
    {
        _dataSource = dataSource;
        _time = time;
        _logger = logger;
        _turn = WriteTurn.Of(dataSource);
        new Thread(Run) { IsBackground = true, Name = "journal writer" }.Start();
    }

    /// <summary>Raised after each commit.</summary>
    public CommitSignal Committed { get; } = new();

    public async Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        var pending = new PendingAppend(append, cancellationToken);
        try
        {
            await _channel.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new JournalUnavailableException("The journal is closed: the host is stopping.", exception);
        }

        return await pending.Task;
    }

    /// <summary>Writes what is waiting, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        _closing.Set();
        await _ended.Task;
    }

    private void Run()
    {
        var batch = new List<PendingAppend>(BatchAppends);
        while (_channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Gather(batch);
            if (batch.Count > 0)
                Write(batch);
            batch.Clear();
        }

        Drop();
        _ended.SetResult();
    }

    private void Gather(List<PendingAppend> batch)
    {
        var bytes = 0;
        while (batch.Count < BatchAppends && bytes < BatchBytes && _channel.Reader.TryRead(out var pending))
        {
            if (pending.GaveUp())
                continue;
            batch.Add(pending);
            bytes += pending.Size;
        }
    }

    private void Write(List<PendingAppend> batch)
    {
        try
        {
            var outcomes = WriteOnce(batch);
            Committed.Raise(batch.SelectMany(pending => pending.Append.Events).Select(added => added.Deployment));
            for (var i = 0; i < batch.Count; i++)
                outcomes[i].Tell(batch[i]);
        }
        // Whatever it is, the writer must live on and the callers must hear of it; it is logged for us.
        catch (Exception exception)
        {
            LogFailed(_logger, exception, batch.Count);
            Drop();
            var reason = exception is OutcomeUnknownException
                ? $"{exception.Message} It is not back yet, so it is not known whether the append is in the journal: read the stream's head before trying again."
                : $"The journal can't be written now. {exception.Message}";
            foreach (var pending in batch)
                pending.TrySetException(new JournalUnavailableException(reason, exception) { MayBeWritten = exception is OutcomeUnknownException });
        }
    }

    private List<Outcome> WriteInTurn(WriterConnection connection, List<PendingAppend> batch)
    {
        _turn?.Take();
        try
        {
            return connection.Write(batch, _time.GetUtcNow());
        }
        finally
        {
            _turn?.Pass();
        }
    }

    /// <summary>Writes a batch exactly once, also when a connection is lost meanwhile.</summary>
    private List<Outcome> WriteOnce(List<PendingAppend> batch)
    {
        var unknown = default(OutcomeUnknownException);
        for (var attempt = 0; ; attempt++)
        {
            var reused = _connection is not null;
            try
            {
                _connection ??= new WriterConnection(IWriterStore.Of(_dataSource.OpenConnection(), Committed));
                if (unknown is not null && _connection.Holds(unknown))
                    return unknown.Outcomes;
                unknown = null;
                return WriteInTurn(_connection, batch);
            }
            catch (OutcomeUnknownException lost) when (attempt < FindOutAttempts)
            {
                LogLost(_logger, lost, batch.Count);
                unknown = lost;
                Drop();
            }
            // The database has been restarted since the last batch, and nothing of this one had been sent.
            catch (DbException) when (unknown is null && reused && _connection is { IsLost: true })
            {
                Drop();
            }
            catch (DbException exception) when (unknown is not null)
            {
                Drop();
                if (attempt >= FindOutAttempts || _closing.Wait(Pause(attempt)))
                    throw new OutcomeUnknownException(unknown.Position, unknown.Hash, unknown.Outcomes, exception);
            }
        }
    }

    /// <summary>Between two looks whether the database is back; about a minute in all.</summary>
    private static TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(Math.Min(1_000, 10 << Math.Min(attempt, 10)));

    private void Drop()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (DbException exception)
        {
            LogNotClosed(_logger, exception);
        }

        _connection = null;
    }

    [LoggerMessage(3000, LogLevel.Error, "The journal can't be written; {Appends} appends were refused")]
    private static partial void LogFailed(ILogger logger, Exception exception, int appends);

    [LoggerMessage(3002, LogLevel.Warning, "The connection was lost while {Appends} appends were being committed; finding out whether they are there")]
    private static partial void LogLost(ILogger logger, Exception exception, int appends);

    [LoggerMessage(3001, LogLevel.Warning, "The journal's connection did not close cleanly")]
    private static partial void LogNotClosed(ILogger logger, Exception exception);
}
