using Lumina.Language.Editing;

namespace Lumina.LanguageServer.Tests.Editing;

public sealed class DocumentTests
{
    private static PlanDocument Read(string text) => new("/p/main.deploy", text);

    [Fact]
    public void Counts_lines_and_characters_as_editors_do()
    {
        var document = Read("a\r\nb\U0001F680c\n\nd");

        Assert.Equal(new TextPosition(1, 3), document.PositionAt(6));
        Assert.Equal(6, document.OffsetAt(new TextPosition(1, 3)));
        Assert.Equal(1, document.OffsetAt(new TextPosition(0, 99)));
        Assert.Equal(document.Text.Length, document.OffsetAt(new TextPosition(99, 0)));
        Assert.Equal(0, document.OffsetAt(new TextPosition(-1, -1)));
        Assert.Equal(3, document.OffsetAt(new TextPosition(1, -5)));
    }

    [Fact]
    public void Outlines_declarations_and_the_sections_in_them()
    {
        var entries = Outline.Of(Read("plan p {}\nparam a : int = 1\ncomponent web {\n  health http { path = \"/\" }\n  in production {\n    config { A = 1 }\n"));

        Assert.Equal(["p", "a", "web"], entries.Select(e => e.Name));
        Assert.Equal("param int", entries[1].Detail);
        Assert.Equal(["health http", "in production"], entries[2].Children.Select(e => e.Name));
        Assert.Equal(["config"], entries[2].Children[1].Children.Select(e => e.Name));
        Assert.All(entries, e => Assert.True(e.Range.Start <= e.NameRange.Start && e.NameRange.End <= e.Range.End));
    }

    [Fact]
    public void Folds_blocks_and_comments_of_several_lines() =>
        Assert.Equal(
            [(2, 5, false), (3, 4, false), (0, 1, true)],
            Folded("// one\n// two\ncomponent web {\n  config {\n  }\n}\nplan p {} // no"));

    private static IEnumerable<(int, int, bool)> Folded(string text)
    {
        var document = Read(text);
        return Folding.Of(document).Select(f => (document.PositionAt(f.Range.Start).Line, document.PositionAt(f.Range.End).Line, f.IsComment));
    }

    [Fact]
    public void Highlights_by_meaning()
    {
        var document = Read("component web { // c\n  depends on db\n  image = \"a${param.x}\" + lower(y)\n  port = 80 }");

        Assert.Equal(
            [
                "component Keyword", "web Class declared", "// c Comment", "depends Keyword", "on Keyword", "db Class", "image Property", "\"a${ Text",
                "param Keyword", "x Parameter", "}\" Text", "lower Function", "y Variable", "port Property", "80 Number",
            ],
            Highlighting.Of(document).Select(h =>
                $"{document.Text.Substring(h.Range.Start, h.Range.Length)} {h.Kind}{(h.IsDeclaration ? " declared" : "")}"));
    }

    [Fact]
    public void Highlights_within_lines()
    {
        var document = Read("let a = \"\"\"\r\n  one\r\n  \"\"\"\n/* x\ny */");

        Assert.All(Highlighting.Of(document), h => Assert.DoesNotContain('\n', document.Text.Substring(h.Range.Start, h.Range.Length)));
    }

    [Fact]
    public void Formats_by_the_smallest_change()
    {
        var document = Read("plan p {}\n\ncomponent web { command = \"x\"   port = 80 }\n");

        var change = TextChange.ThatFormats(document)!;

        Assert.Equal("plan p {}\n\ncomponent web { command = \"x\"  port = 80 }\n", document.With(change.Range, change.Text).Text);
        Assert.True(change.Range.Length <= 1);
        Assert.Null(TextChange.ThatFormats(document.With(change.Range, change.Text)));
        Assert.Null(TextChange.ThatFormats(Read("component {")));
    }

    [Fact]
    public void A_param_without_a_default_is_no_finding_while_one_writes()
    {
        var document = Read("plan p {}\nparam region : string\ncomponent web { command = param.region }\n");

        Assert.Empty(PlanProject.Of(document, _ => null).FindingsIn(document));
    }
}
