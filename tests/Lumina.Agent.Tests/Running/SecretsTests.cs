using System.Text;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.Tests.Running;

/// <summary>Secrets of instances: there when they start again, never on disk to be read, and gone afterwards.</summary>
public sealed class SecretsTests : IAsyncDisposable
{
    private const string Canary = SecretRevision.Canary;
    private const string Script = """echo "begin $DB_KEY end"; printf %s "$DB_KEY" | base64; cat "$KEY_FILE"; echo; exec sleep 1000""";

    private readonly RunningAgent _agent = new();

    private static RevisionContents Contents => SecretRevision.Contents;

    private static RevisionSpec Revision => SecretRevision.With(RunningAgent.Shell(1, Script));

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task What_an_instance_prints_is_in_its_log_without_its_secrets_and_nothing_on_disk_has_them()
    {
        await WantAsync(1);
        await _agent.UntilHealthyAsync(1, 1);
        await UntilLogAsync(text => text.Count(character => character == '*') == 9);
        Assert.Contains("begin *** end", Log(), StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(_agent.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".pipe", StringComparison.Ordinal) && Path.GetFileName(file) != "lock").ToList();
        Assert.Contains(files, file => file.EndsWith(".sealed", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => Encoding.UTF8.GetString(Read(file)) is var text
            && (text.Contains(Canary, StringComparison.Ordinal) || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)), StringComparison.Ordinal)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_agent.Folder, "secrets.key")));
    }

    [Fact]
    public async Task A_successor_starts_a_dead_instance_again_with_its_secrets_and_logs_it_without_them()
    {
        await WantAsync(1);
        var pid = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0].ProcessId!.Value; // Healthy
        await _agent.KillAsync();
        await RunningAgent.KillAsync(pid);
        await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy, Restarts: 1 }]);
        await UntilLogAsync(text => text.Count(character => character == '*') == 18);
        Assert.DoesNotContain(Canary, Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_writer_that_was_killed_is_started_again_and_its_instance_goes_on()
    {
        await WantAsync(1);
        var before = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0].ProcessId;
        var writer = Assert.Single(Writers());
        await RunningAgent.KillAsync(writer);
        await Eventually.Async(() => Task.FromResult(Writers().Any(pid => pid != writer)), () => "no other writer");
        Assert.Equal(before, RunningAgent.Instances(await _agent.ObserveAsync(), 1)[0].ProcessId);
    }

    [Fact]
    public async Task A_successor_finds_the_log_writer_and_starts_no_second_one_beside_it()
    {
        await WantAsync(1);
        await _agent.UntilHealthyAsync(1, 1);
        var writer = Assert.Single(Writers());
        await _agent.KillAsync();
        await _agent.UntilHealthyAsync(1, 1);
        Assert.Equal(writer, Assert.Single(Writers()));
    }

    [Fact]
    public async Task Without_its_secrets_nothing_is_started_and_the_reason_is_said()
    {
        var answer = await _agent.Target.ScaleAsync(_agent.NewOperation(), Revision, 1, RevisionContents.None, Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains("was not given", answer.Reason, StringComparison.Ordinal);
        // What was prepared is kept.
        Assert.Equal(TargetOutcome.Done, (await _agent.Target.PrepareAsync(_agent.NewOperation(), Revision, Contents, Cancelled.Never)).Outcome);
        await _agent.ScaleAsync(Revision, 1);
        await _agent.UntilHealthyAsync(1, 1);
    }

    [Fact]
    public async Task What_no_instance_needs_any_more_is_forgotten_on_disk_and_in_memory()
    {
        await WantAsync(1);
        await _agent.UntilHealthyAsync(1, 1);
        using (var folder = StateFolder.Look(_agent.Folder))
            Assert.NotEmpty(new MemoryFolder(folder).Everywhere.SelectMany(root => Directory.EnumerateFiles(root, "key", SearchOption.AllDirectories)));
        await _agent.ScaleAsync(Revision, 0);
        await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
        await Eventually.Async(
            () => Task.FromResult(!Directory.EnumerateFiles(_agent.ComponentFolder, "*.sealed", SearchOption.AllDirectories).Any()), () => "something is kept");
        using var look = StateFolder.Look(_agent.Folder);
        Assert.Empty(new MemoryFolder(look).Everywhere.SelectMany(root => Directory.EnumerateFiles(root, "key", SearchOption.AllDirectories)));
    }

    [Fact]
    public async Task What_was_tampered_with_is_not_used_and_is_given_anew()
    {
        await WantAsync(1);
        var pid = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0].ProcessId!.Value; // Healthy
        await _agent.KillAsync();
        var file = Directory.EnumerateFiles(_agent.ComponentFolder, "*.sealed", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(file);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(file, content);
        await RunningAgent.KillAsync(pid);
        var seen = await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Restarting, LastAnswer: { } said }] && said.Contains("was changed", StringComparison.Ordinal));
        Assert.Null(RunningAgent.Instances(seen, 1)[0].ProcessId);
        await WantAsync(1);
        await _agent.UntilHealthyAsync(1, 1);
    }

    private async Task WantAsync(int instances) =>
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(_agent.NewOperation(), Revision, instances, Contents, Cancelled.Never));

    private IEnumerable<int> Writers() => _agent.Processes().Where(process => process.LogOf is not null).Select(process => process.Entry.Pid);

    private Task UntilLogAsync(Func<string, bool> isSo) => Eventually.Async(() => Task.FromResult(isSo(Log())), Log);

    private string Log() => string.Concat(Directory.EnumerateFiles(_agent.LogFolder, "*.log").Select(file => Encoding.UTF8.GetString(Read(file))));

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
