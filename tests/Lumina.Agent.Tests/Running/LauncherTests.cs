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

    [Theory]
    [InlineData(null)]
    [InlineData("0000")]
    public async Task Who_listens_on_a_dead_agents_port_is_told_nothing(string? proof)
    {
        await using var agent = new RunningAgent();
        await agent.ScaleAsync(RunningAgent.Shell(1, "exec tail -f /dev/null"), 1);
        var dead = agent.Launcher.ReadEndpoint()!;
        await agent.KillAsync();
        var told = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, new Uri(dead.Url).Port));
        await using var impostor = builder.Build();
        impostor.MapFallback((RequestDelegate)(context =>
        {
            if (context.Request.Headers.Authorization.Count > 0 || context.Request.ContentLength > 0)
                Interlocked.Increment(ref told);
            var health = new AgentHealth("impostor", dead.ProcessId, AgentProtocol.Version) { Proof = proof };
            return context.Response.WriteAsync(JsonSerializer.Serialize(health, AgentJson.Default.AgentHealth));
        }));
        await impostor.StartAsync(Cancelled.Never);
        // Its process is alive and ours, and it is the one in the file.
        var stolen = dead with { ProcessId = Environment.ProcessId };
        Assert.False(await agent.Launcher.IsStillThereAsync(stolen, TimeSpan.FromSeconds(30), Cancelled.Never));

        await agent.Target.ScaleAsync(agent.NewOperation(), SecretRevision.With(RunningAgent.Shell(2, "exec tail -f /dev/null")), 1, SecretRevision.Contents, Cancelled.Never);

        Assert.Equal(0, told);
        Assert.NotEqual(dead.ProcessId, agent.Launcher.ReadEndpoint()!.ProcessId);
    }

    [Fact]
    public void A_proof_is_good_for_one_question_to_one_agent()
    {
        var endpoint = new AgentEndpoint("http://127.0.0.1:4001", "token", 12, AgentProtocol.Version);

        Assert.True(AgentProof.IsGood(endpoint, "n", AgentProof.Of("token", "n", 12, 4001)));
        Assert.All(
            [AgentProof.Of("other", "n", 12, 4001), AgentProof.Of("token", "m", 12, 4001), AgentProof.Of("token", "n", 13, 4001), AgentProof.Of("token", "n", 12, 4002), null],
            proof => Assert.False(AgentProof.IsGood(endpoint, "n", proof)));
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
