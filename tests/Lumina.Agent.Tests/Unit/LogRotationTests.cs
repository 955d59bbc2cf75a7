using Lumina.Agent.Logs;
using Lumina.Agent.Tests.Running;
using Lumina.Processes;

namespace Lumina.Agent.Tests.Unit;

public sealed class LogRotationTests : IDisposable
{
    private const int Files = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-agent-tests-").FullName;

    private LogFile Log => new(Path.Combine(_folder, "my-web-12-0a1b2c3d.log"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_writer_that_keeps_its_file_open_loses_nothing_when_it_is_idle_meanwhile()
    {
        var go = Path.Combine(_folder, "go");
        using var writer = ProcessSpawner.SpawnDetached(new SpawnRequest
        {
            File = "/bin/sh",
            Arguments = ["-c", $"echo a long enough line; while [ ! -e {go} ]; do sleep 0.02; done; echo goes on; exit 7"],
            Environment = [new("PATH", "/usr/bin:/bin")],
            WorkingDirectory = _folder,
            StandardOutput = Log.Path,
        });
        var ended = new TaskCompletionSource<ProcessEnd>();
        ExitWatcher.Shared.Watch(writer, ended.SetResult);
        await Eventually.Async(() => Task.FromResult(new FileInfo(Log.Path).Length > 15), () => "nothing was written");
        Log.Rotate(atMost: 15, Files);
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(new ProcessEnd(7, null), await ended.Task);
        Assert.Equal("a long enough line\n", await File.ReadAllTextAsync(Log.Older(1)));
        Assert.Equal("goes on\n", await File.ReadAllTextAsync(Log.Path));
    }

    [Fact]
    public void The_oldest_goes_when_there_are_enough()
    {
        for (var i = 1; i <= 5; i++)
        {
            File.WriteAllText(Log.Path, $"this is number {i}\n");
            Log.Rotate(atMost: 5, Files);
        }

        Assert.Equal("this is number 5\n", File.ReadAllText(Log.Older(1)));
        Assert.Equal("this is number 4\n", File.ReadAllText(Log.Older(2)));
        Assert.Equal(Files, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_small_log_is_left_alone()
    {
        File.WriteAllText(Log.Path, "short");
        Log.Rotate(atMost: 20, Files);
        Assert.Equal("short", File.ReadAllText(Log.Path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_follower_sees_what_was_written_before_a_rotation_and_after_it()
    {
        File.WriteAllText(Log.Path, "one\n");
        var tail = new LogTail(Log);
        Assert.Equal(["one"], tail.ReadNew());
        File.AppendAllText(Log.Path, "two\nthree is long\n");
        Log.Rotate(atMost: 1, Files);
        File.AppendAllText(Log.Path, "four\n");
        Assert.Equal(["two", "three is long", "four"], tail.ReadNew());
        Assert.Empty(tail.ReadNew());
    }

    [Fact]
    public void The_revision_is_told_by_the_name()
    {
        Assert.Equal(12, Log.Revision);
        Assert.Equal("my-web-12-0a1b2c3d", Log.Instance);
        Assert.Null(new LogFile("/somewhere/else.log").Revision);
    }
}
