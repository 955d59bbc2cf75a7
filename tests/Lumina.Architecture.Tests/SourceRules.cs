using System.Text.RegularExpressions;

namespace Lumina.Architecture.Tests;

/// <summary>Rules about files, folders and names. Each takes what it looks at and returns what is wrong, so that a test can hand it a violation.</summary>
internal static partial class SourceRules
{
    public const int LongestFile = 400;

    private static readonly string[] BannedFolders = ["Interfaces", "Helpers", "Models", "Services", "Utils", "Common"];
    private static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Impl"];

    /// <summary>Folders named for a kind of class. The sample services are what their folder says, so theirs is allowed.</summary>
    public static IEnumerable<string> BannedFolderNames(IEnumerable<string> files) => files
        .Where(file => !file.StartsWith("examples/services/", StringComparison.Ordinal))
        .SelectMany(file => file.Split('/')[..^1].Where(folder => BannedFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)).Select(folder => $"{file}: {folder}/"))
        .Distinct();

    /// <summary>Types whose names say nothing.</summary>
    public static IEnumerable<string> BannedTypeNames(IEnumerable<string> types) =>
        types.Where(type => BannedEndings.Any(ending => type.EndsWith(ending, StringComparison.Ordinal)));

    public static IEnumerable<string> TooLong(IEnumerable<(string Path, int Lines)> files) =>
        files.Where(file => file.Lines > LongestFile).Select(file => $"{file.Path}: {file.Lines} lines");

    /// <summary>Tests that are switched off.</summary>
    public static IEnumerable<string> SkippedTests(IEnumerable<(string Path, string Text)> files) =>
        files.Where(file => Skip().IsMatch(file.Text)).Select(file => file.Path);

    public static IEnumerable<string> OwnPackageVersions(IEnumerable<ProjectFile> projects) =>
        projects.SelectMany(project => project.OwnVersions.Select(package => $"{project.Path}: {package}"));

    public static IEnumerable<string> NotInSolution(IEnumerable<ProjectFile> projects, string solution) =>
        projects.Select(project => project.Path).Where(path => !solution.Contains($"\"{path.Replace('/', '\\')}\"", StringComparison.Ordinal));

    /// <summary>Modules without a page that says what they are for.</summary>
    public static IEnumerable<string> WithoutReadme(IEnumerable<ProjectFile> projects, IReadOnlySet<string> files) =>
        from project in projects
        where project.IsModule && !files.Contains($"{project.Folder}/README.md")
        select project.Folder;

    /// <summary>Public classes that are open for derivation though nothing in their assembly derives from them.</summary>
    public static IEnumerable<string> OpenPublicClasses(IReadOnlyList<DefinedType> types) =>
        from type in types
        where type is { IsPublic: true, IsOpenClass: true } && !types.Any(other => other.DerivedFrom == type.Name)
        select type.FullName;

    /// <summary>Public types about which the XML documentation says nothing.</summary>
    public static IEnumerable<string> Undocumented(IEnumerable<DefinedType> types, string documentation) =>
        types.Where(type => type.IsPublic && !Mentions(documentation, type)).Select(type => type.FullName);

    private static bool Mentions(string documentation, DefinedType type) =>
        Regex.IsMatch(documentation, $"name=\"T:{Regex.Escape(type.Namespace)}\\.(\\w+\\.)*{Regex.Escape(type.Name)}(`\\d+)?\"");

    // In two pieces, so that this file is not its own violation.
    [GeneratedRegex(@"\b" + "Skip" + @"(Unless|When)?\s*=[^=]")]
    private static partial Regex Skip();
}
