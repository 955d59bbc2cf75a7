using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lumina.Api;

/// <summary>Who is believed to be a host that is asked over TLS: those with a certificate of these authorities, or, of none, of the machine's own.</summary>
public sealed class HostTrust
{
    private readonly X509Certificate2Collection? _authorities;

    private HostTrust(X509Certificate2Collection? authorities) => _authorities = authorities;

    /// <summary>The authorities that the machine trusts.</summary>
    public static HostTrust OfMachine { get; } = new(null);

    /// <summary>The authorities in a file (PEM), in place of the machine's.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    /// <exception cref="CryptographicException">It has none.</exception>
    public static HostTrust OfFile(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(File.ReadAllText(path));
        return authorities.Count > 0 ? new(authorities) : throw new CryptographicException($"{path} has no certificate (PEM).");
    }

    /// <summary>Whether a token would go there in the open: to another machine, and without TLS.</summary>
    public static bool IsInTheOpen(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url is { Scheme: "http", IsLoopback: false };
    }

    internal SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (_authorities is null) return options;
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        return options;
    }
}
