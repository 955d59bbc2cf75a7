namespace Lumina.Cli.Hosts;

/// <summary>The file that a local host's output is appended to.</summary>
internal static class HostLog
{
    private const int Lines = 10;
    private const int Bytes = 16 * 1024;

    public static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    /// <summary>The last lines of what was written after an offset.</summary>
    public static IReadOnlyList<string> Tail(string file, long from)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Position = Math.Max(Math.Min(from, stream.Length), stream.Length - Bytes);
            using var reader = new StreamReader(stream);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.TakeLast(Lines).Select(line => line.TrimEnd('\r'))];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
