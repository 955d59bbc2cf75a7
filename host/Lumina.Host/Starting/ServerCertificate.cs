using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lumina.Api;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Lumina.Host.Starting;

/// <summary>
/// The certificate that callers from other machines are shown, as it is in its files now: they are read again for each connection. Two small files cost less than the
/// handshake, and what they hold is found out however they were replaced (written over, moved into place, a link that leads elsewhere).
/// What can't be used, as when only one of the two was replaced yet, leaves the one before in its place.
/// </summary>
internal sealed partial class ServerCertificate
{
    private readonly Lock _gate = new();
    private readonly ListenSettings _settings;
    private string _digest;
    private SslStreamCertificateContext _shown;
    private string? _complaint;

    private ServerCertificate(ListenSettings settings, string digest, SslStreamCertificateContext shown)
    {
        _settings = settings;
        _digest = digest;
        _shown = shown;
    }

    /// <exception cref="HostStartException">There is none that can be used.</exception>
    public static ServerCertificate Load(ListenSettings settings)
    {
        var (certificate, key, digest) = Read(settings);
        return new ServerCertificate(settings, digest, Parse(settings, certificate, key));
    }

    /// <summary>What Kestrel asks for each connection.</summary>
    public TlsHandshakeCallbackOptions Handshakes(ILogger<ServerCertificate> logger) => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Current(logger),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    };

    private SslStreamCertificateContext Current(ILogger<ServerCertificate> logger)
    {
        lock (_gate)
        {
            try
            {
                var (certificate, key, digest) = Read(_settings);
                if (digest != _digest)
                {
                    // Connections that are open go on with the one before, so it is left to the garbage collector.
                    _shown = Parse(_settings, certificate, key);
                    _digest = digest;
                    LogRenewed(logger, _shown.TargetCertificate.Subject, _shown.TargetCertificate.NotAfter.ToUniversalTime());
                }

                _complaint = null;
            }
            catch (HostStartException unusable)
            {
                // Once, not for each connection.
                if (_complaint != unusable.Message)
                    LogUnusable(logger, unusable.Message, _shown.TargetCertificate.Subject, _shown.TargetCertificate.NotAfter.ToUniversalTime());
                _complaint = unusable.Message;
            }

            return _shown;
        }
    }

    private static (string Certificate, string Key, string Digest) Read(ListenSettings settings)
    {
        try
        {
            var certificate = File.ReadAllText(settings.Certificate);
            using var file = new FileStream(settings.CertificateKey, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (TokenFile.IsOpenToOthers(file.SafeFileHandle))
                throw Unusable($"Others than its owner and its group can read {settings.CertificateKey}, or its group can write it.", $"chmod 600 {settings.CertificateKey}");
            using var reader = new StreamReader(file);
            var key = reader.ReadToEnd();
            return (certificate, key, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(certificate + '\0' + key))));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The certificate can't be read: {unreadable.Message}", "Name files with --certificate and --certificate-key that this user can read.");
        }
    }

    private static SslStreamCertificateContext Parse(ListenSettings settings, string certificate, string key)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(certificate, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate);
            // Offline: what callers need to get from it to its authority is in the file, and nothing is fetched from the network for them.
            return SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true);
        }
        catch (ArgumentException)
        {
            throw Unusable($"{settings.CertificateKey} has the key of another certificate than {settings.Certificate}.", "Give the key that the certificate was asked for with.");
        }
        catch (CryptographicException wrong)
        {
            throw Unusable(
                $"{settings.Certificate} and {settings.CertificateKey} are no certificate with its key: {wrong.Message}",
                "Both are PEM; the key is the certificate's own, and without a passphrase.");
        }
    }

    private static HostStartException Unusable(string message, string remedy) => new(ProblemCodes.CertificateUnusable, message, remedy);

    [LoggerMessage(4130, LogLevel.Information, "The certificate was replaced: {Subject}, valid until {Until:u}")]
    private static partial void LogRenewed(ILogger logger, string subject, DateTime until);

    [LoggerMessage(4131, LogLevel.Warning, "{Reason} Callers are still shown the certificate of before: {Subject}, valid until {Until:u}")]
    private static partial void LogUnusable(ILogger logger, string reason, string subject, DateTime until);
}
