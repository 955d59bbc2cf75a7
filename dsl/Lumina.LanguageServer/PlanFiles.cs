using System.Collections.Concurrent;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
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
            if (FindReadable(name) is not { } file)
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

    /// <summary>What a file says that is no plan.</summary>
    public static FileAnswer ReadText(string name)
    {
        try
        {
            if (FindReadable(name) is null)
                return FileAnswer.Failed("there is no such file");
            return SourceReader.Decode(name, File.ReadAllBytes(name)).Text is { } text ? FileAnswer.Of(text) : FileAnswer.Failed("it is not UTF-8");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return FileAnswer.Failed(unreadable.Message.TrimEnd('.'));
        }
    }

    /// <summary>What the nearest <c>lumina.json</c> in a plan's folder or above says about levels.</summary>
    public static FindingLevels LevelsFor(string name)
    {
        for (var folder = Path.IsPathRooted(name) ? Path.GetDirectoryName(name) : null; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var path = Path.Combine(folder, LevelsFile.Name);
            if (File.Exists(path))
                return ReadText(path).Text is { } text ? LevelsFile.Read(path, text).Levels : FindingLevels.Default;
        }
        return FindingLevels.Default;
    }

    /// <summary>The files of a kind in folders and below them, not beyond bounds.</summary>
    public static IReadOnlyList<string> Below(IEnumerable<string> folders, string pattern)
    {
        var found = new List<string>();
        var waiting = new Queue<(string Folder, int Depth)>(folders.Select(f => (f, 0)));
        for (var visited = 0; visited < 10 * MostFiles && found.Count < MostFiles && waiting.TryDequeue(out var next); visited++)
        {
            try
            {
                found.AddRange(Directory.EnumerateFiles(next.Folder, pattern).Take(MostFiles - found.Count).Select(f => f.Replace('\\', '/')));
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

    /// <summary>A pipe or a device has no length; reading it could wait for ever.</summary>
    private static FileInfo? FindReadable(string name) =>
        Path.IsPathRooted(name) && new FileInfo(name) is { Exists: true, Length: > 0 and <= LargestFile } file ? file : null;

    private static bool IsLookedInto(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && !Passed.Contains(name)
            && !new DirectoryInfo(folder).Attributes.HasFlag(FileAttributes.ReparsePoint);
}
