using Lumina.Agent.Logs;

namespace Lumina.Agent.Tests.Unit;

public sealed class LogRotationTests : IDisposable
{
    private const int Files = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-agent-tests-").FullName;

    private LogFile Log => new(Path.Combine(_folder, "my-web-12-0a1b2c3d.log"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_writer_that_keeps_its_file_open_loses_nothing_that_it_wrote_before_and_after()
    {
        using var writer = new FileStream(Log.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        for (var i = 0; i < 3; i++)
        {
            writer.Write("aaaaaaaaaa\nbbbbbbbbbb\n"u8);
            writer.Flush();
            Log.Rotate(atMost: 20, Files);
            Assert.Equal(0, new FileInfo(Log.Path).Length);
            Assert.Equal("aaaaaaaaaa\nbbbbbbbbbb\n", File.ReadAllText(Log.Older(1)));
        }

        // The oldest of four has gone: one is written, two are kept.
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
