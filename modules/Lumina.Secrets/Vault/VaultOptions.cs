using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lumina.Secrets.Vault;

/// <summary>Which Vault is asked, and how: <c>Lumina:Secrets:Vault</c> in a host's configuration. <see cref="Problems"/> says what is wrong with it.</summary>
public sealed record VaultOptions
{
    public const string UsualMount = "secret";

    /// <summary>Its address: <c>https://vault.example.com:8200</c>.</summary>
    public required string Server { get; init; }

    /// <summary>How the host logs in.</summary>
    public required VaultLogin Login { get; init; }

    /// <summary>The namespace; null for the root, or for a Vault that has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The mount that a path belongs to when it does not begin with one.</summary>
    public string Mount { get; init; } = UsualMount;

    /// <summary>Certificates (PEM) that vouch for Vault's, in place of those that the machine trusts; null for these.</summary>
    public string? CaFile { get; init; }

    /// <summary>The certificate (PEM) that is shown to Vault; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its key (PEM).</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Whether http is spoken to another machine. Whoever is in between reads all secrets then.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>How long one request may take, 10 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a question may take with all its repetitions, 10 ms to 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a question is asked again when Vault is busy or there was no connection, 0 to 20.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>How long is waited before it is asked again, about doubled each time; 1 ms to 1 minute.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an answer may be, in bytes: 1 KiB to 64 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>All that is wrong with it, in sentences; none when it can be used.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        void Check(bool isRight, string otherwise)
        {
            if (!isRight)
                problems.Add(otherwise);
        }

        var isAddress = Uri.TryCreate(Server, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0;
        Check(isAddress, $"'{Server}' is no address of a Vault: write it as https://vault.example.com:8200.");
        Check(address?.UserInfo is null or "", "The address of Vault has a user in it.");
        Check(!isAddress || AllowPlainHttp || address is { Scheme: "https" } or { IsLoopback: true }, "Secrets would go over the network in the open: use https.");
        Check(CaFile is null || !isAddress || address?.Scheme is "https", "There is a file with certificates, but the address is not https.");
        Check(CaFile is null || CertificatesIn(CaFile) is { Count: > 0 }, $"{CaFile} has no certificates that can be read: PEM is expected.");
        Check(CertificateFile is null == CertificateKeyFile is null, "A certificate to show and its key are named together.");
        Check(CertificateFile is null || CertificateKeyFile is null || OwnCertificate() is not null, $"{CertificateFile} and {CertificateKeyFile} are no certificate with its key: PEM without a passphrase is expected.");
        Check(VaultPath.IsPath(Mount), $"'{Mount}' is no mount: write it as secret or team/kv.");
        Check(Namespace is null || VaultPath.IsPath(Namespace.Trim('/')), $"'{Namespace}' is no namespace: write it as team or team/part.");
        Check(Login.Mount.Length == 0 || VaultPath.IsPath(Login.Mount), $"'{Login.Mount}' is no mount of a log-in method: write it as {Login.Name}.");
        Check(Login is not TokenLogin token || token.File is null != token.Token is null, "A token comes from a file or from LUMINA_VAULT_TOKEN, and from one of them.");
        Check(Login is not KubernetesLogin { Role: "" }, "To log in with Kubernetes a role is needed.");
        Check(Within(Timeout, 10, 300_000), "The time for a request is 10 ms to 5 minutes.");
        Check(Within(Patience, 10, 600_000), "The time for a question is 10 ms to 10 minutes.");
        Check(Retries is >= 0 and <= 20, "A question is asked again 0 to 20 times.");
        Check(Within(Backoff, 1, 60_000), "The wait before it is asked again is 1 ms to 1 minute.");
        Check(MaxAnswerBytes is >= 1024 and <= 64 * 1024 * 1024, "An answer may have 1,024 to 67,108,864 bytes.");
        return problems.ToImmutable();
    }

    internal X509Certificate2? OwnCertificate()
    {
        try
        {
            return CertificateFile is null ? null : X509Certificate2.CreateFromPemFile(CertificateFile, CertificateKeyFile);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return null;
        }
    }

    internal static X509Certificate2Collection? CertificatesIn(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return null;
        }
    }

    private static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or CryptographicException;

    private static bool Within(TimeSpan time, double least, double most) => time.TotalMilliseconds >= least && time.TotalMilliseconds <= most;
}
