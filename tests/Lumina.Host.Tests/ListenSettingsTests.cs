using System.Net;
using Lumina.Api;
using Lumina.Host.Starting;

namespace Lumina.Host.Tests;

/// <summary>What has to be said before a host is reached from other machines.</summary>
public sealed class ListenSettingsTests : IDisposable
{
    private static readonly string[] Certified = ["--certificate", "/c.pem", "--certificate-key", "/c.key"];

    private readonly MadeCertificates _made = new MadeCertificates("ours").For(IPAddress.Loopback);

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("10.0.0.5", "10.0.0.5:7400")]
    [InlineData("10.0.0.5:7401", "10.0.0.5:7401")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("fd00::5", "[fd00::5]:7400")]
    [InlineData("[fd00::5]:7401", "[fd00::5]:7401")]
    public void It_is_an_address_with_a_port_or_without(string given, string meant) =>
        Assert.Equal(new ListenSettings(IPEndPoint.Parse(meant), "/c.pem", "/c.key"), Parse(["--listen", given, .. Certified, "--token-file", "/token"]).Listen);

    [Fact]
    public void The_environment_says_it_too_and_the_key_may_be_in_the_same_file()
    {
        var listen = Parse([], ("LUMINA_LISTEN", "10.0.0.5"), ("LUMINA_CERTIFICATE", "/c.pem"), ("LUMINA_TOKEN_FILE", "/token")).Listen;

        Assert.Equal(new ListenSettings(new IPEndPoint(IPAddress.Parse("10.0.0.5"), 7400), "/c.pem", "/c.pem"), listen);
        Assert.Null(Parse([]).Listen);
    }

    [Theory]
    [InlineData(ProblemCodes.InTheOpen, "Without a certificate", "--listen", "10.0.0.5", "--token-file", "/token")]
    [InlineData(ProblemCodes.InTheOpen, "which token", "--listen", "10.0.0.5", "--certificate", "/c.pem", "--certificate-key", "/c.key")]
    [InlineData(ProblemCodes.BadCommandLine, "where to listen", "--certificate", "/c.pem")]
    [InlineData(ProblemCodes.BadCommandLine, "no address", "--listen", "7400", "--certificate", "/c.pem", "--token-file", "/token")]
    [InlineData(ProblemCodes.BadCommandLine, "no address", "--listen", "host.example:7400", "--certificate", "/c.pem", "--token-file", "/token")]
    [InlineData(ProblemCodes.BadCommandLine, "no address", "--listen", "10.0.0.5:70000", "--certificate", "/c.pem", "--token-file", "/token")]
    public void What_does_not_go_together_is_told(string code, string message, params string[] args)
    {
        var problem = Assert.Throws<HostStartException>(() => Parse(args));

        Assert.Equal(code, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_can_not_be_used_is_told_before_the_host_starts()
    {
        using var other = new MadeCertificates("another").For(IPAddress.Loopback);

        Assert.Contains("can't be read", Refused(_made.Certificate, "/nowhere.key"), StringComparison.Ordinal);
        Assert.Contains("has the key of another certificate", Refused(_made.Certificate, other.Key), StringComparison.Ordinal);
        Assert.Contains("no certificate with its key", Refused(_made.Write("empty.pem", ""), _made.Key), StringComparison.Ordinal);
        Assert.NotNull(ServerCertificate.Load(With(_made.Certificate, _made.Key)));
    }

    [Fact]
    public void A_key_that_everybody_can_read_is_refused()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_made.Key, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("Others than its owner", Refused(_made.Certificate, _made.Key), StringComparison.Ordinal);
    }

    private static string Refused(string certificate, string key)
    {
        var problem = Assert.Throws<HostStartException>(() => ServerCertificate.Load(With(certificate, key)));
        Assert.Equal(ProblemCodes.CertificateUnusable, problem.Code);
        return problem.Message;
    }

    private static ListenSettings With(string certificate, string key) => new(new IPEndPoint(IPAddress.Loopback, 0), certificate, key);

    private static HostSettings Parse(string[] args, params (string Name, string Value)[] variables)
    {
        var configuration = HostConfiguration.Read("/nowhere", name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        return HostSettings.Parse(["run", "--state", "/x", .. args], configuration) ?? throw new InvalidOperationException("It is no command line of ours.");
    }
}
