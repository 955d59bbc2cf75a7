using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Npgsql;

namespace Lumina.Journal.Reading;

/// <summary>
/// Answers the questions that are asked for every component: on a few connections that stay open, with statements that were compiled before.
/// Opening one out of a pool and compiling its statement costs more than the answer.
/// </summary>
internal sealed class KeptReaders(DbDataSource dataSource) : IDisposable
{
    /// <summary>More are opened when more is asked at once, and closed again.</summary>
    private const int Most = 4;

    private readonly ConcurrentBag<Session> _idle = [];
    private bool _closed;

    /// <summary>The rows, up to and with the one at which their sizes add up to <paramref name="bytes"/>.</summary>
    /// <param name="sql">One of a few texts: each stays compiled.</param>
    /// <param name="parameters">What it wants, always of the same types.</param>
    /// <param name="row">Reads a row.</param>
    /// <param name="size">How large it is.</param>
    /// <param name="bytes">How much is enough.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    public async Task<List<T>> ReadAsync<T>(
        string sql, IReadOnlyList<(string Name, object Value)> parameters, Func<DbDataReader, T> row, Func<T, int> size, int bytes,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var wasKept = _idle.TryTake(out var session);
            try
            {
                session ??= await Session.OpenAsync(dataSource, cancellationToken);
                var rows = await Query.RowsAsync(await session.CommandAsync(sql, parameters, cancellationToken), row, size, bytes, cancellationToken);
                Keep(session);
                return rows;
            }
            catch (DbException) when (wasKept && session is { IsLost: true })
            {
                // It may have been lost since it was used last (a database that was restarted): another one is tried.
                session.Dispose();
            }
            catch (DbException exception)
            {
                session?.Dispose();
                throw new JournalUnavailableException($"The journal can't be read now. {exception.Message}", exception);
            }
            catch
            {
                session?.Dispose();
                throw;
            }
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _closed, true);
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private void Keep(Session session)
    {
        if (_idle.Count >= Most)
        {
            session.Dispose();
            return;
        }

        _idle.Add(session);
        // It may have been closed in between.
        if (Volatile.Read(ref _closed))
            Dispose();
    }

    /// <summary>A connection and its compiled statements.</summary>
    private sealed class Session(DbConnection connection) : IDisposable
    {
        /// <summary>The tables grow faster than the planner hears of it, and a plan is kept: it is told what we know, that rows are found by index.</summary>
        private const string Settings = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off";

        private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

        public bool IsLost => connection.State != ConnectionState.Open;

        public static async Task<Session> OpenAsync(DbDataSource dataSource, CancellationToken cancellationToken)
        {
            var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            if (connection is not NpgsqlConnection server)
                return new Session(connection);
            try
            {
                await using var settings = new NpgsqlCommand(Settings, server);
                await settings.ExecuteNonQueryAsync(cancellationToken);
                return new Session(server);
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }

        public async Task<DbCommand> CommandAsync(string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken cancellationToken)
        {
            if (_commands.TryGetValue(sql, out var known))
            {
                for (var i = 0; i < parameters.Count; i++)
                    known.Parameters[i].Value = parameters[i].Value;
                return known;
            }

            var command = Query.Command(connection, sql, parameters);
            _commands.Add(sql, command);
            // SQLite compiles a statement when it runs it for the first time, and keeps it with the command.
            if (connection is NpgsqlConnection)
                await command.PrepareAsync(cancellationToken);
            return command;
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values)
                command.Dispose();
            connection.Dispose();
        }
    }
}
