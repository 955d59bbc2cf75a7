using System.Text.RegularExpressions;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Parsing;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Tests;

public sealed partial class DocumentationTests
{
    public static TheoryData<string, int> Snippets
    {
        get
        {
            var snippets = new TheoryData<string, int>();
            foreach (var page in Directory.GetFiles(Repository.PathOf("docs/language"), "*.md"))
            {
                for (var i = 0; i < SnippetsOf(page).Length; i++)
                    snippets.Add(Path.GetFileName(page), i);
            }
            return snippets;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_of_the_documentation_is_right(string page, int index)
    {
        var snippet = SnippetsOf(Repository.PathOf("docs/language/" + page))[index];
        var source = new SourceText(page, snippet);
        var diagnostics = new DiagnosticBag(source);
        PlanParser.Parse(source, diagnostics);
        Assert.Empty(diagnostics.ToSorted());
        if (snippet.Contains("plan ", StringComparison.Ordinal))
            Assert.Empty(Compiled.From(snippet).Diagnostics);
    }

    [Fact]
    public void The_reference_names_every_word_of_the_language()
    {
        var reference = File.ReadAllText(Repository.PathOf("docs/language/reference.md"));
        var words = new[] { Words.PlanBlock, Words.ParamBlock, Words.EnvironmentBlock, Words.ComponentBlock, Words.HealthBlock, RolloutWords.RollingBlock, Words.RollbackBlock }
            .SelectMany(b => b.Entries.Select(e => e.Word))
            .Concat(Functions.All.Select(f => f.Name + "(")).Concat(Words.Targets).Concat(Words.HealthKinds);
        Assert.All(words, word => Assert.Matches("`([a-z, ]* )?" + Regex.Escape(word), reference));
    }

    private static string[] SnippetsOf(string page) => [.. Fenced().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("^```lumina\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
