namespace Lumina.Architecture.Tests;

/// <summary>The table of allowed references, held against the project files and against what was compiled.</summary>
public sealed class ReferenceTests
{
    private static IEnumerable<ProjectFile> Ours => Repository.Projects.Where(project => !project.IsTest);

    [Fact]
    public void Projects_reference_only_what_the_table_allows() =>
        Assert.Empty(Ours.SelectMany(project => ReferenceRules.Violations(project.Name, project.References)));

    [Fact]
    public void Assemblies_use_only_what_the_table_allows() =>
        Assert.Empty(Assemblies.Compiled.SelectMany(assembly => ReferenceRules.Violations(assembly.Key, Assemblies.ReferencesOf(assembly.Value))));

    [Fact]
    public void Every_project_of_the_product_is_compiled_and_looked_at() =>
        Assert.Equal(
            Ours.Where(project => !project.Path.StartsWith("examples/", StringComparison.Ordinal)).Select(project => project.Name).Order(),
            Assemblies.Compiled.Keys.Order());

    [Fact]
    public void The_table_leads_from_no_project_back_to_itself() =>
        Assert.All(ReferenceRules.Allowed.Keys, project => Assert.DoesNotContain(project, Reachable(project)));

    [Theory]
    [InlineData("Lumina.Language", "Lumina.Planning")]
    [InlineData("Lumina.LanguageServer", "Lumina.Planning")]
    [InlineData("Lumina.Planning", "Lumina.Deployments")]
    [InlineData("Lumina.Journal", "Lumina.Storage")]
    [InlineData("Lumina.Storage", "Lumina.Journal")]
    [InlineData("Lumina.Traffic", "Lumina.Deployments")]
    [InlineData("Lumina.Analysis", "Lumina.Deployments")]
    [InlineData("Lumina.Analysis", "Lumina.Processes")]
    [InlineData("Lumina.Processes", "Lumina.Targets.Process")]
    [InlineData("Lumina.Deployments", "Lumina.Targets.Process")]
    [InlineData("Lumina.Targets.Process", "Lumina.Traffic")]
    [InlineData("Lumina.Targets.Simulated", "Lumina.Processes")]
    [InlineData("Lumina.Deployments", "Lumina.Rehearsal")]
    [InlineData("Lumina.Rehearsal", "Lumina.Targets.Process")]
    [InlineData("Lumina.Api", "Lumina.Language")]
    [InlineData("Lumina.Agent", "Lumina.Host")]
    [InlineData("Lumina.Host", "Lumina.Cli")]
    [InlineData("Lumina.Cli", "Lumina.Host")]
    [InlineData("Lumina.Examples.Service", "Lumina.Api")]
    public void A_reference_against_the_table_is_caught_in_a_project_file(string project, string reference)
    {
        var file = ProjectFile.Read($"modules/{project}/{project}.csproj", $"""
            <Project><ItemGroup><ProjectReference Include="..\..\anywhere/{reference}.csproj" /></ItemGroup></Project>
            """);
        Assert.Equal([$"{project} may not reference {reference}"], ReferenceRules.Violations(file.Name, file.References));
    }

    [Fact]
    public void Each_line_of_the_table_has_a_violation_that_it_catches() =>
        Assert.All(ReferenceRules.Allowed.Keys, project => Assert.NotEmpty(ReferenceRules.Violations(project, ["Lumina.Examples.Service", "Lumina.Unheard"])));

    [Fact]
    public void A_reference_against_the_table_is_caught_in_an_assembly() =>
        // Planning uses the language: called Api, which may reference nothing of ours, it breaks the rule.
        Assert.Contains(
            "Lumina.Api may not reference Lumina.Language",
            ReferenceRules.Violations("Lumina.Api", Assemblies.ReferencesOf(Assemblies.Compiled["Lumina.Planning"])));

    [Fact]
    public void A_project_without_a_line_in_the_table_is_caught() =>
        Assert.Equal(["Lumina.Gossip has no line in the table of allowed references"], ReferenceRules.Violations("Lumina.Gossip", []));

    private static HashSet<string> Reachable(string project)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(ReferenceRules.Allowed[project]);
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next))
                Array.ForEach(ReferenceRules.Allowed[next], open.Enqueue);
        }

        return reached;
    }
}
