using System.Globalization;

namespace Lumina.Agent.Logs;

/// <summary>The log of one instance: the file that its process writes, and the older ones <c>.1</c> (newest) to <c>.n</c>.</summary>
/// <param name="Path">The file that is written.</param>
internal sealed record LogFile(string Path)
{
    public const string Suffix = ".log";

    public string Instance => System.IO.Path.GetFileName(Path)[..^Suffix.Length];

    /// <summary>Instances are named component-revision-random.</summary>
    public int? Revision
    {
        get
        {
            var parts = Instance.Split('-');
            return parts.Length >= 3 && int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
    }

    public string Older(int number) => string.Create(CultureInfo.InvariantCulture, $"{Path}.{number}");

    /// <summary>
    /// Empties it when it is larger than so many bytes, and keeps what was in it in <c>.1</c> and so on. Its writer keeps the file
    /// open, also when no agent is there, so it is copied and then emptied; the writer appends, so it goes on at the start. What is
    /// written between the end of the copy and the emptying is lost; an idle writer loses nothing.
    /// </summary>
    /// <exception cref="IOException">It could not be copied; it is as it was.</exception>
    public void Rotate(long atMost, int files)
    {
        if (new FileInfo(Path) is not { Exists: true } file || file.Length <= atMost)
            return;
        for (var number = files - 1; number > 1; number--)
        {
            if (File.Exists(Older(number - 1)))
                File.Move(Older(number - 1), Older(number), overwrite: true);
        }

        using var written = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var copying = Path + ".copy";
        using (var copy = new FileStream(copying, FileMode.Create, FileAccess.Write))
            written.CopyTo(copy);
        // In this order an end of ours in between says lines twice, and a follower can tell how far it is: see LogTail.
        File.Move(copying, Older(1), overwrite: true);
        written.SetLength(0);
    }

    /// <summary>All logs in a folder, those of ended instances too.</summary>
    public static IEnumerable<LogFile> FindAll(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Suffix).Select(path => new LogFile(path)) : [];
}
