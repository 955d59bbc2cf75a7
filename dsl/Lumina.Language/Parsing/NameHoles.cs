using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>A piece of a name: text, or a reference whose value takes its place.</summary>
internal readonly record struct NamePiece(TextSpan Text, ReferenceSyntax? Reference);

/// <summary>Names with <c>${…}</c> in them. In a hole there is one reference and nothing else, so that a name stays one word.</summary>
internal static class NameHoles
{
    /// <summary>Where the hole that begins at a position ends; -1 when none begins there.</summary>
    public static int EndOf(string text, int position)
    {
        if (position + 1 >= text.Length || text[position] != '$' || text[position + 1] != '{')
            return -1;
        var at = position + 2;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.'))
            at++;
        return at < text.Length && text[at] == '}' && IsReference(text.AsSpan(position + 2, at - position - 2)) ? at + 1 : -1;
    }

    /// <summary>The pieces of a name's token, in order.</summary>
    public static ImmutableArray<NamePiece> Read(SourceText source, SyntaxToken token)
    {
        var text = source.Text;
        var pieces = ImmutableArray.CreateBuilder<NamePiece>();
        var at = token.Start;
        while (at < token.End)
        {
            var hole = text.IndexOf("${", at, token.End - at, StringComparison.Ordinal);
            if (hole != at)
                pieces.Add(new NamePiece(new TextSpan(at, hole < 0 ? token.End : hole), null));
            if (hole < 0)
                break;
            at = EndOf(text, hole);
            pieces.Add(new NamePiece(new TextSpan(hole, at), ReferenceIn(text, hole + 2, at - 1)));
        }
        return pieces.ToImmutable();
    }

    private static ReferenceSyntax ReferenceIn(string text, int start, int end)
    {
        var names = ImmutableArray.CreateBuilder<SyntaxToken>();
        var dots = ImmutableArray.CreateBuilder<SyntaxToken>();
        while (true)
        {
            var dot = text.IndexOf('.', start, end - start);
            var stop = dot < 0 ? end : dot;
            names.Add(new SyntaxToken(TokenKind.Identifier, false, start, start, stop));
            if (dot < 0)
                return new ReferenceSyntax(names.ToImmutable(), dots.ToImmutable());
            dots.Add(new SyntaxToken(TokenKind.Dot, false, dot, dot, dot + 1));
            start = dot + 1;
        }
    }

    private static bool IsReference(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[^1] == '.')
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if ((i == 0 || text[i - 1] == '.') && !char.IsLetter(text[i]) && text[i] != '_')
                return false;
        }
        return true;
    }
}
