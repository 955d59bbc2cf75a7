using Lumina.Targets.Process;
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
