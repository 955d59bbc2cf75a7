using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <summary>Names of declarations.</summary>
internal static class NameText
{
    public const int Longest = 63;

    /// <summary>The name in a token; quotes that should not be there have been reported.</summary>
    public static string Of(SyntaxToken token, SourceText source) => source.Slice(token.Span).Trim('"').ToString();

    /// <summary>Whether a token is a name, or could become it when its holes are filled.</summary>
    public static bool Matches(SyntaxToken token, SourceText source, string name)
    {
        if (token.Kind != TokenKind.NameWithHoles)
            return Of(token, source) == name;
        var pieces = NameHoles.Read(source, token);
        return name.StartsWith(Written(pieces[0]), StringComparison.Ordinal) && name.EndsWith(Written(pieces[^1]), StringComparison.Ordinal);

        string Written(NamePiece piece) => piece.Reference is null ? source.ToString(piece.Text) : "";
    }

    /// <summary>Names that go into paths, labels and host names.</summary>
    public static void Check(string name, SyntaxToken token, DiagnosticBag diagnostics, bool mayHaveUnderscore = false)
    {
        if (token.Kind == TokenKind.NameWithHoles && name.Contains("${", StringComparison.Ordinal))
        {
            diagnostics.Add(ReuseFindings.HoleOutsideFor(diagnostics.Locate(token.Span), name));
            return;
        }
        if (token.Kind == TokenKind.String || IsGood(name, mayHaveUnderscore))
            return;
        var better = Better(name, mayHaveUnderscore);
        var rule = name.Length > Longest
            ? $"it is longer than {Longest} characters"
            : $"a to z, 0 to 9 and '-'{(mayHaveUnderscore ? " and '_'" : "")} are allowed, beginning with a letter";
        diagnostics.Add(NameFindings.BadName(diagnostics.Locate(token.Span), name.Length > 80 ? name[..80] + "…" : name, rule,
            token.Kind != TokenKind.NameWithHoles && better != name && IsGood(better, mayHaveUnderscore) ? better : null));
    }

    private static bool IsGood(string name, bool mayHaveUnderscore)
    {
        if (name.Length is 0 or > Longest || !char.IsAsciiLetterLower(name[0]) || name[^1] == '-')
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-' && !(c == '_' && mayHaveUnderscore))
                return false;
        }
        return true;
    }

    private static string Better(string name, bool mayHaveUnderscore)
    {
        var lower = name.ToLowerInvariant();
        return mayHaveUnderscore ? lower : lower.Replace('_', '-').Trim('-');
    }
}
