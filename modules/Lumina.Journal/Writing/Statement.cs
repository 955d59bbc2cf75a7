using System.Data.Common;
using System.Runtime.InteropServices;

namespace Lumina.Journal.Writing;

/// <summary>A statement that is prepared once and run many times.</summary>
internal sealed class Statement : IDisposable
{
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    public Statement(DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new DbParameter[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = parameters[i];
            _command.Parameters.Add(_parameters[i]);
        }
    }

    /// <summary>The bytes as an array, copied only when they are a part of a larger one.</summary>
    public static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment is { Array: { } array, Offset: 0 } && segment.Count == array.Length
            ? array
            : memory.ToArray();

    public void Enlist(DbTransaction transaction) => _command.Transaction = transaction;

    public void Set(int parameter, object? value) => _parameters[parameter].Value = value ?? DBNull.Value;

    public void Run() => _command.ExecuteNonQuery();

    /// <summary>What the first row says; <paramref name="none"/> when there is none.</summary>
    public T Read<T>(Func<DbDataReader, T> row, T none)
    {
        using var reader = _command.ExecuteReader();
        return reader.Read() ? row(reader) : none;
    }

    public void Dispose() => _command.Dispose();
}
