using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, with ümläuts and ✓")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("\e[31mred\e[0m and \e[1;32mbold green\e[0m")]
    [InlineData("")]
    public void What_a_terminal_may_have_stays(string text) => Assert.Equal(text, TerminalText.Harmless(text));

    [Theory]
    [InlineData("\e[2J", "·[2J")] // clears the screen
    [InlineData("\e]0;title\a", "·]0;title·")] // sets the window's title
    [InlineData("gone\rhere", "gone·here")] // writes over what was written
    [InlineData("a\bb", "a·b")]
    [InlineData("\u009b2J", "·2J")] // the same in one character of eight bits
    [InlineData("\e[31", "·[31")]
    [InlineData("\e", "·")]
    [InlineData("\0\u007f", "··")]
    public void What_a_terminal_would_obey_is_shown(string text, string shown) => Assert.Equal(shown, TerminalText.Harmless(text));
}
