namespace Lumina.Agent.Logs;

/// <summary>Where a follower is in one instance's log.</summary>
internal sealed class LogTail(LogFile log)
{
    private const int MostAtOnce = 1024 * 1024;

    private readonly LineSplitter _splitter = new();

    public long Position { get; set; }

    /// <summary>The whole lines that were written since.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        var lines = new List<string>();
        try
        {
            if (new FileInfo(log.Path) is not { Exists: true } file || file.Length == Position)
                return lines;
            if (file.Length < Position)
            {
                // Rotated: what we have not seen of it is in the newest of the older files.
                Read(log.Older(1), lines);
                Position = 0;
            }

            Read(log.Path, lines);
        }
        catch (IOException)
        {
            // Rotated or deleted between two looks; the next one sees how it is.
            return lines;
        }

        return lines;
    }

    private void Read(string path, List<string> lines)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(Position, file.Length);
        var buffer = new byte[(int)Math.Min(MostAtOnce, file.Length - file.Position)];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        lines.AddRange(_splitter.Add(buffer.AsMemory(0, read)));
        Position = file.Position;
    }
}
