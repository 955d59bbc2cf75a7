using System.Data.Common;
using Lumina.Journal.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lumina.Journal.Reading;

/// <summary>
/// Hears from PostgreSQL that another process has committed, so that followers need not look for it. It costs a connection, which is opened
/// with the first follower. SQLite has nothing like it. Nothing depends on a notice: followers look by themselves, too.
/// </summary>
internal sealed partial class CommitNotices(DbDataSource dataSource, CommitSignal signal, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Task? _listening;

    /// <summary>Begins to listen, unless it does already.</summary>
    public void Listen()
    {
        lock (_gate)
            _listening ??= Task.Run(() => RunAsync(_end.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Task? listening;
        lock (_gate)
            listening = _listening ??= Task.CompletedTask;
        await listening;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ListenAsync(cancellationToken))
                await Task.Delay(TryAgain, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The journal is closed.
        }
    }

    /// <summary>Listens until the connection is lost; false when the database tells nothing.</summary>
    private async Task<bool> ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            if (connection is not NpgsqlConnection server)
                return false;
            server.Notification += (_, notice) =>
            {
                if (notice.Payload != signal.Id)
                    signal.Raise();
            };
            await using (var listen = new NpgsqlCommand($"listen {PostgresWriterStore.Channel}", server))
                await listen.ExecuteNonQueryAsync(cancellationToken);
            // What was committed before we listened.
            signal.Raise();
            while (true)
                await server.WaitAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            LogDeaf(logger, exception.Message);
            return true;
        }
    }

    [LoggerMessage(3003, LogLevel.Information, "The database tells of no commits for now ({Reason}); followers look every second")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
