using System.Data.Common;

namespace Lumina.Journal.Reading;

/// <summary>One question to the database, on a connection of its own that is given back at once.</summary>
internal sealed class Query(DbDataSource dataSource, string sql, params (string Name, object Value)[] parameters)
{
    /// <summary>The rows, up to and with the one at which their sizes add up to <paramref name="bytes"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    public async Task<List<T>> ReadAsync<T>(Func<DbDataReader, T> row, Func<T, int> size, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var command = Command(connection);
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
        catch (DbException exception)
        {
            throw new JournalUnavailableException($"The journal can't be read now. {exception.Message}", exception);
        }
    }

    /// <summary>All rows.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be read now.</exception>
    public Task<List<T>> ReadAsync<T>(Func<DbDataReader, T> row, CancellationToken cancellationToken) =>
        ReadAsync(row, _ => 0, 1, cancellationToken);

    /// <summary>Runs a statement that returns nothing.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be written now.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var command = Command(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            throw new JournalUnavailableException($"The journal can't be written now. {exception.Message}", exception);
        }
    }

    private DbCommand Command(DbConnection connection)
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
}
