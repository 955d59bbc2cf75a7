using System.Data;
using Microsoft.Data.Sqlite;

namespace Lumina.Storage.Sqlite;

/// <summary>A command whose failures say what to do.</summary>
internal sealed class StoreCommand(string path) : SqliteCommand
{
    public override int ExecuteNonQuery()
    {
        try
        {
            return base.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, path) is { } fault)
        {
            throw fault;
        }
    }

    public override object? ExecuteScalar()
    {
        try
        {
            return base.ExecuteScalar();
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, path) is { } fault)
        {
            throw fault;
        }
    }

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        try
        {
            return base.ExecuteReader(behavior);
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, path) is { } fault)
        {
            throw fault;
        }
    }
}
