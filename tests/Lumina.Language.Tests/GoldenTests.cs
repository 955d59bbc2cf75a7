using System.Text;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Tests;

/// <summary>Plans with their findings written into them, under the line and the place. LUMINA_REWRITE_GOLDENS=1 writes them anew.</summary>
public sealed class GoldenTests
{
    private const string Mark = "//~";

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
        var source = string.Join('\n', written.Split('\n').Where(line => !line.StartsWith(Mark, StringComparison.Ordinal)));
        var found = PlanCompiler.Compile(name, source, new Dictionary<string, string>());
        var annotated = Annotate(source, found.Diagnostics);
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

    private static string Annotate(string source, IEnumerable<Diagnostic> findings)
    {
        var byLine = findings.ToLookup(d => d.Location.Line);
        var lines = source.Split('\n').SelectMany((line, index) => byLine[index + 1].Select(Annotation).Prepend(line));
        return string.Join('\n', lines);
    }

    /// <summary>Carets stand under the place; the mark takes three columns, so a place before the fourth is named instead.</summary>
    private static string Annotation(Diagnostic finding)
    {
        var at = finding.Location;
        var carets = new string('^', at.Line == at.EndLine ? Math.Max(1, at.Length) : 1);
        var line = new StringBuilder(Mark);
        if (at.Column > Mark.Length)
            line.Append(' ', at.Column - Mark.Length - 1).Append(carets);
        else
            line.Append(carets).Append($" (column {at.Column})");
        line.Append($" {finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message}");
        if (finding.Fix is { } fix)
            line.Append($" [{fix.Title}]");
        return line.ToString();
    }
}
