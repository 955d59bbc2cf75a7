using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Lumina.Storage.Postgres;

/// <summary>Says what PostgreSQL's error codes mean for a person.</summary>
internal static class PostgresFaults
{
    /// <summary>The fault that an exception stands for; null when it is a mistake in our SQL, a constraint, or none of the store's.</summary>
    public static StoreException? Translate(Exception exception, string store) => exception switch
    {
        PostgresException told => OfState(told, store),
        NpgsqlException { InnerException: AuthenticationException } => Encryption(
            $"The certificate of the server of {store} isn't trusted: {Innermost(exception).Message}",
            "Name its authority with Root Certificate=FILE in the connection string, and connect by the name that is in the certificate.",
            exception),
        NpgsqlException when exception.Message.Contains("SSL", StringComparison.Ordinal) => Encryption(
            $"The server of {store} does not speak TLS, and the connection string demands it.", "Switch TLS on at the server (ssl = on).", exception),
        NpgsqlException when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new(
            StoreFault.Unauthenticated,
            $"The server of {store} asks for a password, and none was given.",
            "Name a file that holds it with --password-file, or use a passfile.",
            exception),
        NpgsqlException when exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal) => new(
            StoreFault.Unavailable,
            $"All connections of this program to {store} are in use.",
            "Raise Maximum Pool Size in the connection string (and max_connections at the server).",
            exception),
        NpgsqlException or SocketException or TimeoutException => new(
            StoreFault.Unreachable,
            $"No server answers for {store}: {Innermost(exception).Message.TrimEnd('.')}.",
            "Look whether PostgreSQL runs there, takes connections from this machine (listen_addresses, firewall), and whether host and port are right.",
            exception),
        _ => null,
    };

    private static StoreException? OfState(PostgresException told, string store) => told.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => new(
            StoreFault.Unauthenticated, $"The server of {store} refuses the user or the password.", "Check both; --password-file names the password's file.", told),
        PostgresErrorCodes.InvalidAuthorizationSpecification when told.MessageText.Contains("no encryption", StringComparison.Ordinal)
            || told.MessageText.Contains("SSL off", StringComparison.Ordinal) => Encryption(
                $"The server of {store} takes this user only over TLS, or not at all: {told.MessageText}.",
                "Add SSL Mode=VerifyFull (or Require) to the connection string, or let the user in at the server (pg_hba.conf).",
                told),
        PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            StoreFault.Unauthenticated, $"The server of {store} does not let the user in: {told.MessageText}.", "Make the user, or let it in in pg_hba.conf.", told),
        PostgresErrorCodes.InvalidCatalogName => new(
            StoreFault.DatabaseMissing, $"The database {store} does not exist.", "Make it: create database … owner …; Lumina makes its tables itself.", told),
        PostgresErrorCodes.InsufficientPrivilege => Forbidden(told, store),
        PostgresErrorCodes.InvalidSchemaName => new(
            StoreFault.DatabaseMissing,
            $"There is no schema to make tables in, in {store}: {told.MessageText}.",
            "Make the schema that Search Path names, or leave Search Path out.",
            told),
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly(store, told),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => new(
            StoreFault.Full, $"The server of {store} has no room left.", "Make room on its disk; nothing needs to be restarted here.", told),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => new(
            StoreFault.Locked, $"Others hold {store} locked.", "Look who does (pg_stat_activity), and end it or wait.", told),
        PostgresErrorCodes.TooManyConnections => new(
            StoreFault.Unavailable, $"The server of {store} takes no more connections.", "Raise max_connections there, or lower Maximum Pool Size.", told),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(
            StoreFault.Corrupt, $"The database {store} is damaged: {told.MessageText}.", "Restore a backup.", told),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new(
            StoreFault.Unreachable, $"The server of {store} is starting or stopping.", "Wait until it is up.", told),
        _ => null,
    };

    public static StoreException ReadOnly(string store, Exception? inner = null) => new(
        StoreFault.ReadOnly,
        $"The database {store} can be read, but not written: it is a standby, or set to read only.",
        "Connect to the primary; with several servers in Host= add Target Session Attributes=primary.",
        inner);

    private static StoreException Forbidden(PostgresException told, string store) => new(
        StoreFault.Forbidden,
        $"The user may not do in {store} what Lumina needs: {told.MessageText}.",
        "Make the user the owner of the database, or grant it create on the schema (grant create, usage on schema public to …).",
        told);

    private static StoreException Encryption(string found, string remedy, Exception inner) => new(StoreFault.Encryption, found, remedy, inner);

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
