using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Lumina.Architecture.Tests;

/// <summary>The source tree that these tests were compiled from.</summary>
internal static class Repository
{
    public static string Root { get; } = RootFrom(ThisFile());

    /// <summary>Our own folders of sources.</summary>
    public static IReadOnlyList<string> SourceFolders { get; } = ["dsl", "modules", "host", "examples", "tests"];

    /// <summary>Every project of the tree.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files("*.csproj").Select(path => ProjectFile.Read(path, File.ReadAllText(Absolute(path))))];

    /// <summary>Paths relative to the root, with '/', of all source files that fit a pattern; build output left out.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        from folder in SourceFolders
        where Directory.Exists(Absolute(folder))
        from path in Directory.EnumerateFiles(Absolute(folder), pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "bin" or "obj" or "node_modules")
        orderby relative
        select relative;

    public static string Absolute(string relative) => Path.Combine(Root, relative);

    private static string RootFrom(string file)
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"{file} is not below a folder with a global.json.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => File.Exists(path) ? path : AppContext.BaseDirectory;
}

/// <summary>A project as its file says.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="References">Names of the projects that it references.</param>
/// <param name="OwnVersions">Packages whose version it says itself.</param>
internal sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> References, IReadOnlyList<string> OwnVersions)
{
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Whether it is a module or the language: what others build on.</summary>
    public bool IsModule => Path.Split('/')[0] is "dsl" or "modules";

    public string Folder => Path[..Path.LastIndexOf('/')];

    public static ProjectFile Read(string path, string text)
    {
        var document = XDocument.Parse(text);
        return new ProjectFile(
            path,
            System.IO.Path.GetFileNameWithoutExtension(path),
            [.. document.Descendants("ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(Included(reference).Replace('\\', '/')))],
            [.. document.Descendants("PackageReference")
                .Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null || package.Element("Version") is not null)
                .Select(Included)]);
    }

    private static string Included(XElement item) => item.Attribute("Include")?.Value ?? item.Attribute("Update")?.Value ?? "";
}
