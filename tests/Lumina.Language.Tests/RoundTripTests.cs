using CsCheck;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Tests;

public sealed class RoundTripTests
{
    private static readonly string[] Words =
    [
        "plan", "param", "let", "environment", "component", "\nplan p {", "\ncomponent web {", "\nenvironment e {", "\nparam x : int = 1", "image", "command", "config", "health http",
        "strategy rolling", "in", "depends on", "after", "target", "=", "{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "${", "\"text\"", "\"a${b}c\"", "5s", "25%", "512MiB", "1.5", "x", "a.b.c",
        ",", ":", "?", "+", "-", "!", "&&", "==", "//", "/*", "*/", "\n", "\r\n", " ", "\t", "\\", "#", ";", "é", "\U0001F680", "\uFEFF", "'", "secret", "for", "secret KEY = ", "vault(\"a\", \"b\")",
        "step", "5% for 1m", "freeze", "to", "check errors", "gate soak", "stage a", "deploy", "soak", "terraform \"x\"", "scope = all", "strategy canary {", "strategy blue-green {",
        "\ninfrastructure net {", "\npipeline release {", "infrastructure.net.id", "\nfor x in [1, 2] {", "\nimport \"a.deploy\" as a", "\ntemplate t {", "from template t", "api-${x}", "${x}", "self.name", "in {",
    ];

    private static readonly Gen<string> Fragments =
        Gen.Int[0, Words.Length - 1].Array[0, 60].Select(indexes => string.Join(' ', indexes.Select(i => Words[i])));

    private static readonly Gen<string> DamagedPlans =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, RecoveryTests.Sample.Length - 1], Gen.Char["{}[]()=\",:$\n a5%\\/*"]).Array[1, 6].Select(Damage);

    [Fact]
    public void Any_text_is_printed_back_as_it_was() => Gen.String.Sample(PrintsBack, iter: 2000);

    [Fact]
    public void Any_row_of_words_and_signs_is_printed_back_as_it_was() => Fragments.Sample(PrintsBack, iter: 3000);

    [Fact]
    public void Damaged_plans_are_printed_back_as_they_were() => DamagedPlans.Sample(PrintsBack, iter: 2000);

    /// <summary>Plans of the goldens and the one that is published, cut, bent and mixed up.</summary>
    private static readonly Gen<string> Wrecks =
        Gen.Select(Gen.Int[0, Wreck.Originals.Length - 1], Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Char).Array[1, 4])
            .Select((plan, damages) => Wreck.Of(Wreck.Originals[plan], damages));

    [Fact]
    public void Any_text_is_a_plan_or_has_findings_at_places_in_it() => Gen.OneOf(Gen.String, Fragments, DamagedPlans).Sample(HasPlansOrFindings, iter: 10_000);

    /// <summary>The parser never throws, never hangs, loses no character, and a plan that it does not understand has findings.</summary>
    [Fact]
    public void A_hundred_thousand_wrecks_are_printed_back_and_are_plans_or_have_findings() => Wrecks.Sample(
        text =>
        {
            PrintsBack(text);
            HasPlansOrFindings(text);
        },
        iter: 100_000);

    [Fact]
    public void Tokens_leave_nothing_out_and_nodes_lie_within_their_parents() => DamagedPlans.Sample(text => new Nesting(text).Check(Compiled.Tree(text)), iter: 500);

    private static void PrintsBack(string text) => Assert.Equal(text, Compiled.Tree(text).ToSource());

    private static void HasPlansOrFindings(string text)
    {
        var compilation = Compiled.From(text);
        Assert.Equal(compilation.HasErrors, compilation.PlanFor(compilation.DefaultEnvironment) is null);
        Assert.All(compilation.Diagnostics, d =>
        {
            Assert.InRange(d.Location.Start, 0, text.Length);
            Assert.InRange(d.Location.Start + d.Location.Length, 0, text.Length);
            Assert.NotNull(Diagnostics.DiagnosticCatalogue.Find(d.Code));
            Assert.NotEmpty(Diagnostics.DiagnosticPrinter.Print(d, text));
        });
    }

    private static string Damage((int What, int Where, char Sign)[] changes)
    {
        var text = RecoveryTests.Sample;
        foreach (var (what, where, sign) in changes)
        {
            var at = Math.Min(where, text.Length - 1);
            text = what == 0 ? text.Remove(at, 1) : what == 1 ? text.Insert(at, sign.ToString()) : text.Remove(at, 1).Insert(at, sign.ToString());
        }
        return text;
    }

    private sealed class Nesting(string text) : ISyntaxVisitor
    {
        private int _end;
        private TextSpan _around = new(0, text.Length);

        public void Check(PlanSyntax tree)
        {
            tree.Accept(this);
            Assert.Equal(text.Length, _end);
        }

        public void Token(SyntaxToken token)
        {
            Assert.Equal(_end, token.FullStart);
            Assert.True(token.FullStart <= token.Start && token.Start <= token.End);
            _end = token.End;
        }

        public void Node(SyntaxNode node)
        {
            Assert.True(node.Span.Start >= _around.Start && node.Span.End <= _around.End, $"{node.GetType().Name} {node.Span} is not in {_around}");
            var around = _around;
            _around = node.Span;
            node.Accept(this);
            _around = around;
        }
    }
}
