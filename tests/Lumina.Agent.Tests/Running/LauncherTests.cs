using System.Net;
using System.Text.Json;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Agent.Tests.Running;

public sealed class LauncherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-agent-tests-").FullName;
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Callers_share_one_start_and_its_failure_for_a_while()
    {
        // The shell runs a file named "run" of its working folder, as the agent is told to run with its folder.
        await File.WriteAllTextAsync(Path.Combine(_folder, "run"), "echo started >> starts; echo no such luck; exit 3\n", Cancelled.Never);
        using var launcher = new AgentLauncher(
            new ProcessTargetOptions { StateDirectory = _folder, AgentExecutable = "/bin/sh", StartWithin = TimeSpan.FromDays(1) }, _clock);

        var callers = Enumerable.Range(0, 5).Select(_ => FailureAsync(launcher)).ToList();
        var failures = await Task.WhenAll(callers);
        Assert.All(failures, failure => Assert.Contains("no such luck", failure, StringComparison.Ordinal));
        await FailureAsync(launcher);
        Assert.Equal(1, Starts());

        _clock.Advance(TimeSpan.FromSeconds(10));
        await FailureAsync(launcher);
        Assert.Equal(2, Starts());
    }

    [Theory]
    [InlineData(AgentProtocol.Version - 1, "end it with kill")]
    [InlineData(AgentProtocol.Version + 1, "use the program that the agent came with")]
    public async Task An_agent_of_another_version_is_given_nothing_and_is_said_what_to_do_about(int version, string remedy)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var other = builder.Build();
        var health = new AgentHealth("other", Environment.ProcessId, version);
        other.MapGet("/healthz", (RequestDelegate)(context => context.Response.WriteAsync(JsonSerializer.Serialize(health, AgentJson.Default.AgentHealth))));
        var asked = 0;
        other.MapFallback((RequestDelegate)(context =>
        {
            asked++;
            return Task.CompletedTask;
        }));
        await other.StartAsync(Cancelled.Never);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, AgentProtocol.EndpointFile),
            JsonSerializer.Serialize(new AgentEndpoint(other.Urls.First(), "token", Environment.ProcessId, version), AgentJson.Default.AgentEndpoint), Cancelled.Never);
        using var launcher = new AgentLauncher(new ProcessTargetOptions { StateDirectory = _folder, AgentExecutable = "/bin/false" }, _clock);

        var key = new ComponentKey("test", "demo", "web");
        var answer = await new ProcessTarget(launcher).ScaleAsync(
            new Operation("1", key, 1), SecretRevision.With(RunningAgent.Shell(1, "true")), 1, SecretRevision.Contents, Cancelled.Never);
        Assert.Equal(TargetOutcome.Unavailable, answer.Outcome);
        Assert.Contains($"speaks version {version} of its protocol and this program {AgentProtocol.Version}", answer.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, answer.Reason, StringComparison.Ordinal);
        Assert.Equal(0, asked);
        var stopping = await launcher.ShutdownAsync(onlyIfEmpty: false, Cancelled.Never);
        Assert.Equal((false, answer.Reason), (stopping.Stopping, stopping.Reason));
    }

    private int Starts() => File.ReadAllLines(Path.Combine(_folder, "starts")).Length;

    private async Task<string> FailureAsync(AgentLauncher launcher)
    {
        var started = launcher.EnsureAsync(Cancelled.Never);
        // The launcher looks every 20 ms whether the agent is there.
        await Eventually.Async(
            () =>
            {
                if (!started.IsCompleted)
                    _clock.Advance(TimeSpan.FromMilliseconds(20));
                return Task.FromResult(started.IsCompleted);
            },
            () => "the start has no end");
        return (await Assert.ThrowsAsync<AgentUnavailableException>(() => started)).Message;
    }
}
