using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Tests;

/// <summary>Plans with their findings written into them, under the line and the place. LUMINA_REWRITE_GOLDENS=1 writes them anew.</summary>
public sealed class GoldenTests
{
    private static string Folder => Repository.PathOf("tests/Lumina.Language.Tests/Goldens");

    public static TheoryData<string> Plans =>
        [.. Directory.GetFiles(Folder, "*.deploy", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f))
            .Where(name => !name.StartsWith("format", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_has_the_findings_that_are_written_into_it(string name)
    {
        var path = Path.Combine(Folder, name);
        var written = File.ReadAllText(path);
        var source = Annotated.SourceOf(written);
        var found = PlanCompiler.Compile(name, source, new Dictionary<string, string>());
        var annotated = Annotated.With(source, found.Diagnostics);
        if (Repository.Rewrites)
            File.WriteAllText(path, annotated);
        else
            Assert.Equal(written, annotated);
        Assert.Equal(source, Compiled.Tree(source).ToSource());
        Assert.Equal(name.StartsWith("bad", StringComparison.Ordinal), found.Diagnostics.Any(d => d.Severity != Severity.Info));
    }

    [Fact]
    public void There_are_good_plans_and_bad_ones()
    {
        Assert.True(Directory.GetFiles(Path.Combine(Folder, "good")).Length >= 60);
        Assert.True(Directory.GetFiles(Path.Combine(Folder, "bad")).Length >= 120);
    }
}
