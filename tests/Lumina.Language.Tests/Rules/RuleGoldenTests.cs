using Lumina.Language.Diagnostics;
using Lumina.Language.Formatting;
using Lumina.Language.Rules;

namespace Lumina.Language.Tests.Rules;

/// <summary>Rules with their findings written into them, and rules before and after they are laid out.</summary>
public sealed class RuleGoldenTests
{
    private static string Folder => Repository.PathOf("tests/Lumina.Language.Tests/Goldens/rules");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.rules", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f))
            .Where(name => !name.StartsWith("format", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Layouts =>
        [.. Directory.GetFiles(Path.Combine(Folder, "format"), "*.in.rules").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_the_findings_that_are_written_into_it(string name)
    {
        var path = Path.Combine(Folder, name);
        var written = File.ReadAllText(path);
        var source = Annotated.SourceOf(written);
        var found = RuleCompiler.Compile([new RuleFile(name, source)]);
        var annotated = Annotated.With(source, found.Diagnostics);
        if (Repository.Rewrites)
            File.WriteAllText(path, annotated);
        else
            Assert.Equal(written, annotated);
        Assert.Equal(source, Ruled.Tree(source).ToSource());
        Assert.Equal(name.StartsWith("bad", StringComparison.Ordinal), found.Diagnostics.Any(d => d.Severity != Severity.Info));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_file_is_laid_out_as_the_golden_file_says(string name)
    {
        var input = File.ReadAllText(Path.Combine(Folder, "format", name));
        var output = Path.Combine(Folder, "format", name.Replace(".in.", ".out.", StringComparison.Ordinal));
        var result = PlanFormatter.Format(input, name);
        Assert.Empty(result.Problems);
        if (Repository.Rewrites)
            File.WriteAllText(output, result.Text);
        Assert.Equal(File.ReadAllText(output), result.Text);
        Assert.Equal(result.Text, PlanFormatter.Format(result.Text, name).Text);
        Assert.Equal(Ruled.From(input).Rules.Digest, Ruled.From(result.Text).Rules.Digest);
    }
}
