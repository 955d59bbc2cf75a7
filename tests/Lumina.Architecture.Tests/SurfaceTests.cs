namespace Lumina.Architecture.Tests;

/// <summary>What modules show to each other; each rule with a violation that it must catch.</summary>
public sealed class SurfaceTests
{
    private static IEnumerable<string> Modules =>
        Repository.Projects.Where(project => project.IsModule).Select(project => Assemblies.Compiled[project.Name]);

    private static readonly DefinedType Open = new("Lumina.Stray", "Rollout", IsPublic: true, IsOpenClass: true, IsGenerated: false, "Object");

    [Fact]
    public void Public_classes_are_sealed_static_or_abstract_or_derived_from() =>
        Assert.Empty(Assemblies.Compiled.Values.SelectMany(path => SourceRules.OpenPublicClasses(Assemblies.TypesOf(path))));

    [Fact]
    public void A_public_class_that_anybody_can_derive_from_is_caught() =>
        Assert.Equal(
            ["Lumina.Stray.Rollout"],
            SourceRules.OpenPublicClasses([
                Open,
                Open with { Name = "Closed", IsOpenClass = false },
                Open with { Name = "Inside", IsPublic = false },
                Open with { Name = "Answer" },
                Open with { Name = "TypedAnswer", IsOpenClass = false, DerivedFrom = "Answer" },
            ]));

    [Fact]
    public void What_modules_show_is_documented() =>
        Assert.Empty(Modules.SelectMany(path =>
            SourceRules.Undocumented(Assemblies.TypesOf(path), File.ReadAllText(Path.ChangeExtension(path, ".xml")))));

    [Fact]
    public void A_public_type_without_documentation_is_caught() =>
        Assert.Equal(
            ["Lumina.Stray.Rollout"],
            SourceRules.Undocumented([Open, Open with { Name = "Known" }], """<member name="T:Lumina.Stray.Known"><summary>It is.</summary></member>"""));

    [Fact]
    public void Metadata_is_read_as_the_compiler_wrote_it()
    {
        var types = Assemblies.TypesOf(typeof(SurfaceTests).Assembly.Location);
        Assert.Contains(types, type => type is { Name: nameof(SurfaceTests), IsPublic: true, IsOpenClass: false });
        Assert.Contains(types, type => type is { Name: nameof(DefinedType), IsPublic: false });
        Assert.Contains(types, type => type is { Name: nameof(Derivable), IsPublic: true, IsOpenClass: true, Namespace: "Lumina.Architecture.Tests" });
    }

    /// <summary>Something for the test above to find.</summary>
#pragma warning disable CA1034 // It has to be what the rule forbids.
    public class Derivable;
#pragma warning restore CA1034
}
