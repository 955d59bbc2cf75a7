using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Verification;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>Against a real socket and a real shell.</summary>
public sealed class RevisionVerifierTests : IDisposable
{
    private readonly RevisionVerifier _verifier = new();

    public void Dispose() => _verifier.Dispose();

    [Theory]
    [InlineData(200, VerificationResult.Passed)]
    [InlineData(302, VerificationResult.Passed)]
    [InlineData(404, VerificationResult.Failed)]
    [InlineData(500, VerificationResult.Failed)]
    public async Task An_answer_decides_at_once(int status, VerificationResult result)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, status);

        var found = await AskAsync($"http://{listener.LocalEndpoint}");

        Assert.Equal(result, found.Result);
        Assert.StartsWith("GET /smoke HTTP/1.1", await answering, StringComparison.Ordinal);
        if (result == VerificationResult.Failed)
            Assert.Equal($"GET http://{listener.LocalEndpoint}/smoke answered {status}.", found.Reason);
    }

    [Fact]
    public async Task Nobody_there_may_be_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        listener.Stop();

        Assert.Equal(VerificationResult.NotYet, (await AskAsync(address)).Result);
        Assert.Equal(VerificationResult.NotYet, (await AskAsync(null)).Result);
    }

    [Fact]
    public async Task A_command_finds_the_address_and_its_end_decides()
    {
        Assert.Equal(VerificationResult.Passed, (await RunAsync("test \"$LUMINA_PREVIEW_URL\" = http://there")).Result);

        var failed = await RunAsync("echo it is not good >&2; exit 3");
        Assert.Equal((VerificationResult.Failed, "sh ended with 3: it is not good"), (failed.Result, failed.Reason));
    }

    [Fact]
    public async Task A_command_gets_nothing_of_the_hosts_environment_that_it_does_not_need()
    {
        const string ours = "LUMINA_SEALED_KEY";
        Environment.SetEnvironmentVariable(ours, "canary-master-key");
        try
        {
            Assert.Equal(VerificationResult.Passed, (await RunAsync($"test -z \"${ours}\" && test -n \"$PATH\" && ! env | grep -q canary-")).Result);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ours, null);
        }
    }

    [Fact]
    public async Task What_a_command_prints_comes_into_the_reason_without_the_revisions_secrets()
    {
        var failed = await FailAsync("echo refused for canary-password", "canary-password");
        Assert.Equal("sh ended with 1: refused for ***", failed);

        // A value that the cut would have gone through.
        failed = await FailAsync($"echo canary-password{new string('x', 395)}", "canary-password");
        Assert.DoesNotContain("word", failed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    public async Task What_can_not_be_redacted_is_not_repeated(string? known)
    {
        var failed = await FailAsync("echo refused for canary-password", known);

        Assert.Equal("sh ended with 1; what it printed is not repeated here, since the revision's secrets could not be taken out of it.", failed);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_has_failed_and_is_ended()
    {
        var found = await RunAsync("exec tail -f /dev/null", TimeSpan.FromMilliseconds(200));

        Assert.Equal((VerificationResult.Failed, "It took longer than 0.2 s."), (found.Result, found.Reason));
    }

    [Fact]
    public async Task A_command_that_is_not_there_has_failed()
    {
        var found = await _verifier.VerifyAsync(new VerifySpec { Kind = VerifyKind.Command, Command = ["no-such-program"] }, Revision, null, null, default);

        Assert.Equal(VerificationResult.Failed, found.Result);
        Assert.StartsWith("no-such-program can't be run", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_back_ends_it()
    {
        using var turn = new CancellationTokenSource();
        var running = _verifier.VerifyAsync(new VerifySpec { Kind = VerifyKind.Command, Command = ["tail", "-f", "/dev/null"] }, Revision, null, null, turn.Token);

        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static RevisionSpec Revision => new(1, Stage.Web("1", new BlueGreenSpec()), Path.GetTempPath());

    private Task<Deployments.Verification.Verification> AskAsync(string? address) =>
        _verifier.VerifyAsync(new VerifySpec { Kind = VerifyKind.Http, Path = "/smoke" }, Revision, address, null, default);

    private Task<Deployments.Verification.Verification> RunAsync(string script, TimeSpan? timeout = null) => _verifier.VerifyAsync(
        new VerifySpec { Kind = VerifyKind.Command, Command = ["sh", "-c", script], Timeout = timeout ?? TimeSpan.FromSeconds(30) }, Revision, "http://there", null, default);

    private async Task<string?> FailAsync(string script, string? value)
    {
        var revision = Revision with
        {
            Spec = Revision.Spec with { Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("PASSWORD", new SealedSecret { Name = "password" }) },
        };
        var contents = value is null ? null : new RevisionContents(
            ImmutableSortedDictionary<string, SecretValue>.Empty.Add("PASSWORD", SecretValue.Of(value)), ImmutableSortedDictionary<string, FileContent>.Empty);
        var command = new VerifySpec { Kind = VerifyKind.Command, Command = ["sh", "-c", script + "; exit 1"], Timeout = TimeSpan.FromSeconds(30) };
        return (await _verifier.VerifyAsync(command, revision, null, contents, default)).Reason;
    }

    private static async Task<string> AnswerAsync(TcpListener listener, int status)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return first ?? "";
    }
}
