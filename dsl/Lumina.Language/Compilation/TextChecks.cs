using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>Whether a text can be a plan at all.</summary>
internal static class TextChecks
{
    /// <summary>The one finding about a text that is too large, or no text; null when it can be read.</summary>
    public static ImmutableArray<Diagnostic>? FindUnreadable(string file, string text)
    {
        if (text.Length > SourceReader.LargestText)
            return [SyntaxFindings.TextTooLarge(new SourceLocation(file, 0, 0, 1, 1, 1, 1), SourceReader.LargestText)];
        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
            return [SyntaxFindings.NulCharacter(Locate(file, text, nul))];
        var lone = FindLoneSurrogate(text);
        return lone < 0 ? null : [SyntaxFindings.InvalidUnicode(Locate(file, text, lone), "half of a surrogate pair")];
    }

    private static SourceLocation Locate(string file, string text, int position) => new SourceText(file, text).Locate(new TextSpan(position, position + 1));

    private static int FindLoneSurrogate(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0)
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            var next = text.AsSpan(at + 2).IndexOfAnyInRange('\uD800', '\uDFFF');
            at = next < 0 ? -1 : at + 2 + next;
        }
        return -1;
    }
}
