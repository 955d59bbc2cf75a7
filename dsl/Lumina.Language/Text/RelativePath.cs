namespace Lumina.Language.Text;

/// <summary>Paths that are written in plans: relative to the file in which they stand, with <c>/</c> between folders.</summary>
internal static class RelativePath
{
    private const int Longest = 1024;

    /// <summary>Why a path can't be used; null when it can.</summary>
    public static string? ProblemOf(string path) =>
        path.Length == 0 ? "it is empty"
        : path.Length > Longest ? "it is longer than 1024 characters"
        : path.Contains('\\', StringComparison.Ordinal) ? "write '/' between folders"
        : path[0] == '/' || (path.Length > 1 && path[1] == ':') ? "it has to be relative to the file in which it stands"
        : path.AsSpan().ContainsAnyInRange('\0', '\u001f') ? "it has control characters in it"
        : path[^1] == '/' ? "it names a folder"
        : null;

    /// <summary>The path as seen from the folder of the plan's file.</summary>
    /// <param name="from">The path of the file in which it is written, seen from there too; empty for the plan's file itself.</param>
    /// <param name="path">What is written.</param>
    public static string Resolve(string from, string path)
    {
        var parts = new List<string>();
        var folder = from.LastIndexOf('/');
        foreach (var part in (folder < 0 ? path : from[..(folder + 1)] + path).Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
