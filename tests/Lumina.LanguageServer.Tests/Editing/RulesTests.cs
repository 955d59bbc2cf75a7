using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Editing;
using Lumina.Language.Rules;

namespace Lumina.LanguageServer.Tests.Editing;

/// <summary>Files of rules in an editor.</summary>
public sealed class RulesTests
{
    private const string Rules = """
        // Whoever names no version gets what happens to be there.
        rule pinned-images {
          applies to component in production
          when    component.Image.Tag == "latest"
          deny    "${component.Name} runs ${component.Image}."
        }

        waive pinned-images for component web until 2027-01-31 because "x" by "y"

        test pinned-images {
          given component web in production {
            image = "web:latest"
            health http { path = "/" }
          }
          expect deny
        }

        """;

    [Theory]
    [InlineData("▮", "rule waive test", "component plan")]
    [InlineData("rule a {\n  ▮\n}", "applies when deny warn require help description", "given image")]
    [InlineData("rule a {\n  applies to component\n  ▮\n}", "when deny", "applies")]
    [InlineData("rule a {\n  applies ▮\n}", "to", "component")]
    [InlineData("rule a {\n  applies to ▮\n}", "component change deployment environment step", "to")]
    [InlineData("rule a {\n  applies to component ▮\n}", "in where", "deny")]
    [InlineData("rule a {\n  applies to component in b ▮\n}", "where", "in")]
    [InlineData("rule a {\n  require ▮\n}", "approval", "from")]
    [InlineData("rule a {\n  require approval ▮\n}", "from count expires because", "approval")]
    [InlineData("rule a {\n  when component.▮\n}", "", "Name image")]
    [InlineData("rule a {\n  deny \"${▮}\"\n}", "", "component")]
    [InlineData("rule a {}\nwaive ▮", "a", "rule")]
    [InlineData("rule a {}\nwaive a ▮", "for in until because by", "a")]
    [InlineData("rule a {}\nwaive a for ▮", "component", "in")]
    [InlineData("rule a {}\ntest ▮ {\n}", "a", "given")]
    [InlineData("test a {\n  ▮\n}", "given expect", "when")]
    [InlineData("test a {\n  given clock \"x\"\n  ▮\n}", "given expect", "when")]
    [InlineData("test a {\n  given ▮\n}", "component running environment plan deployment clock step", "deny")]
    [InlineData("test a {\n  expect ▮\n}", "deny warn approval nothing", "component")]
    [InlineData("test a {\n  given component web { ▮ }\n}", "image port strategy", "given")]
    [InlineData("test a {\n  given component web { strategy ▮ }\n}", "canary rolling", "image")]
    [InlineData("test a {\n  given deployment { kind = ▮ }\n}", "apply rollback remove", "actor")]
    public void Proposes_what_can_stand_there(string text, string some, string none)
    {
        var (project, document, offset) = Read(text);
        var labels = Completion.At(project, document, offset).Items.Select(i => i.Label).ToList();
        Assert.All(some.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, labels));
        Assert.All(none.Split(' '), word => Assert.DoesNotContain(word, labels));
    }

    [Theory]
    [InlineData("when", "C# expression")]
    [InlineData("component in", "Each component of the plan")]
    [InlineData("deny    ", "nothing may be done")]
    [InlineData("given", "What the rule is asked about")]
    [InlineData("health", "How the health of an instance is told")]
    [InlineData("pinned-images for", "Whoever names no version")]
    public void Says_what_a_word_is(string at, string said)
    {
        var (project, document, offset) = Read(Rules.Insert(Rules.IndexOf(at, StringComparison.Ordinal), Caret.Mark));
        Assert.Contains(said, Hover.At(project, document, offset)?.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_is_found_and_renamed_in_all_files_of_its_set()
    {
        var first = new PlanDocument("/p/a.rules", "rule pinned {\n  applies to component\n  deny \"No.\"\n}\n");
        var second = new PlanDocument("/p/b/b.rules", "waive pinned until 2027-01-31 because \"x\" by \"y\"\ntest pinned {\n  expect nothing\n}\n");
        var project = PlanProject.OfRules([second, first]);
        Assert.Equal(new FileRange("/p/a.rules", new TextRange(5, 6)), Navigation.DefinitionAt(project, second, 8));
        Assert.Equal(3, Navigation.ReferencesAt(project, second, 8, withDeclaration: true).Length);
        Assert.Equal(3, Renaming.Rename(project, second, 8, "fixed").Places.Length);
        Assert.NotNull(Renaming.Rename(project, second, 8, "Not Good").Refusal);
    }

    [Fact]
    public void The_outline_has_rules_with_what_they_are_and_blocks_fold()
    {
        var document = new PlanDocument("/p/a.rules", Rules);
        var outline = Outline.Of(document);
        Assert.Equal(["pinned-images", "test pinned-images"], outline.Select(e => e.Name));
        Assert.Equal(["given component web"], outline[1].Children.Select(e => e.Name));
        Assert.Equal(3, Folding.Of(document).Length);
    }

    [Fact]
    public void Words_are_highlighted_and_CSharp_is_left_to_others()
    {
        var pieces = Highlighting.Of(new PlanDocument("/p/a.rules", Rules)).Select(h => (Text: Rules.Substring(h.Range.Start, h.Range.Length), h.Kind)).ToList();
        Assert.Contains(("when", HighlightKind.Keyword), pieces);
        Assert.Contains(("component", HighlightKind.EnumMember), pieces);
        Assert.Contains(("pinned-images", HighlightKind.Class), pieces);
        Assert.Contains(("production", HighlightKind.Namespace), pieces);
        Assert.Contains(("image", HighlightKind.Property), pieces);
        Assert.DoesNotContain(pieces, p => p.Text.Contains("Tag", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_rules_is_laid_out()
    {
        var document = new PlanDocument("/p/a.rules", "rule a {\n  applies to component\n  when x\n  deny    \"y\"\n}\n");
        var change = TextChange.ThatFormats(document)!;
        Assert.Equal("rule a {\n  applies to component\n  when    x\n  deny    \"y\"\n}\n", document.With(change.Range, change.Text).Text);
    }

    [Fact]
    public void Who_knows_CSharp_is_asked_about_it()
    {
        var document = new PlanDocument("/p/a.rules", Rules);
        var project = PlanProject.OfRules([document], csharp: new Checker());
        Assert.Equal("LUM8299 component.Image.Tag == \"latest\"", Assert.Single(project.FindingsIn(document)).Message);
        var at = Rules.IndexOf("Image.Tag", StringComparison.Ordinal);
        Assert.Equal("Component 10", Assert.Single(Completion.At(project, document, at).Items).Label);
        Assert.Equal("about component.Image.Tag == \"latest\"", Hover.At(project, document, at)?.Markdown);
        var hole = Rules.IndexOf("Name} runs", StringComparison.Ordinal);
        Assert.Equal("about component.Name", Hover.At(project, document, hole)?.Markdown);
    }

    private static (PlanProject, PlanDocument, int) Read(string text)
    {
        var offset = text.IndexOf(Caret.Mark, StringComparison.Ordinal);
        var document = new PlanDocument("/p/a.rules", text.Remove(offset, Caret.Mark.Length));
        return (PlanProject.OfRules([document]), document, offset);
    }

    private sealed class Checker : ICSharpChecker
    {
        public ImmutableArray<Diagnostic> Check(RuleSet rules) =>
            [.. rules.Rules.Select(r => new Diagnostic("LUM8299", Severity.Error, r.When!.Location, "LUM8299 " + r.When.Text))];

        public ImmutableArray<CompletionItem> Complete(RuleSubject subject, string piece, int offset) => [new($"{subject} {offset}", CompletionKind.Property, "x")];

        public string? Describe(RuleSubject subject, string piece, int offset) => "about " + piece;
    }
}
