using System.Data;
using System.Data.Common;

namespace Lumina.Journal.Reading;

/// <summary>One question to the database, on a connection of its own that is given back at once.</summary>
internal sealed class Query(DbDataSource dataSource, string sql, params (string Name, object Value)[] parameters)
{
    /// <summary>The rows, up to and with the one at which their sizes add up to <paramref name="bytes"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    public async Task<List<T>> ReadAsync<T>(Func<DbDataReader, T> row, Func<T, int> size, int bytes, CancellationToken cancellationToken)
    {
        return await UseAsync(
            "read",
            async connection =>
            {
                await using var command = Command(connection, sql, parameters);
                return await RowsAsync(command, row, size, bytes, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>All rows.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    public Task<List<T>> ReadAsync<T>(Func<DbDataReader, T> row, CancellationToken cancellationToken) =>
        ReadAsync(row, _ => 0, 1, cancellationToken);

    /// <summary>Runs a statement that returns nothing, and that may be run twice.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be written now.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => UseAsync(
        "written",
        async connection =>
        {
            await using var command = Command(connection, sql, parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>A connection out of the pool may have been lost since it was used last (a database that was restarted), so another one is tried.</summary>
    private async Task<T> UseAsync<T>(string what, Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            var connection = default(DbConnection);
            try
            {
                connection = await dataSource.OpenConnectionAsync(cancellationToken);
                return await use(connection);
            }
            catch (DbException) when (first && connection is { State: not ConnectionState.Open })
            {
            }
            catch (DbException exception)
            {
                throw new JournalUnavailableException($"The journal can't be {what} now. {exception.Message}", exception);
            }
            finally
            {
                if (connection is not null)
                    await connection.DisposeAsync();
            }
        }
    }

    internal static DbCommand Command(DbConnection connection, string sql, IReadOnlyList<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    internal static async Task<List<T>> RowsAsync<T>(
        DbCommand command, Func<DbDataReader, T> row, Func<T, int> size, int bytes, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        var sum = 0;
        while (sum < bytes && await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
            sum += size(rows[^1]);
        }

        return rows;
    }
}
