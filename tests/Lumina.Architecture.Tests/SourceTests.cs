namespace Lumina.Architecture.Tests;

/// <summary>Files, folders and names; each rule with a violation that it must catch.</summary>
public sealed class SourceTests
{
    private static readonly ProjectFile Stray = ProjectFile.Read("modules/Lumina.Stray/Lumina.Stray.csproj", """
        <Project><ItemGroup><PackageReference Include="Dapper" Version="2.1.86" /></ItemGroup></Project>
        """);

    [Fact]
    public void Folders_are_named_for_what_they_do() => Assert.Empty(SourceRules.BannedFolderNames(Repository.Files("*")));

    [Fact]
    public void A_folder_named_for_a_kind_of_class_is_caught() =>
        Assert.Equal(
            ["modules/Lumina.X/Helpers/A.cs: Helpers/"],
            SourceRules.BannedFolderNames(["modules/Lumina.X/Helpers/A.cs", "modules/Lumina.X/Changes/B.cs", "examples/services/Program.cs"]));

    [Fact]
    public void Types_are_named_for_what_they_are() =>
        Assert.Empty(SourceRules.BannedTypeNames(Assemblies.Compiled.Values.SelectMany(Assemblies.TypesOf).Select(type => type.FullName)));

    [Fact]
    public void A_type_with_an_empty_name_is_caught() =>
        Assert.Equal(["RolloutManager", "PlanBase"], SourceRules.BannedTypeNames(["RolloutManager", "Rollout", "PlanBase", "Database"]));

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(SourceRules.TooLong(Repository.Files("*.cs").Select(path => (path, File.ReadLines(Repository.Absolute(path)).Count()))));

    [Fact]
    public void A_long_file_is_caught() =>
        Assert.Equal(["a.cs: 401 lines"], SourceRules.TooLong([("a.cs", SourceRules.LongestFile + 1), ("b.cs", SourceRules.LongestFile)]));

    [Fact]
    public void No_test_is_switched_off() =>
        Assert.Empty(SourceRules.SkippedTests(
            Repository.Files("*.cs").Where(path => path.StartsWith("tests/", StringComparison.Ordinal)).Select(path => (path, File.ReadAllText(Repository.Absolute(path))))));

    [Fact]
    public void A_test_that_is_switched_off_is_caught() =>
        Assert.Equal(["a.cs"], SourceRules.SkippedTests([("a.cs", "[Fact(" + "Skip" + " = \"later\")]"), ("b.cs", "lines." + "Skip" + "(1)")]));

    [Fact]
    public void Versions_of_packages_are_in_one_place() => Assert.Empty(SourceRules.OwnPackageVersions(Repository.Projects));

    [Fact]
    public void A_version_in_a_project_is_caught() =>
        Assert.Equal(["modules/Lumina.Stray/Lumina.Stray.csproj: Dapper"], SourceRules.OwnPackageVersions([Stray]));

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Assert.Empty(SourceRules.NotInSolution(Repository.Projects, File.ReadAllText(Repository.Absolute("Lumina.Modular.sln"))));

    [Fact]
    public void A_project_outside_the_solution_is_caught() =>
        Assert.Equal([Stray.Path], SourceRules.NotInSolution([Stray], File.ReadAllText(Repository.Absolute("Lumina.Modular.sln"))));

    [Fact]
    public void Every_module_says_what_it_is_for() =>
        Assert.Empty(SourceRules.WithoutReadme(Repository.Projects, Repository.Files("README.md").ToHashSet()));

    [Fact]
    public void A_module_without_a_readme_is_caught() =>
        Assert.Equal(["modules/Lumina.Stray"], SourceRules.WithoutReadme([Stray], Repository.Files("README.md").ToHashSet()));
}
