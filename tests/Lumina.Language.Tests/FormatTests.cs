using CsCheck;
using Lumina.Language.Formatting;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Tests;

public sealed class FormatTests
{
    private static readonly string[] Insertions =
        ["", " ", "   ", "\t", "\n  ", "\n\n\n  ", " // a comment\n  ", "\n  // one of its own\n  ", " /* block */ ", "\n\n  /* over\n  lines */ ", "\r\n  "];

    private static string Goldens => Repository.PathOf("tests/Lumina.Language.Tests/Goldens");

    private static readonly string[] GoodPlans = [.. Directory.GetFiles(Path.Combine(Goldens, "good"), "*.deploy").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    /// <summary>A keyword at the margin that is a property can't have its equals sign on another line.</summary>
    private static readonly string[] ScatteredPlans = [.. GoodPlans.Where(p => !p.Contains("\ncomponent = ", StringComparison.Ordinal))];

    private static readonly Gen<string> Layouts =
        Gen.Select(Gen.Int[0, ScatteredPlans.Length - 1], Gen.Int[0, 4 * Insertions.Length].Array[1, 200])
            .Select((plan, what) => Scatter(ScatteredPlans[plan], what));

    public static TheoryData<string> Inputs =>
        [.. Directory.GetFiles(Path.Combine(Goldens, "format"), "*.in.deploy").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Published => ["lumina.deploy", "examples/hello.deploy", "examples/bad-version.deploy"];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_plan_is_laid_out_as_the_golden_file_says(string name)
    {
        var input = File.ReadAllText(Path.Combine(Goldens, "format", name));
        var output = Path.Combine(Goldens, "format", name.Replace(".in.", ".out.", StringComparison.Ordinal));
        var result = PlanFormatter.Format(input);
        if (Repository.Rewrites)
            File.WriteAllText(output, result.Text);
        Assert.Equal(File.ReadAllText(output), result.Text);
        KeepsMeaning(input);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void The_plans_that_people_see_are_in_the_canonical_layout(string name) => IsCanonical(File.ReadAllText(Repository.PathOf(name)));

    [Fact]
    public void Good_plans_mean_the_same_when_they_are_laid_out() => Assert.All(GoodPlans, KeepsMeaning);

    [Fact]
    public void Any_layout_becomes_one_that_stays_and_means_the_same() => Layouts.Sample(KeepsMeaning, iter: 3000);

    [Fact]
    public void Imports_stand_together()
    {
        const string wanted = "import \"a.deploy\" as a // first\nimport \"b.deploy\" as b\n\nplan p {}\n";
        Assert.Equal(wanted, PlanFormatter.Format("import   \"a.deploy\"   as a // first\nimport \"b.deploy\" as\n  b\nplan p {}").Text);
        IsCanonical(wanted);
    }

    [Fact]
    public void A_text_with_errors_of_syntax_is_left_alone_and_says_why()
    {
        var result = PlanFormatter.Format("plan   p {\ncomponent web { command = }\n", "test.deploy");
        Assert.False(result.Changed);
        Assert.Equal("plan   p {\ncomponent web { command = }\n", result.Text);
        Assert.NotEmpty(result.Problems);
        Assert.All(result.Problems, p => Assert.Equal("test.deploy", p.Location.File));
    }

    [Theory]
    [InlineData("plan p {}\r\n\r\n\r\ncomponent a { command = \"x\" }", "plan p {}\r\n\r\ncomponent a { command = \"x\" }\r\n")]
    [InlineData("plan p {}\r\ncomponent a { command = \"x\" }\n", "plan p {}\n\ncomponent a { command = \"x\" }\n")]
    [InlineData("\uFEFFplan p {}", "plan p {}\n")]
    [InlineData("\n\n// only this  \n\n", "// only this\n")]
    [InlineData("  \n", "")]
    public void Line_ends_are_those_of_the_file_and_one_is_the_last(string text, string wanted) => Assert.Equal(wanted, PlanFormatter.Format(text).Text);

    private static void IsCanonical(string text) => Assert.Equal(text, PlanFormatter.Format(text).Text);

    private static void KeepsMeaning(string text)
    {
        var result = PlanFormatter.Format(text);
        Assert.Empty(result.Problems);
        Assert.Equal(Digests(text), Digests(result.Text));
        Assert.Equal(Comments(text), Comments(result.Text));
        IsCanonical(result.Text);
    }

    private static string[] Digests(string text)
    {
        var compilation = Compiled.From(text);
        Assert.False(compilation.HasErrors, text);
        return [.. compilation.Environments.Select(e => PlanJson.Digest(compilation.PlanFor(e.Name)!))];
    }

    private static string[] Comments(string text)
    {
        var reader = new CommentReader(text);
        Compiled.Tree(text).Accept(reader);
        return [.. reader.Found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Puts something between some of the tokens. Not before a call's parenthesis, not within strings of one line; and a keyword that is
    /// at the margin stays there.</summary>
    private static string Scatter(string text, int[] what)
    {
        var reader = new TokenReader();
        Compiled.Tree(text).Accept(reader);
        var written = new System.Text.StringBuilder();
        var (index, inString) = (0, 0);
        foreach (var token in reader.Tokens)
        {
            var atMargin = token.Start == 0 || text[token.Start - 1] is '\n' or '\uFEFF';
            var choice = what[index++ % what.Length];
            var isCall = token.Kind == TokenKind.OpenParen && token.FullStart == token.Start;
            written.Append(text, token.FullStart, token.Start - token.FullStart);
            if (choice < Insertions.Length && inString == 0 && !isCall && token.Start > 0)
                written.Append(Insertions[choice]).Append(atMargin ? "\n" : "");
            inString += token.Kind == TokenKind.StringHead ? 1 : token.Kind == TokenKind.StringTail ? -1 : 0;
            written.Append(text, token.Start, token.End - token.Start);
        }
        return written.ToString();
    }

    private sealed class TokenReader : ISyntaxVisitor
    {
        public List<SyntaxToken> Tokens { get; } = [];

        public void Token(SyntaxToken token) => Tokens.Add(token);

        public void Node(SyntaxNode node) => node.Accept(this);
    }

    private sealed class CommentReader(string text) : ISyntaxVisitor
    {
        private readonly SourceText _source = new("test.deploy", text);

        public List<string> Found { get; } = [];

        public void Token(SyntaxToken token) =>
            Found.AddRange(Gap.Between(_source, token.FullStart, token.Start).Comments.Select(c => c.Text.Replace("\r\n", "\n", StringComparison.Ordinal)));

        public void Node(SyntaxNode node) => node.Accept(this);
    }
}
