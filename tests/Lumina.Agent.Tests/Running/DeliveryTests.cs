using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Agent.Tests.Running;

/// <summary>What instances got: read back, kept out of what health checks say, made again when it is lost.</summary>
public sealed class DeliveryTests : IAsyncDisposable
{
    private static readonly FingerprintKey Key = new(new byte[FingerprintKey.Size]);

    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Theory]
    [InlineData("40")]
    [InlineData("1000000")]
    public async Task Variables_that_a_program_has_written_over_are_unreadable_and_no_difference(string bytes)
    {
        var revision = SecretRevision.With(RunningAgent.Service(1, FreePort.Take(), ("OVERWRITE", bytes)));
        await WantAsync(revision);
        await _agent.UntilHealthyAsync(1, 1);
        var read = Assert.Single((await _agent.Target.ReadBackAsync(_agent.Key, 1, Key, Cancelled.Never)).Value);
        Assert.Null(read.Variables);
        Assert.Contains("has written over its variables", read.Unreadable, StringComparison.Ordinal);
        Assert.Equal(Key.Of(System.Text.Encoding.UTF8.GetBytes(SecretRevision.Canary)), read.Files["key"]);
    }

    [Fact]
    public async Task What_a_health_check_answers_is_said_without_secrets()
    {
        var revision = RunningAgent.Service(1, FreePort.Take(), ("SICK", "1"), ("SICKNESS", "DB_KEY"));
        await WantAsync(SecretRevision.With(revision));
        Assert.Contains("503", await AnswerAsync(1), StringComparison.Ordinal);
        var shell = RunningAgent.Shell(2, "exec sleep 1000");
        await WantAsync(SecretRevision.With(shell with
        {
            Spec = shell.Spec with { Health = new HealthSpec { Kind = HealthKind.Command, Command = ["sh", "-c", "echo no way in with $DB_KEY; exit 1"], Every = TimeSpan.FromMilliseconds(200) } },
        }));
        Assert.Contains("no way in with ***", await AnswerAsync(2), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_agent.Folder, "*.json", SearchOption.AllDirectories).Append(Path.Combine(_agent.Folder, "agent.log")),
            file => ReadShared(file).Contains(SecretRevision.Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_are_gone_as_after_another_start_of_the_machine_are_made_again_for_the_next_process()
    {
        await WantAsync(SecretRevision.With(RunningAgent.Shell(1, "cat \"$KEY_FILE\" > /dev/null || exit 1; exec sleep 1000")));
        var pid = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0].ProcessId!.Value; // Healthy
        foreach (var folder in MemoryFolders())
            Directory.Delete(folder, recursive: true);
        Assert.Empty(Assert.Single((await _agent.Target.ReadBackAsync(_agent.Key, 1, Key, Cancelled.Never)).Value).Files);
        await RunningAgent.KillAsync(pid);
        await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy, Restarts: 1 }]);
        Assert.Single(Assert.Single((await _agent.Target.ReadBackAsync(_agent.Key, 1, Key, Cancelled.Never)).Value).Files);
    }

    [Fact]
    public async Task What_agents_have_left_in_memory_whose_own_folder_is_gone_goes_with_the_next_agent()
    {
        var lost = Directory.CreateTempSubdirectory("lumina-agent-tests-").FullName;
        string left;
        using (var folder = StateFolder.Take(lost))
            left = new MemoryFolder(folder!).Open(); // Nobody else has it
        await File.WriteAllTextAsync(Path.Combine(left, "key"), SecretRevision.Canary, Cancelled.Never);
        await _agent.ObserveAsync();
        Assert.True(Directory.Exists(left));
        await _agent.KillAsync();
        Directory.Delete(lost, recursive: true);
        await _agent.ObserveAsync();
        Assert.False(Directory.Exists(left));
    }

    private async Task WantAsync(RevisionSpec revision) =>
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(_agent.NewOperation(), revision, 1, SecretRevision.Contents, Cancelled.Never));

    private async Task<string> AnswerAsync(int revision)
    {
        var seen = await _agent.UntilAsync(seen => RunningAgent.Instances(seen, revision) is [{ LastAnswer: { } said }] && said.Contains("***", StringComparison.Ordinal));
        return RunningAgent.Instances(seen, revision)[0].LastAnswer!; // Waited for
    }

    private List<string> MemoryFolders()
    {
        using var folder = StateFolder.Look(_agent.Folder);
        return [.. new MemoryFolder(folder).Everywhere];
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
