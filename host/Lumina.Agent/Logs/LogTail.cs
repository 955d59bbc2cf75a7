namespace Lumina.Agent.Logs;

/// <summary>Where a follower is in one instance's log.</summary>
internal sealed class LogTail(LogFile log)
{
    private const int MostAtOnce = 1024 * 1024;

    private readonly LineSplitter _splitter = new();
    private (long Length, DateTime At) _older = Look(log.Older(1));

    public long Position { get; set; }

    /// <summary>The whole lines that were written since.</summary>
    public IReadOnlyList<string> ReadNew()
    {
        var lines = new List<string>();
        try
        {
            var older = Look(log.Older(1));
            if (older != _older)
            {
                // Copied, and not yet emptied: the next look will tell more.
                if (Look(log.Path).Length >= older.Length)
                    return lines;
                // Rotated: what was not seen of it is in the newest of the older files.
                while (Read(log.Older(1), lines))
                {
                }

                _older = older;
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

    private bool Read(string path, List<string> lines)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length <= Position)
            return false;
        file.Position = Position;
        var buffer = new byte[(int)Math.Min(MostAtOnce, file.Length - Position)];
        var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        lines.AddRange(_splitter.Add(buffer.AsMemory(0, read)));
        Position += read;
        return read > 0;
    }

    private static (long Length, DateTime At) Look(string path) =>
        new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
}
