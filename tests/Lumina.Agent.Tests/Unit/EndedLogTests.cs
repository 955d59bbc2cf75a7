using Lumina.Agent.Logs;
using Lumina.Agent.Tests.Running;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Unit;

public sealed class EndedLogTests
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_log_that_cannot_be_deleted_keeps_no_other_and_ends_no_rotation()
    {
        await using var agent = new QuietAgent(options => options with { EndedLogs = 0 });
        var folder = "";
        agent.Supervisor.Run(QuietAgent.Key, component =>
        {
            folder = component.LogFolder;
            return new CommandAnswer(TargetOutcome.Done, null);
        });
        // A folder in the place of an older file is not deleted as a file.
        Directory.CreateDirectory(Path.Combine(folder, "web-1-00000000.log.1"));
        var stuck = Write("web-1-00000000.log");
        var first = Write("web-1-00000001.log");

        using var end = new CancellationTokenSource();
        var rotation = new LogRotation(agent.Context, agent.Supervisor).RunAsync(end.Token);
        await GoneAfterARound(first);
        await GoneAfterARound(Write("web-1-00000002.log"));
        Assert.True(File.Exists(stuck));
        await end.CancelAsync();
        await rotation;

        string Write(string name)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, "a line\n");
            return path;
        }

        Task GoneAfterARound(string path)
        {
            agent.Clock.Advance(Round);
            return Eventually.Async(() => Task.FromResult(!File.Exists(path)), () => $"{path} is there");
        }
    }
}
