using CsCheck;
using Lumina.Language.Rules;

namespace Lumina.Language.Tests.Rules;

/// <summary>Where a piece of C# begins and ends, and at which places its characters are.</summary>
public sealed class CSharpPieceTests
{
    [Theory]
    [InlineData("component.Port == 1")]
    [InlineData("a == \"}\" && b == '}'")]
    [InlineData("a == @\"}\\\" && b == @\"x\"\"}\"")]
    [InlineData("$\"{a.B[\"}\"]}}}\" == \"\"")]
    [InlineData("$@\"{a}\\\" == b")]
    [InlineData("a == \"\"\"}\"} \"\"\"")]
    [InlineData("$$\"\"\"{ {{a.B(\"}\")}} }\"\"\" == b")]
    [InlineData("a is { Port: 1, Name: \"x\" }")]
    [InlineData("a switch { 1 when b => true, _ => false }")]
    [InlineData("a.When == b.In && a.deny != b")]
    [InlineData("a == '\\'' || a == '\"'")]
    [InlineData("a ? b : c")]
    [InlineData("a /* } deny \"x\" */ == 1")]
    [InlineData("a.Any(\n      x => x.Y &&\n        x.Z)")]
    [InlineData("a &&\n    b")]
    [InlineData("a\n    && b\n    || c")]
    [InlineData("a\n    .B()\n    .C() == 1")]
    [InlineData("a ==\r\n    1")]
    [InlineData("a && // because\n    b")]
    [InlineData("a is 1\n    or 2")]
    [InlineData("a is\n    1")]
    [InlineData("a switch\n    {\n      1 => true,\n      _ => false,\n    }")]
    [InlineData("\n    a == 1")]
    [InlineData("a > 10%")]
    [InlineData("größe == \"ä\U0001F680\" && b")]
    [InlineData("\ta\t==\t1")]
    public void A_piece_goes_to_the_end_of_its_entry(string written) => Assert.Equal(written.TrimStart(), Ruled.When(written));

    [Theory]
    [InlineData("a // why", "a")]
    [InlineData("a /* why */", "a")]
    [InlineData("/* why */ a", "a")]
    [InlineData("a > 10%\n\n  // more", "a > 10%")]
    public void Comments_around_a_piece_are_not_in_it(string written, string piece) => Assert.Equal(piece, Ruled.When(written));

    [Theory]
    [InlineData("a.B(\"x\"", "a.B(\"x\"")]
    [InlineData("a == [1, 2", "a == [1, 2")]
    [InlineData("a &&", "a &&")]
    [InlineData("a == \"x", "a == \"x")]
    [InlineData("a == 'x", "a == 'x")]
    public void What_is_not_closed_ends_before_the_next_entry(string written, string piece)
    {
        // That it is not closed is for a compiler of C# to say.
        Assert.Equal(piece, Ruled.When(written));
    }

    [Theory]
    [InlineData("@\"x")]
    [InlineData("\"\"\"x")]
    [InlineData("$\"\"\"{x(")]
    public void What_is_not_closed_ends_before_the_next_declaration(string written)
    {
        var compilation = Ruled.From($"rule a {{\n  applies to component\n  when x == {written}\n  deny \"No.\"\n}}\nrule b {{\n  applies to component\n  deny \"No.\"\n}}\n");
        Assert.Contains(compilation.Rules.Rules, r => r.Name == "b");
    }

    [Theory]
    [InlineData("${a}", "a")]
    [InlineData("${ a.B[\"}\"] }", "a.B[\"}\"]")]
    [InlineData("${a switch { 1 => \"x\", _ => \"}\" }}", "a switch { 1 => \"x\", _ => \"}\" }")]
    [InlineData("${$\"{a}{b}\"}", "$\"{a}{b}\"")]
    [InlineData("${a.When}", "a.When")]
    [InlineData("x${a}y${a}z", "a|a")]
    public void A_hole_of_a_message_goes_to_its_own_brace(string message, string pieces)
    {
        var rule = Ruled.One($"rule r {{\n  applies to component\n  deny \"{message}\"\n}}\n");
        Assert.Equal(pieces, string.Join('|', rule.Message.Parts.Select(p => p.Hole?.Text).OfType<string>()));
    }

    [Fact]
    public void A_message_of_several_lines_has_holes_of_several_lines()
    {
        var rule = Ruled.One("rule r {\n  applies to component\n  deny \"\"\"\n    Not ${a\n      .B}\n    so.\n    \"\"\"\n}\n");
        Assert.Equal(["Not ", "a\n      .B", "\nso."], rule.Message.Parts.Select(p => p.Hole?.Text ?? p.Text));
    }

    [Theory]
    [InlineData("deny \"x ${a\"")]
    [InlineData("deny \"x ${a")]
    [InlineData("deny \"x ${a + \"b}\"")]
    public void A_hole_that_is_not_closed_is_one_finding(string entry)
    {
        var compilation = Ruled.From($"rule r {{\n  applies to component\n  {entry}\n  help \"y\"\n}}\n");
        Assert.Equal("LUM1020", compilation.Codes());
    }

    /// <summary>A character n of a piece is at Location.Start + n of its file, whatever is before it, and line and column say the same.</summary>
    [Fact]
    public void Every_character_of_a_piece_is_where_its_location_says() => Gen.Select(
        OneOf("", "\uFEFF", "// größe \U0001F680\n", "/* a\r\n b */ ", "\r\n\r\n"),
        OneOf("\n", "\r\n"), OneOf(" ", "\t", "  /* ü */ ", " // x\n\t"), OneOf("a", "ä.B(\"\U0001F680\")", "a &&\n\tb", "a.Any(x =>\r\n  x)"))
        .Sample((before, line, gap, piece) =>
        {
            var text = $"{before}rule r {{{line}  applies to component where{gap}{piece}{line}  when{gap}{piece}{line}  deny \"ü ${{{piece.Split('\r', '\n')[0].TrimEnd(' ', '&', '(', '=', '>')}}}\"{line}}}{line}";
            var compilation = Ruled.From(text);
            var rule = compilation.Rules.Rules.SingleOrDefault();
            Assert.NotNull(rule);
            foreach (var each in new[] { rule.Where, rule.When, rule.Message.Parts.Last().Hole }.OfType<CSharpText>())
            {
                Assert.Equal(each.Text, text.Substring(each.Location.Start, each.Text.Length));
                Assert.Equal(each.Text.Length, each.Location.Length);
                var lines = text[..each.Location.Start].Split('\n');
                Assert.Equal((lines.Length, lines[^1].Length + 1), (each.Location.Line, each.Location.Column));
            }
        });

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
