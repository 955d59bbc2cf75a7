using Lumina.Api;
using Lumina.Storage;

namespace Lumina.Host.Starting;

/// <summary>The databases that a host can work on.</summary>
internal enum StoreEngine
{
    /// <summary>A file in the host's folder: one host, no server.</summary>
    Sqlite,

    /// <summary>A server, which several hosts may share.</summary>
    Postgres,
}

/// <summary>Where what must last is kept.</summary>
/// <param name="Engine">In which database.</param>
/// <param name="Connection">The connection string, for a server.</param>
/// <param name="PasswordFile">The file with the password; null when the connection needs none, or its passfile has it.</param>
internal sealed record StoreSettings(StoreEngine Engine, string? Connection, string? PasswordFile)
{
    public const string StoreKey = "Lumina:Store", ConnectionKey = "Lumina:Connection", PasswordFileKey = "Lumina:PasswordFile";

    public PostgresStoreOptions Postgres => new() { ConnectionString = Connection ?? "", PasswordFile = PasswordFile };

    /// <exception cref="HostStartException">They don't fit together.</exception>
    public static StoreSettings Read(NamedOptions options, IConfiguration configuration)
    {
        var store = options.Value("--store") ?? configuration[StoreKey] ?? "sqlite";
        var settings = new StoreSettings(
            store switch
            {
                "sqlite" => StoreEngine.Sqlite,
                "postgres" => StoreEngine.Postgres,
                _ => throw Wrong($"There is no store '{store}'.", "It is sqlite or postgres."),
            },
            Given(options.Value("--connection") ?? configuration[ConnectionKey]),
            Given(options.Value("--password-file") ?? configuration[PasswordFileKey]));
        if (settings.Engine == StoreEngine.Sqlite)
            return settings;
        if (settings.Connection is null)
            throw Wrong("The store is postgres, and nothing says where it is.", "Give --connection 'Host=…;Database=…;Username=…', or LUMINA_CONNECTION.");
        if (options.Value("--connection") is not null && settings.Postgres.HoldsPassword)
            throw Wrong("Everybody on this machine can read a password on the command line.", "Put it into a file that only you can read, and name that with --password-file.");
        return settings;
    }

    /// <summary>The file of settings names everything, and leaves empty what is not wanted.</summary>
    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}
