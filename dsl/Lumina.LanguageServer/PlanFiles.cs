using System.Collections.Concurrent;
using Lumina.Language.Editing;
using Lumina.Language.Text;

namespace Lumina.LanguageServer;

/// <summary>Plan files on disk: those that open documents import, and those of the workspace that may import them. Everything is bounded; what
/// can't be read is not there.</summary>
internal sealed class PlanFiles
{
    private const long LargestFile = 8 * 1024 * 1024;
    private const int MostFiles = 500;
    private const int DeepestFolder = 8;

    private static readonly HashSet<string> Passed = new(["node_modules", "bin", "obj", "artifacts"], StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, PlanDocument Document)> _known = new(StringComparer.Ordinal);

    /// <summary>The document of a file; null when there is none that can be read.</summary>
    public PlanDocument? Read(string name)
    {
        try
        {
            var file = new FileInfo(name);
            // A pipe or a device has no length; reading it could wait for ever.
            if (!Path.IsPathRooted(name) || !file.Exists || file.Length is 0 or > LargestFile)
                return null;
            if (_known.TryGetValue(name, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
                return known.Document;
            if (SourceReader.Decode(name, File.ReadAllBytes(name)).Text is not { } text)
                return null;
            var document = new PlanDocument(name, text);
            _known[name] = (file.LastWriteTimeUtc, file.Length, document);
            return document;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The plan files in folders and below them, not beyond bounds.</summary>
    public static IReadOnlyList<string> Below(IEnumerable<string> folders)
    {
        var found = new List<string>();
        var waiting = new Queue<(string Folder, int Depth)>(folders.Select(f => (f, 0)));
        for (var visited = 0; visited < 10 * MostFiles && found.Count < MostFiles && waiting.TryDequeue(out var next); visited++)
        {
            try
            {
                found.AddRange(Directory.EnumerateFiles(next.Folder, "*.deploy").Take(MostFiles - found.Count).Select(f => f.Replace('\\', '/')));
                if (next.Depth == DeepestFolder)
                    continue;
                foreach (var below in Directory.EnumerateDirectories(next.Folder).Where(IsLookedInto))
                    waiting.Enqueue((below, next.Depth + 1));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // Then nothing in it is known.
            }
        }
        return found;
    }

    private static bool IsLookedInto(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Passed.Contains(name)
            && !new DirectoryInfo(folder).Attributes.HasFlag(FileAttributes.ReparsePoint);
}
