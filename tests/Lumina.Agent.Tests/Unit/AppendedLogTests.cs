using Lumina.Agent.Logs;

namespace Lumina.Agent.Tests.Unit;

public sealed class AppendedLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-log-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_made_with_the_first_byte_and_goes_on_at_its_end()
    {
        var path = Path.Combine(_folder.FullName, "web-1.log");
        using (var log = new AppendedLog(path))
        {
            Assert.False(File.Exists(path));
            log.Write("one\n"u8);
            Rotate(path);
            log.Write("two\n"u8);
            Assert.Equal("two\n", File.ReadAllText(path));
        }

        // The next process of the instance finds a log that is not empty.
        using var next = new AppendedLog(path);
        next.Write("three\n"u8);
        Assert.Equal("two\nthree\n", File.ReadAllText(path));
        Rotate(path);
        next.Write("four\n"u8);
        Assert.Equal("four\n", File.ReadAllText(path));
    }

    [Fact]
    public void What_cannot_be_written_is_left_out_and_noted_once_there_is_room_again()
    {
        var path = Path.Combine(_folder.FullName, "later/web-1.log");
        using var log = new AppendedLog(path);

        log.Write("lost\n"u8);
        log.Write("lost too\n"u8);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "later"));
        log.Write("kept\n"u8);
        log.Write("and this\n"u8);

        Assert.Equal("[lumina: a part of the log is missing here, it could not be written]\nkept\nand this\n", File.ReadAllText(path));
    }

    private static void Rotate(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
