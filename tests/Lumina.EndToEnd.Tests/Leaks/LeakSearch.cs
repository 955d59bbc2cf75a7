using System.Data.Common;
using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lumina.EndToEnd.Tests.Leaks;

/// <summary>Looks for the canary wherever a run of the suite has left something.</summary>
internal static class LeakSearch
{
    /// <summary>Where it is in a text.</summary>
    /// <param name="place">What the text is, for a person.</param>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> InText(string place, string text) => InBytes(place, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="InText"/>
    public static IEnumerable<string> InBytes(string place, ReadOnlyMemory<byte> content) =>
        from form in Canary.Forms
        let at = content.Span.IndexOf(form.Bytes)
        where at >= 0
        select $"{place}: {form.Form}, at byte {at}";

    /// <summary>Where it is in the files of a folder and below, what is packed and what stands in databases too. Nothing may be writing there.</summary>
    public static IEnumerable<string> InFolder(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        // A pipe has no length, and opening one would wait for its other end.
        .Where(file => new FileInfo(file).Length > 0)
        // Opening a database takes what lies beside it into it: that is looked at before.
        .OrderBy(file => file.EndsWith(".db", StringComparison.Ordinal)).ToList()
        .SelectMany(file => InFile(file, Path.GetRelativePath(folder, file)));

    private static IEnumerable<string> InFile(string file, string name)
    {
        var content = File.ReadAllBytes(file);
        var found = InBytes(name, content).Concat(InText("the name of a file", name));
        if (content is [0x1f, 0x8b, ..])
            found = found.Concat(InBytes($"{name} (unpacked)", Unpacked(new GZipStream(new MemoryStream(content), CompressionMode.Decompress))));
        if (content.AsSpan().StartsWith("SQLite format 3"u8))
            found = found.Concat(InDatabase(file, name));
        return found;
    }

    /// <summary>In the values: the file has long ones in pieces, and documents packed.</summary>
    private static List<string> InDatabase(string file, string name)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        return InDatabase(database, "select name from sqlite_master where type = 'table'", name);
    }

    /// <summary>In all values of all tables of a server's database.</summary>
    public static IReadOnlyList<string> InServer(string connection)
    {
        using var database = new NpgsqlConnection(connection);
        return InDatabase(database, "select table_name from information_schema.tables where table_schema = 'public'", "the server's database");
    }

    private static List<string> InDatabase(DbConnection database, string tables, string name)
    {
        database.Open();
        var found = new List<string>();
        foreach (var table in Rows(database, tables).Select(row => (string)row[0]).ToList())
        {
            foreach (var row in Rows(database, $"select * from \"{table}\""))
            {
                foreach (var value in row)
                {
                    found.AddRange(value switch
                    {
                        byte[] bytes => InBytes($"{name}, table {table}", bytes).Concat(InBytes($"{name}, table {table} (unpacked)", Unbrotli(bytes))),
                        string text => InText($"{name}, table {table}", text),
                        _ => [],
                    });
                }
            }
        }
        return found;
    }

    private static IEnumerable<object[]> Rows(DbConnection database, string query)
    {
        using var command = database.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    /// <summary>What is in it when it is packed; nothing when it is not.</summary>
    private static byte[] Unbrotli(byte[] bytes)
    {
        try
        {
            return Unpacked(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        }
        catch (Exception other) when (other is InvalidDataException or InvalidOperationException)
        {
            return [];
        }
    }

    private static byte[] Unpacked(Stream packed)
    {
        using (packed)
        {
            using var content = new MemoryStream();
            packed.CopyTo(content);
            return content.ToArray();
        }
    }
}
