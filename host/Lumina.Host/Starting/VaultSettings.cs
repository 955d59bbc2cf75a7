using Lumina.Api;
using Lumina.Secrets;
using Lumina.Secrets.Vault;

namespace Lumina.Host.Starting;

/// <summary>What a host is told of a Vault.</summary>
internal static class VaultSettings
{
    private const string Key = "Lumina:Secrets:Vault";

    /// <summary>Where the token itself is, for a host that has no file for it: in the environment, never in the file of settings.</summary>
    private const string TokenKey = Key + ":Token";

    private static readonly (string Option, string Variable, string Name)[] Said =
    [
        ("--vault", "LUMINA_VAULT_ADDR", "Url"), ("--vault-namespace", "LUMINA_VAULT_NAMESPACE", "Namespace"), ("--vault-mount", "LUMINA_VAULT_MOUNT", "Mount"),
        ("--vault-auth", "LUMINA_VAULT_AUTH", "Auth"), ("--vault-auth-mount", "LUMINA_VAULT_AUTH_MOUNT", "AuthMount"), ("--vault-role", "LUMINA_VAULT_ROLE", "Role"),
        ("--vault-token-file", "LUMINA_VAULT_TOKEN_FILE", "TokenFile"), ("--vault-role-id-file", "LUMINA_VAULT_ROLE_ID_FILE", "RoleIdFile"),
        ("--vault-secret-id-file", "LUMINA_VAULT_SECRET_ID_FILE", "SecretIdFile"), ("--vault-ca-file", "LUMINA_VAULT_CA_FILE", "CaFile"),
        ("--vault-certificate", "LUMINA_VAULT_CERTIFICATE", "Certificate"), ("--vault-certificate-key", "LUMINA_VAULT_CERTIFICATE_KEY", "CertificateKey"),
    ];

    private static readonly (string Option, string Variable, string Name)[] Switched =
        [("--vault-secret-id-wrapped", "LUMINA_VAULT_SECRET_ID_WRAPPED", "SecretIdWrapped"), ("--vault-plain-http", "LUMINA_VAULT_PLAIN_HTTP", "PlainHttp")];

    public static IEnumerable<string> Options => Said.Select(said => said.Option);

    public static IEnumerable<string> Flags => Switched.Select(said => said.Option);

    public static IEnumerable<(string Variable, string Setting)> Variables =>
        [.. Said.Concat(Switched).Select(said => (said.Variable, $"{Key}:{said.Name}")), ("LUMINA_VAULT_TOKEN", TokenKey)];

    /// <summary>Null when nothing is said of one.</summary>
    /// <exception cref="HostStartException">It can't be meant.</exception>
    public static VaultOptions? Read(NamedOptions options, IConfiguration configuration)
    {
        string? Text(string name) => StoreSettings.Given(options.Value(Said.First(said => said.Name == name).Option) ?? configuration[$"{Key}:{name}"]);
        bool Switch(string name) => options.Has(Switched.First(said => said.Name == name).Option) || configuration[$"{Key}:{name}"] is "true" or "True" or "1";
        string? File(string name, bool isSecret = false) => Text(name) is { } file ? Readable(file, isSecret) : null;

        if (Text("Url") is not { } url)
        {
            return Said.All(said => Text(said.Name) is null) ? null
                : throw Wrong("Something is said about Vault, and not where it is.", "Give --vault URL, or LUMINA_VAULT_ADDR.");
        }

        var vault = new VaultOptions
        {
            Server = url.TrimEnd('/'),
            Namespace = Text("Namespace"),
            Mount = Text("Mount")?.Trim('/') ?? VaultOptions.UsualMount,
            Login = (Text("Auth") ?? "token") switch
            {
                "token" => File("TokenFile", isSecret: true) is { } file ? new TokenLogin(file)
                    : StoreSettings.Given(configuration[TokenKey]) is { } token ? new TokenLogin(null, SecretValue.Of(token.Trim()))
                    : throw Wrong("Nothing says as whom the host logs in to Vault.", "Give --vault-token-file FILE, LUMINA_VAULT_TOKEN, or another way with --vault-auth."),
                "approle" => new AppRoleLogin(File("RoleIdFile") ?? throw Missing("approle", "--vault-role-id-file FILE"), File("SecretIdFile", isSecret: true), Switch("SecretIdWrapped")),
                "kubernetes" => new KubernetesLogin(Text("Role") ?? throw Missing("kubernetes", "--vault-role NAME"), File("TokenFile") ?? KubernetesLogin.UsualTokenFile),
                "jwt" => new JwtLogin(Text("Role"), File("TokenFile") ?? throw Missing("jwt", "--vault-token-file FILE")),
                var other => throw Wrong($"'{other}' is no way to log in to Vault.", "It is token, approle, kubernetes or jwt."),
            },
            CaFile = File("CaFile"),
            CertificateFile = File("Certificate"),
            CertificateKeyFile = File("CertificateKey", isSecret: true),
            AllowPlainHttp = Switch("PlainHttp"),
        };
        vault = vault with { Login = vault.Login with { Mount = Text("AuthMount")?.Trim('/') ?? "" } };
        return vault.Problems() is { IsEmpty: false } problems ? throw Wrong(string.Join(' ', problems), "docs/secrets/vault.md says how Vault is set up.") : vault;
    }

    private static string Readable(string file, bool isSecret)
    {
        try
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return isSecret && TokenFile.IsOpenToOthers(open.SafeFileHandle)
                ? throw Wrong($"Others than its owner and its group can read {file}, or its group can write it.", $"chmod 600 {file}")
                : Path.GetFullPath(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{file} can't be read.", "It is named by what is said about Vault.");
        }
    }

    private static HostStartException Missing(string method, string option) => Wrong($"To log in to Vault by {method}, something is missing.", $"Give {option}.");

    private static HostStartException Wrong(string message, string remedy) => new(ProblemCodes.BadCommandLine, message, remedy);
}
