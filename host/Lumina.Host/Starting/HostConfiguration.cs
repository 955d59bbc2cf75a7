using Lumina.Api;

namespace Lumina.Host.Starting;

/// <summary>What the command line leaves open: the environment says it, and what that leaves open, <c>appsettings.json</c> beside the program.</summary>
internal static class HostConfiguration
{
    /// <summary>Variables, and the settings that they are.</summary>
    private static readonly (string Variable, string Setting)[] Variables =
    [
        ("LUMINA_TOKEN_FILE", HostSettings.TokenFileKey), ("LUMINA_AGENT_STATE", HostSettings.AgentStateKey),
        ("LUMINA_LISTEN", ListenSettings.ListenKey), ("LUMINA_CERTIFICATE", ListenSettings.CertificateSetting), ("LUMINA_CERTIFICATE_KEY", ListenSettings.KeySetting),
        ("LUMINA_STORE", StoreSettings.StoreKey), ("LUMINA_CONNECTION", StoreSettings.ConnectionKey), ("LUMINA_PASSWORD_FILE", StoreSettings.PasswordFileKey),
        ("LUMINA_CLUSTER", ClusterSettings.NameKey), ("LUMINA_SILO_PORT", ClusterSettings.PortKey), ("LUMINA_SILO_ADDRESS", ClusterSettings.AddressKey),
        ("LUMINA_RULES", PolicySettings.RulesKey), ("LUMINA_OPA", PolicySettings.OpaKey + ":Url"), ("LUMINA_OPA_PATH", PolicySettings.OpaKey + ":Path"),
        ("LUMINA_OPA_TOKEN_FILE", PolicySettings.OpaKey + ":TokenFile"), ("LUMINA_OPA_CA_FILE", PolicySettings.OpaKey + ":CaFile"),
        .. VaultSettings.Variables,
        ("LUMINA_JOURNAL_KEEP", JournalSettings.KeepKey), ("LUMINA_JOURNAL_ARCHIVE", JournalSettings.ArchiveKey),
    ];

    public static IConfiguration Read() => Read(AppContext.BaseDirectory, Environment.GetEnvironmentVariable);

    /// <exception cref="HostStartException">The file is there and can't be read.</exception>
    public static IConfiguration Read(string folder, Func<string, string?> variable)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true, reloadOnChange: false)
                .AddInMemoryCollection(Variables
                    .Select(pair => KeyValuePair.Create(pair.Setting, variable(pair.Variable)))
                    .Where(pair => pair.Value is { Length: > 0 }))
                .Build();
        }
        catch (InvalidDataException problem)
        {
            throw new HostStartException(ProblemCodes.HostFailed, $"The settings can't be read: {problem.Message}", "Mend the file, or remove it.");
        }
    }
}
