using System.Data.Common;
using System.Globalization;
using SQLitePCL;

namespace Lumina.Storage.Sqlite;

/// <summary>The file of a SQLite store: who may read it, and whether it is sound.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>"LUMI": marks a file as Lumina's, for us and for <c>file(1)</c>.</summary>
    private const int ApplicationId = 0x4C554D49;

    /// <summary>Makes the file and its folder when they don't exist, for their owner only, and looks at the header when they do.</summary>
    public static void Prepare(string path)
    {
        try
        {
            Create(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw SqliteFaults.ReadOnly(path, exception);
        }
        catch (IOException exception)
        {
            throw new StoreException(
                StoreFault.Unavailable,
                $"The store {path} can't be opened: {exception.Message}",
                "Point Lumina to a file in a folder that can be written.",
                exception);
        }
    }

    /// <summary>Refuses a file that is damaged, somebody else's, or not writable, and switches it to write-ahead logging.</summary>
    public static void Check(DbConnection connection, SqliteStoreOptions options)
    {
        if (connection is StoreConnection { Handle: { } handle } && raw.sqlite3_db_readonly(handle, "main") == 1)
            throw SqliteFaults.ReadOnly(options.Path);
        // In this order: another program may be making the same store now, and it sets its mark before it makes tables.
        var tables = Number(connection, "select count(*) from sqlite_schema");
        var owner = Number(connection, "pragma application_id");
        if (owner != ApplicationId && tables > 0)
        {
            throw new StoreException(
                StoreFault.Unavailable, $"The file {options.Path} is a database of another program.", "Point Lumina to another file.");
        }

        if (new FileInfo(options.Path).Length <= options.CheckedSize && Text(connection, "pragma quick_check(1)") is var finding and not "ok")
            throw SqliteFaults.Corrupt(options.Path, finding: finding.TrimEnd('.'));
        if (owner != ApplicationId)
            Text(connection, $"pragma application_id = {ApplicationId}");
        if (Text(connection, "pragma journal_mode = wal") != "wal")
        {
            throw new StoreException(
                StoreFault.Unavailable,
                $"The file system under {options.Path} does not allow write-ahead logging (is it a network share?).",
                "Put the store on a local disk.");
        }
    }

    private static void Create(string path)
    {
        var file = new FileInfo(path);
        if (file.Directory is { Exists: false } folder)
            CreateFolder(folder.FullName);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & ~OwnerOnly) != 0)
            File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly);
        var header = new byte[16];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read > 0 && !header.AsSpan().SequenceEqual("SQLite format 3\0"u8))
            throw SqliteFaults.Corrupt(path, finding: "it does not begin as a SQLite database does");
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static long Number(DbConnection connection, string sql) =>
        Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);

    private static string Text(DbConnection connection, string sql) =>
        Convert.ToString(Scalar(connection, sql), CultureInfo.InvariantCulture) ?? "";

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
