using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>Hosts on other machines: to whom a token goes, and what a host that others are to reach is told.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly FakeHost _a = new();
    private readonly FakeHost _b = new();

    public TrustTests()
    {
        _desk.Others["https://a:7400"] = _a;
        _desk.Others["https://b:7400"] = _b;
        _desk.Variables["LUMINA_TOKEN"] = "sesame";
    }

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("http://10.0.0.5:7400")]
    [InlineData("https://a:7400,http://b:7400")]
    public async Task A_token_does_not_go_to_another_machine_in_the_open(string hosts)
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"status --host {hosts}"));

        Assert.StartsWith("error LUM7022: The token for http://", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("Write --host https://", _desk.Error, StringComparison.Ordinal);
        Assert.Empty(_a.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7400")]
    [InlineData("http://localhost:7400")]
    [InlineData("http://[::1]:7400")]
    public async Task On_this_machine_it_may(string host)
    {
        _desk.Host.Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"status --host {host}"));
    }

    [Fact]
    public async Task Who_is_not_trusted_is_not_passed_over_for_another_host()
    {
        _a.Forget("GET /healthz").Answer("GET /healthz", () => throw new HttpRequestException("no TLS", new AuthenticationException("The certificate is of a stranger.")));
        _b.IsDead = true;

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("status --host https://b:7400,https://a:7400"));

        Assert.StartsWith("error LUM7021: What answers at https://a:7400/ is not trusted", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("The certificate is of a stranger. Nothing was sent to it.", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("--ca-file", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_it_beside_the_rest()
    {
        _a.Forget("GET /healthz").Answer("GET /healthz", () => throw new HttpRequestException("no TLS", new AuthenticationException("The certificate is of a stranger.")));

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("doctor --host https://a:7400"));

        Assert.Contains("problem  host: What answers at https://a:7400/ is not trusted", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("ok       clock", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Their_authority_is_in_a_file_that_the_command_line_or_the_environment_names()
    {
        _a.Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);
        File.WriteAllText(Path.Combine(_desk.Folder, "ca.pem"), Authority());
        File.WriteAllText(Path.Combine(_desk.Folder, "empty.pem"), "");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status --host https://a:7400 --ca-file ca.pem"));
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("status --host https://a:7400 --ca-file nowhere.pem"));
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("status --host https://a:7400 --ca-file empty.pem"));
        _desk.Variables["LUMINA_CA_FILE"] = "nowhere.pem";
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("status --host https://a:7400"));
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status --host https://a:7400 --ca-file ca.pem"));

        Assert.Equal(3, _desk.Error.Split("error LUM7023: The authority of the hosts' certificates can't be read").Length - 1);
    }

    [Fact]
    public async Task A_host_that_is_started_for_others_is_told_with_whole_paths_and_takes_the_same_token()
    {
        File.WriteAllText(Path.Combine(_desk.Folder, "token"), "sesame\n");
        _desk.Launcher.WhenLaunched = _ => _desk.WithHost();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("host start --listen 10.0.0.5 --certificate host.pem --certificate-key /etc/host.key --token-file token"));

        Assert.Equal(
            $"run --state {_desk.StateFolder} --listen 10.0.0.5 --certificate {Path.Combine(_desk.Folder, "host.pem")} --certificate-key /etc/host.key --token-file {Path.Combine(_desk.Folder, "token")}",
            Assert.Single(_desk.Launcher.Launched));
    }

    private static string Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
