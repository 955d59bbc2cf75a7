using System.Buffers;
using System.Text;

namespace Lumina.Cli.Surroundings;

/// <summary>Text for a terminal. What comes out of plans, logs and answers may carry control characters, and a terminal obeys those.</summary>
internal static class TerminalText
{
    private const char Escape = '\e';
    private const char Shown = '·';
    private static readonly SearchValues<char> ColourParameters = SearchValues.Create("0123456789;");

    /// <summary>Keeps line breaks, tabs and colours (SGR); every other control character is shown as a dot.</summary>
    public static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')) return text;
        var harmless = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character == Escape && ColourLength(text.AsSpan(at)) is var length and > 0)
            {
                harmless.Append(text, at, length);
                at += length - 1;
            }
            else
                harmless.Append(char.IsControl(character) && character is not ('\n' or '\t') ? Shown : character);
        }

        return harmless.ToString();
    }

    /// <summary>How long the sequence is that sets a colour here; 0 when there is none.</summary>
    private static int ColourLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[1] != '[') return 0;
        var parameters = text[2..].IndexOfAnyExcept(ColourParameters);
        return parameters >= 0 && text[2 + parameters] == 'm' ? parameters + 3 : 0;
    }
}
