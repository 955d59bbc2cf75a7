using System.Globalization;
using Lumina.Secrets.Vault;
using Lumina.Storage;

namespace Lumina.Host.Starting;

/// <summary>How a host was started.</summary>
/// <param name="StateDirectory">Its folder: database, logs, token, the agent's folder. Absolute.</param>
/// <param name="OnDemand">Whether <c>up</c> started it, so that <c>down</c> may end it.</param>
/// <param name="Port">The port of its API on 127.0.0.1; 0 for any free one.</param>
/// <param name="AgentExecutable">The agent's program.</param>
internal sealed record HostSettings(string StateDirectory, bool OnDemand, int Port, string AgentExecutable)
{
    public const string Usage =
        """
        usage: lumina-host run --state DIR [--on-demand] [--port N] [--agent FILE] [--agent-state DIR]
                           [--token-file FILE] [--listen ADDRESS[:PORT] --certificate FILE [--certificate-key FILE]]
                           [--store sqlite|postgres] [--connection STRING] [--password-file FILE]
                           [--cluster NAME] [--silo-port N] [--silo-address IP [--plain-silo-network]]
                           [--rules DIR]… [--opa URL [--opa-path PATH] [--opa-token-file FILE] [--opa-ca-file FILE] [--opa-timeout TIME]
                            [--opa-plain-http]]
                           [--vault URL [--vault-namespace NAME] [--vault-mount MOUNT] [--vault-auth token|approle|kubernetes|jwt]
                            [--vault-auth-mount MOUNT] [--vault-role NAME] [--vault-token-file FILE] [--vault-role-id-file FILE]
                            [--vault-secret-id-file FILE [--vault-secret-id-wrapped]] [--vault-ca-file FILE]
                            [--vault-certificate FILE --vault-certificate-key FILE] [--vault-plain-http]]
        """;

    public const string TokenFileKey = "Lumina:TokenFile", AgentStateKey = "Lumina:AgentState";

    /// <summary>The file with the token that callers have to show; null for one that is made anew at each start.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Where the API is reached from other machines; null for nowhere.</summary>
    public ListenSettings? Listen { get; init; }

    /// <summary>The agent's folder, which hosts of one machine may share; null for one of this host's own.</summary>
    public string? AgentState { get; init; }

    /// <summary>Where what must last is kept.</summary>
    public StoreSettings Store { get; init; } = new(StoreEngine.Sqlite, null, null);

    /// <summary>How it finds other hosts on the same database.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>How the journal is kept.</summary>
    public JournalSettings Journal { get; init; } = new(null, null);

    /// <summary>Who decides what may be deployed.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>The Vault that secrets are taken from; null for none.</summary>
    public VaultOptions? Vault { get; init; }

    /// <summary>Who is in which group of those that can be asked to agree.</summary>
    public GroupSettings Groups { get; init; } = GroupSettings.None;

    public string DatabasePath => Path.Combine(StateDirectory, "lumina.db");

    public string AgentDirectory => AgentState ?? Path.Combine(StateDirectory, "agent");

    public string ArchiveDirectory => Journal.Archive ?? Path.Combine(StateDirectory, "archive");

    /// <summary>Compiled conditions of rules: what is in it can go at any time.</summary>
    public string ConditionsDirectory => Path.Combine(StateDirectory, "conditions");

    public string LogDirectory => Path.Combine(StateDirectory, "logs");

    /// <summary>Reads a command line; null when it is not one of ours. What it leaves open, the configuration says.</summary>
    /// <exception cref="HostStartException">It is one of ours, and asks for what can't be.</exception>
    public static HostSettings? Parse(IReadOnlyList<string> args, IConfiguration configuration)
    {
        if (args is not ["run", ..] || NamedOptions.Read([.. args.Skip(1)]) is not { } options)
            return null;
        var port = 0;
        if (options.Value("--state") is not { } state || (options.Value("--port") is { } text && !TryPort(text, out port)))
            return null;
        var tokenFile = StoreSettings.Given(options.Value("--token-file") ?? configuration[TokenFileKey]);
        return new HostSettings(Path.GetFullPath(state), options.Has("--on-demand"), port, options.Value("--agent") ?? DefaultAgent())
        {
            Store = StoreSettings.Read(options, configuration),
            Cluster = ClusterSettings.Read(options, configuration),
            Journal = JournalSettings.Read(configuration),
            Policy = PolicySettings.Read(options, configuration),
            Vault = VaultSettings.Read(options, configuration),
            Groups = GroupSettings.Read(configuration),
            TokenFile = tokenFile,
            Listen = ListenSettings.Read(options, configuration, tokenFile),
            AgentState = StoreSettings.Given(options.Value("--agent-state") ?? configuration[AgentStateKey]) is { } agent ? Path.GetFullPath(agent) : null,
        };
    }

    /// <exception cref="StoreException">It can't be used.</exception>
    public StoreDatabase OpenStore() => Store.Engine == StoreEngine.Postgres
        ? StoreDatabase.Open(Store.Postgres)
        : StoreDatabase.Open(new SqliteStoreOptions { Path = DatabasePath });

    public static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;

    /// <summary>Beside the host as it is published, or in the build's own folder for it.</summary>
    private static string DefaultAgent()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "lumina-agent");
        if (File.Exists(beside))
            return beside;
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Lumina.Agent", configuration, "lumina-agent"));
    }
}
