namespace Lumina.Cli.Plans;

/// <summary>Looks for a name in a folder and in those above it.</summary>
internal static class Nearest
{
    /// <summary>The full path of the nearest one; null when there is none.</summary>
    public static string? Above(string directory, string name, Func<string, bool> exists)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (exists(path)) return path;
        }

        return null;
    }
}
