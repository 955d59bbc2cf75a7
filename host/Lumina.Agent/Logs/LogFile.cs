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

    /// <summary>All logs in a folder, those of ended instances too.</summary>
    public static IEnumerable<LogFile> FindAll(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Suffix).Select(path => new LogFile(path)) : [];
}
