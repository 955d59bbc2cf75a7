using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lumina.Policy.Opa;
using Lumina.Testbed;

namespace Lumina.Policy.Tests.Opa;

/// <summary>Whom OPA is believed to be, and who may ask it.</summary>
public sealed class OpaTrustTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-opa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_certificate_of_an_authority_that_was_named_is_taken_and_no_other()
    {
        using var authority = Authority("one");
        using var stranger = Authority("another");
        var trusted = Write("ca.pem", authority.ExportCertificatePem());
        var strange = Write("stranger.pem", stranger.ExportCertificatePem());
        await using var opa = await StartAsync(authority, "127.0.0.1");
        var options = Asking.Patient with { Server = opa.Server };

        // It is asked, since that is an answer: there is no such decision.
        Assert.Equal(OpaCodes.Undefined, Asking.Denial(await Asking.AskAsync(options with { CaFile = trusted })).Rule);
        Assert.Equal(OpaCodes.NotTrusted, Asking.Denial(await Asking.AskAsync(options with { CaFile = strange })).Rule);
        Assert.Equal(OpaCodes.NotTrusted, Asking.Denial(await Asking.AskAsync(options)).Rule);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_a_denial_even_where_OPA_may_be_away()
    {
        using var authority = Authority("one");
        await using var opa = await StartAsync(authority, "127.0.0.2");
        var options = Asking.Patient with { Server = opa.Server, CaFile = Write("ca.pem", authority.ExportCertificatePem()), OnUnavailable = OpaDecisionTests.Warning };

        Assert.Equal(OpaCodes.NotTrusted, Asking.Denial(await Asking.AskAsync(options)).Rule);
    }

    [Fact]
    public async Task The_token_in_the_file_is_shown_and_another_one_or_none_is_refused()
    {
        var policy = Write("authz.rego", """
            package system.authz

            default allow := false

            allow if input.identity == "sesame"
            """);
        await using var opa = await OpaServer.StartAsync(isTls: false, "--authentication=token", "--authorization=basic", policy);
        var token = Write("token", "sesame\n");
        var options = Asking.Patient with { Server = opa.Server };

        Assert.Equal(OpaCodes.Undefined, Asking.Denial(await Asking.AskAsync(options with { TokenFile = token })).Rule);
        Assert.Equal(OpaCodes.Unauthorized, Asking.Denial(await Asking.AskAsync(options)).Rule);
        using var client = new OpaClient(options with { TokenFile = token }, TimeProvider.System);
        Write("token", "swordfish");
        var refused = await client.DecideAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(OpaCodes.Unauthorized, refused.Failure?.Code);
        Assert.DoesNotContain("swordfish", refused.Failure?.Message, StringComparison.Ordinal);
        File.Delete(token);
        Assert.Equal(OpaCodes.Unauthorized, (await client.DecideAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken)).Failure?.Code);
    }

    [Fact]
    public void All_that_is_wrong_with_the_options_is_told_at_once()
    {
        var options = new OpaOptions
        {
            Server = "opa.example.com",
            Decision = "/lumina",
            TokenFile = Path.Combine(_folder.FullName, "none"),
            CaFile = Write("empty.pem", "nothing"),
            Timeout = TimeSpan.Zero,
            Retries = -1,
            Backoff = TimeSpan.FromHours(1),
            BreakAfter = 1,
            BreakFor = TimeSpan.Zero,
            MaxAnswerBytes = 0,
            MaxDecisions = 0,
            Approvers = [""],
            OnUnavailable = new Dictionary<string, string> { ["staging"] = "allow" },
        };

        Assert.Equal(13, options.Problems().Length);
        Assert.Contains("use https", Assert.Single(new OpaOptions { Server = "http://opa.example.com", TokenFile = Write("token", "a") }.Problems()), StringComparison.Ordinal);
        Assert.Empty(new OpaOptions { Server = "https://opa.example.com/policy/" }.Problems());
    }

    [Fact]
    public void Another_machine_is_asked_in_the_open_only_when_that_is_said_and_never_with_a_token()
    {
        var open = new OpaOptions { Server = "http://opa.example.com:8181" };

        Assert.Contains("--opa-plain-http", Assert.Single(open.Problems()), StringComparison.Ordinal);
        Assert.Empty((open with { PlainHttp = true }).Problems());
        Assert.Contains("The token", Assert.Single((open with { PlainHttp = true, TokenFile = Write("token", "canary-opa") }).Problems()), StringComparison.Ordinal);
        Assert.Empty(new OpaOptions { Server = "http://127.0.0.1:8181" }.Problems());
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task<OpaServer> StartAsync(X509Certificate2 authority, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=opa", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        return await OpaServer.StartAsync(
            isTls: true, $"--tls-cert-file={Write("opa.pem", certificate.ExportCertificatePem())}", $"--tls-private-key-file={Write("opa.key", key.ExportPkcs8PrivateKeyPem())}");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
