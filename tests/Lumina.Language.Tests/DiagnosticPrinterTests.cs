using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Tests;

public sealed class DiagnosticPrinterTests
{
    [Fact]
    public void A_finding_is_printed_with_its_line_carets_and_fix()
    {
        const string Text = "plan p {}\ncomponent web { command = \"run\"  stop_within = 15 }\n";
        Assert.Equal(
            [
                "test.deploy:2:48: error LUM2003: 'stop_within' takes a duration such as 5s, not the plain number 15.",
                "  component web { command = \"run\"  stop_within = 15 }",
                "                                                 ^^",
                "  fix: write 15s",
            ],
            DiagnosticPrinter.Print(Compiled.From(Text).Diagnostics[0], Text));
    }

    [Theory]
    [InlineData("\tab cd", 4, 2, "      ab cd", "         ^^")]
    [InlineData("漢字 x", 3, 1, "  漢字 x", "       ^")]
    [InlineData("a 漢 b", 2, 1, "  a 漢 b", "    ^^")]
    [InlineData("\U0001F680 x", 0, 2, "  \U0001F680 x", "  ^^")]
    [InlineData("one two\nthree", 4, 7, "  one two", "      ^^^")]
    [InlineData("one\r\ntwo", 1, 5, "  one", "   ^^")]
    [InlineData("one", 3, 0, "  one", "     ^")]
    [InlineData("one\n", 4, 0, "  ", "  ^")]
    [InlineData("", 0, 0, "  ", "  ^")]
    public void Carets_stand_under_the_place(string text, int start, int length, string source, string carets)
    {
        var finding = new Diagnostic("LUM1001", Severity.Error, new SourceText("f", text).Locate(new TextSpan(start, start + length)), "Oh.");
        Assert.Equal([source, carets], DiagnosticPrinter.Print(finding, text).Skip(1));
    }

    [Fact]
    public void Of_a_very_long_line_the_part_around_the_place_is_shown()
    {
        var text = new string('a', 5000) + "X" + new string('b', 5000);
        var lines = DiagnosticPrinter.Print(new Diagnostic("LUM1001", Severity.Error, new SourceText("f", text).Locate(new TextSpan(5000, 5001)), "Oh."), text).ToArray();
        Assert.True(lines[1].Length < 200);
        Assert.Equal('X', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void The_pieces_say_how_they_should_look()
    {
        const string Text = "plan p {}\ncomponent web { image = \"web\" }\n";
        var lines = DiagnosticPrinter.PrintSegments(Compiled.From(Text).Diagnostics[0], Text).ToArray();
        Assert.Equal([PrintStyle.Location, PrintStyle.Warning, PrintStyle.Message], lines[0].Select(s => s.Style));
        Assert.Equal([PrintStyle.Source], lines[1].Select(s => s.Style));
        Assert.Equal([PrintStyle.Plain, PrintStyle.Caret], lines[2].Select(s => s.Style));
    }

    [Theory]
    [InlineData("memroy", "memory")]
    [InlineData("Memory", "memory")]
    [InlineData("cor", "core")]
    [InlineData("x", null)]
    [InlineData("something-else", null)]
    public void The_nearest_name_is_suggested_when_it_is_near(string name, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(name, ["core", "memory", "web"]));
}
