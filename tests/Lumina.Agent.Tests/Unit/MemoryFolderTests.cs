using Lumina.Agent.Tests.Running;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Unit;

public sealed class MemoryFolderTests
{
    [Fact]
    public async Task Where_nothing_stays_in_memory_secret_files_are_refused_before_anything_is_started()
    {
        await using var agent = new QuietAgent(places: ["/proc", "/no/such/folder"]);
        var revision = SecretRevision.With(RunningAgent.Shell(1, "exec sleep 1000"));
        var contents = WireContents.Of(SecretRevision.Contents);
        foreach (var answer in (CommandAnswer[])
            [
                agent.Supervisor.Run(QuietAgent.Key, component => component.Prepare(new Operation("1", QuietAgent.Key, 1), revision, contents)),
                agent.Supervisor.Run(QuietAgent.Key, component => component.Scale(new Operation("2", QuietAgent.Key, 2), revision, 1, contents)),
            ])
        {
            Assert.Equal(TargetOutcome.Failed, answer.Outcome);
            Assert.Contains("none of /proc, /no/such/folder is a folder on tmpfs", answer.Reason, StringComparison.Ordinal);
        }

        Assert.Throws<IOException>(() => agent.Context.Memory.Open());
    }

    [Fact]
    public async Task A_folder_that_others_may_look_into_is_not_used()
    {
        await using var agent = new QuietAgent();
        var path = agent.Context.Memory.Open();
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
            Assert.Contains("remove it", Assert.Throws<IOException>(() => agent.Context.Memory.Open()).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
