namespace Lumina.Language.Editing;

/// <summary>Paths of imported files: relative to the file that imports them, with '/' on every system.</summary>
public static class ImportPath
{
    /// <summary>The name of an imported file; no file is looked at.</summary>
    /// <param name="from">The file that imports.</param>
    /// <param name="path">What it imports, as written.</param>
    public static string Resolve(string from, string path)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(path);
        var isRooted = path.StartsWith('/');
        var whole = isRooted ? path : from[..(from.LastIndexOf('/') + 1)] + path;
        var parts = new List<string>();
        foreach (var part in whole.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not ("" or ".."))
                parts.RemoveAt(parts.Count - 1);
            else if (part != "." && !(part.Length == 0 && parts.Count > 0))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
