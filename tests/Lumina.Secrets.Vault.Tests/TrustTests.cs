using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Lumina.Secrets.Vault.Tests.Asking;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>Whom Vault is believed to be, and what is wrong with options.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-vault-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_certificate_of_an_authority_that_was_named_is_taken_and_no_other()
    {
        using var authority = Authority("one");
        using var stranger = Authority("another");
        await using var server = Server(authority, "127.0.0.1", asksForOne: false);
        await using var misnamed = Server(authority, "127.0.0.2", asksForOne: false);
        var trusted = Write("ca.pem", authority.ExportCertificatePem());

        Has(LyingServer.Value, await Open(FaultTests.Options(server) with { CaFile = trusted }).ReadAsync("secret/a"));
        Fails(await Open(FaultTests.Options(server) with { CaFile = Write("other.pem", stranger.ExportCertificatePem()) }).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.NotTrusted);
        Fails(await Open(FaultTests.Options(server)).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.NotTrusted, "--vault-ca-file");
        Fails(await Open(FaultTests.Options(misnamed) with { CaFile = trusted }).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.NotTrusted);
        Assert.Empty(misnamed.Requests);
    }

    [Fact]
    public async Task A_vault_that_wants_a_certificate_is_shown_one()
    {
        using var authority = Authority("one");
        await using var server = Server(authority, "127.0.0.1", asksForOne: true);
        var (certificate, key) = Issue(authority, "127.0.0.9");
        using (certificate)
        {
            var options = FaultTests.Options(server) with { CaFile = Write("ca.pem", authority.ExportCertificatePem()), Retries = 0 };

            Has(LyingServer.Value, await Open(options with { CertificateFile = Write("own.pem", certificate.ExportCertificatePem()), CertificateKeyFile = Write("own.key", key) }).ReadAsync("secret/a"));
            Assert.NotEqual(SecretOutcome.Done, (await Open(options).ReadAsync("secret/a")).Outcome);
        }
    }

    [Fact]
    public void All_that_is_wrong_with_the_options_is_told_at_once()
    {
        var wrong = new VaultOptions
        {
            Server = "vault.example.com",
            Login = new TokenLogin(null) { Mount = "a//b" },
            Namespace = "a/../b",
            Mount = "",
            CaFile = Write("empty.pem", "nothing"),
            CertificateFile = "one",
            Timeout = TimeSpan.Zero,
            Patience = TimeSpan.Zero,
            Retries = -1,
            Backoff = TimeSpan.Zero,
            MaxAnswerBytes = 0,
        };

        Assert.Equal(12, wrong.Problems().Length);
        var right = new VaultOptions { Server = "https://vault.example.com:8200", Login = new JwtLogin("host", "/run/token") };
        Assert.Empty(right.Problems());
        Assert.Contains("in the open", Assert.Single((right with { Server = "http://vault.example.com" }).Problems()), StringComparison.Ordinal);
        Assert.Empty((right with { Server = "http://127.0.0.1:8200" }).Problems());
        Assert.Throws<ArgumentException>(() => VaultUnderTest.Open(wrong));
        Assert.DoesNotContain("canary", (right with { Login = new TokenLogin(null, SecretValue.Of("canary-token")) }).ToString(), StringComparison.Ordinal);
    }

    private static VaultStore Open(VaultOptions options) => VaultUnderTest.Open(options);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static (X509Certificate2 Certificate, string Key) Issue(X509Certificate2 authority, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vault", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        return (certificate.CopyWithPrivateKey(key), key.ExportPkcs8PrivateKeyPem());
    }

    private static LyingServer Server(X509Certificate2 authority, string address, bool asksForOne) => new((path, _) => LyingServer.Truth(path), new SslServerAuthenticationOptions
    {
        ServerCertificate = Issue(authority, address).Certificate,
        ClientCertificateRequired = asksForOne,
        RemoteCertificateValidationCallback = (_, shown, _, _) => !asksForOne || shown?.Issuer == "CN=one",
    });

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
