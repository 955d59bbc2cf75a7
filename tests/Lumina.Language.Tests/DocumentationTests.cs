using System.Text;
using System.Text.RegularExpressions;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Formatting;
using Lumina.Language.Parsing;
using Lumina.Language.Rules;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Tests;

public sealed partial class DocumentationTests
{
    private const string RulesPage = "rules.md";

    public static TheoryData<string, int> Snippets
    {
        get
        {
            var snippets = new TheoryData<string, int>();
            foreach (var page in Directory.GetFiles(Repository.PathOf("docs/language"), "*.md").Where(p => Path.GetFileName(p) != RulesPage))
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
        var path = Repository.PathOf("docs/language/" + page);
        var snippet = SnippetsOf(path)[index];
        var source = new SourceText(page, snippet);
        var diagnostics = new DiagnosticBag(source);
        PlanParser.Parse(source, diagnostics);
        Assert.Empty(diagnostics.ToSorted());
        if (snippet.StartsWith("plan ", StringComparison.Ordinal) || snippet.Contains("\nplan ", StringComparison.Ordinal))
            Assert.Empty(PlanCompiler.Compile(new PlanInputs(page, snippet) { ReadFile = file => FileOf(path, file) }).Diagnostics);
    }

    [Fact]
    public void The_snippets_about_rules_are_one_set_without_a_finding()
    {
        var snippets = SnippetsOf(Repository.PathOf("docs/language/" + RulesPage));
        Assert.True(snippets.Length > 5);
        var compilation = RuleCompiler.Compile([.. snippets.Select((text, index) => new RuleFile($"{index}.rules", text))]);
        Assert.Empty(compilation.Diagnostics);
        Assert.NotEmpty(compilation.Tests);
        Assert.All(snippets, text => Assert.Equal(text, PlanFormatter.Format(text, "page.rules").Text));
    }

    [Fact]
    public void The_page_about_rules_names_every_word_of_rules()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/language/" + RulesPage));
        BlockRule[] blocks = [RuleWords.RuleBlock, RuleWords.TestBlock, RuleWords.DeploymentBlock];
        var entries = blocks.SelectMany(b => b.Entries).Append(RuleWords.WaiveSentence).ToList();
        var words = entries.SelectMany(e => e.Particles.Concat(e.Sentence?.KindWords ?? []).Append(e.Word)).Concat(RuleWords.Declarations);
        Assert.All(words, word => Assert.Matches("`[^`\n]*\\b" + Regex.Escape(word) + "\\b[^`\n]*`", page));
    }

    [Fact]
    public void The_reference_names_every_word_of_the_language()
    {
        var reference = File.ReadAllText(Repository.PathOf("docs/language/reference.md"));
        BlockRule[] blocks =
        [
            Words.PlanBlock, Words.ParamBlock, Words.EnvironmentBlock, Words.ComponentBlock, Words.HealthBlock, Words.RollbackBlock, Words.ScaleBlock, Words.ResourcesBlock,
            Words.ApprovalBlock, Words.ConfigFromBlock, Words.ConfigFileBlock, Words.InfrastructureBlock, RolloutWords.CheckBlock, PipelineWords.PipelineBlock, PipelineWords.StageBlock,
            .. RolloutWords.Strategy.Bodies, .. RolloutWords.Match.Bodies, .. RolloutWords.Verify.Bodies, .. PipelineWords.Gate.Bodies,
        ];
        var words = blocks.SelectMany(b => b.Entries).SelectMany(e => e.OneOf.Concat(e.Kinds.Select(k => k.Label)).Append(e.Word))
            .Concat(Words.Targets).Concat(Words.HealthKinds);
        Assert.All(words, word => Assert.Matches("`([a-z, ]* )?" + Regex.Escape(word), reference));
    }

    [Fact]
    public void The_page_about_functions_says_what_the_functions_say()
    {
        const string page = "docs/language/functions.md";
        var text = new StringBuilder("""
            # Functions

            <!-- Written by tests/Lumina.Language.Tests from the functions themselves: LUMINA_REWRITE_GOLDENS=1 writes it anew. -->

            A function is called by its name, with no blank before the parenthesis. All are pure: the same arguments give the same value. Two of them read
            something outside of the plan, `env` and `file`; what they read belongs to the plan's inputs and travels with it to the host. A test calls every
            example.

            | function | is | example | which is |
            | --- | --- | --- | --- |

            """);
        foreach (var function in Functions.All)
            text.Append($"| `{function.Signature}` | {function.Summary} | `{function.Example}` | `{OnOneLine(function.Result)}` |\n");
        text.Append("\nIn the example of `file`, `motd.txt` is a file beside the plan with `hello` and a line end in it.\n");
        var path = Repository.PathOf(page);
        if (Repository.Rewrites)
            File.WriteAllText(path, text.ToString());
        Assert.True(File.Exists(path) && File.ReadAllText(path) == text.ToString(), $"{page} is stale: run the tests with LUMINA_REWRITE_GOLDENS=1.");
    }

    public static TheoryData<string> FunctionNames => [.. Functions.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void A_functions_example_gives_what_it_says(string name)
    {
        var function = Functions.Find(name)!;
        var inputs = new PlanInputs("test.deploy", $"plan p {{}}\ncomponent web {{ command = \"run\"  config {{ VALUE = text({function.Example}) }} }}\n")
        {
            ReadFile = path => path == "motd.txt" ? FileAnswer.Of("hello\n") : FileAnswer.Failed("there is none"),
        };
        var compilation = PlanCompiler.Compile(inputs);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(function.Result, compilation.PlanFor("development")!.Components[0].Config["VALUE"]);
        Assert.StartsWith(name + "(", function.Signature, StringComparison.Ordinal);
        Assert.Contains(name + "(", function.Example, StringComparison.Ordinal);
    }

    private static string OnOneLine(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>A snippet that begins with a comment that is a path is a file, which others on the page import.</summary>
    private static FileAnswer FileOf(string page, string path)
    {
        var first = $"// {path}\n";
        return SnippetsOf(page).FirstOrDefault(text => text.StartsWith(first, StringComparison.Ordinal)) is { } found
            ? FileAnswer.Of(found)
            : FileAnswer.Failed("there is none on the page");
    }

    private static string[] SnippetsOf(string page) => [.. Fenced().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("^```lumina\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
