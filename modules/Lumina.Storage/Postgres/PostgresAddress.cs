using Npgsql;

namespace Lumina.Storage.Postgres;

/// <summary>A connection string that was read, with the password from its file.</summary>
internal sealed class PostgresAddress
{
    private const int LongestPassword = 4096;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings)
    {
        Name = $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}";
        ConnectionString = settings.ConnectionString;
    }

    /// <summary>How messages call it: database and server, nothing secret.</summary>
    public string Name { get; }

    /// <summary>With the password.</summary>
    public string ConnectionString { get; }

    /// <exception cref="StoreException">The connection string or the file can't be read.</exception>
    public static PostgresAddress Read(PostgresStoreOptions options)
    {
        var settings = Parse(options.ConnectionString);
        if (string.IsNullOrEmpty(settings.Host))
            throw Misconfigured("The connection string names no server.", "Begin with Host=…;Database=…;Username=….");
        if (options.PasswordFile is { } file)
            settings.Password = ReadPassword(file);
        settings.ApplicationName ??= "lumina";
        // Ambient transactions are no part of this program, and looking for them costs.
        settings.Enlist = false;
        return new PostgresAddress(settings);
    }

    /// <exception cref="StoreException">The text is no connection string; it is not quoted, for it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Misconfigured(
                "The connection string can't be read.", "It is a list of Name=value with ; between: Host=db;Database=lumina;Username=lumina. See docs/operations.md.");
        }
    }

    private static string ReadPassword(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LongestPassword)
                throw Misconfigured($"The file {file} is too long for a password.", "It holds the password and nothing else.");
            var password = File.ReadAllText(file).TrimEnd('\r', '\n');
            return password.Length > 0 ? password : throw Misconfigured($"The file {file} is empty.", "Write the password into it.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Misconfigured($"The file with the password can't be read: {problem.Message}", "Name a file that this user may read.");
        }
    }

    private static StoreException Misconfigured(string found, string remedy) => new(StoreFault.Misconfigured, found, remedy);
}
