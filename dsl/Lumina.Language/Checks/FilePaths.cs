using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Checks;

/// <summary>Paths under which instances find files: relative to a folder of the component's, or absolute on targets that mount files.</summary>
internal static class FilePaths
{
    public const int MostFiles = 100;
    public const int MostBytes = 1024 * 1024;
    private const int Longest = 255;

    /// <summary>Why a path can't be used; null when it can.</summary>
    public static string? ProblemOf(string path)
    {
        if (path.Length is 0 or > Longest)
            return path.Length == 0 ? "it is empty" : $"it is longer than {Longest} characters";
        if (path.Contains('\\', StringComparison.Ordinal))
            return "write '/' between folders";
        if (path.Any(char.IsControl))
            return "it has control characters in it";
        if (path.Length > 1 && path[1] == ':')
            return "it names a drive";
        var parts = (path[0] == '/' ? path[1..] : path).Split('/');
        return parts[^1].Length == 0 ? "it names a folder"
            : parts.Contains("..") ? "'..' leads out of the folder"
            : parts.Any(part => part is "" or ".") ? "it has a part that is empty or '.'"
            : null;
    }

    /// <summary>A file can't be the folder of another.</summary>
    /// <param name="places">Where each is written, by its path.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void CheckFolders(IReadOnlyDictionary<string, TextSpan> places, DiagnosticBag diagnostics)
    {
        foreach (var (path, place) in places)
        {
            for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (places.ContainsKey(path[..slash]))
                    diagnostics.Add(ConfigurationFindings.BadFilePath(diagnostics.Locate(place), path, $"'{path[..slash]}' is a file of this component too, and no folder"));
            }
        }
    }
}
