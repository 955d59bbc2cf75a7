namespace Lumina.Policy.Opa;

/// <summary>The Rego files of a folder.</summary>
public static class PolicyFolder
{
    /// <summary>All <c>*.rego</c> of it and below, but for tests (<c>*_test.rego</c>) and what is hidden; by name.</summary>
    /// <exception cref="IOException">Something can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read.</exception>
    public static IReadOnlyList<PolicyFile> Read(string folder)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(folder, "*.rego", everywhere)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(file => !file.Name.EndsWith("_test.rego", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new PolicyFile(file.Name, File.ReadAllText(file.Path)))];
    }
}
