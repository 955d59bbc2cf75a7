using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lumina.Storage.Sqlite;

/// <summary>Says what SQLite's result codes mean for a person.</summary>
internal static class SqliteFaults
{
    /// <summary>The fault that a result code stands for; null when it is a mistake in our SQL, or a constraint.</summary>
    public static StoreException? Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Corrupt(path, exception),
        raw.SQLITE_FULL => Full(path, exception),
        raw.SQLITE_IOERR when exception.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE => Full(path, exception),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => ReadOnly(path, exception),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            StoreFault.Locked,
            $"The store {path} is locked by another program.",
            "Look who has it open (a second host? a backup?), and end it or wait.",
            exception),
        raw.SQLITE_IOERR => new StoreException(
            StoreFault.Unavailable,
            $"The disk under the store {path} reported an error ({exception.SqliteExtendedErrorCode}).",
            "Look for room on the disk, and for errors of the disk in the system's log.",
            exception),
        raw.SQLITE_CANTOPEN => new StoreException(
            StoreFault.Unavailable,
            $"The store {path} can't be opened.",
            "Look whether its folder exists and may be written, and whether too many files are open.",
            exception),
        raw.SQLITE_NOMEM => new StoreException(
            StoreFault.Unavailable, $"There was no memory left to use the store {path}.", "Free memory and try again.", exception),
        _ => null,
    };

    public static StoreException Corrupt(string path, Exception? inner = null, string? finding = null) => new(
        StoreFault.Corrupt,
        finding is null ? $"The store {path} is damaged." : $"The store {path} is damaged: {finding}.",
        $"Stop every host, then move {path} and the files {Path.GetFileName(path)}-wal and -shm beside it aside, and put a backup in their place, "
        + "or start with an empty store. Lumina does not delete it: much of it may still be readable.",
        inner);

    public static StoreException ReadOnly(string path, Exception? inner = null) => new(
        StoreFault.ReadOnly,
        $"The store {path} can't be written.",
        "Give this user the right to write the file and its folder, or point Lumina to another place.",
        inner);

    private static StoreException Full(string path, Exception inner) => new(
        StoreFault.Full, $"There is no room left to write the store {path}.", "Make room on its disk; nothing needs to be restarted.", inner);
}
