using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What a text is made of, as an editor needs it. It is read from the tokens and not from the syntax tree: a text that is being
/// typed is broken most of the time, and where the grammar has to skip a line, its tokens still say what was meant.</summary>
internal sealed class Anatomy
{
    /// <summary>All tokens with their roles, in the order of the text; none unless they were asked for.</summary>
    public required ImmutableArray<RoleToken> Tokens { get; init; }

    /// <summary>All names, declared or used, in the order of the text.</summary>
    public required ImmutableArray<Occurrence> Occurrences { get; init; }

    /// <summary>Declarations at the top level.</summary>
    public required ImmutableArray<Region> Regions { get; init; }

    /// <summary>The imported files, by the name they are given here.</summary>
    public required ImmutableDictionary<string, string> Imports { get; init; }

    /// <summary>Comments, in the order of the text; none unless they were asked for.</summary>
    public required ImmutableArray<TextSpan> Comments { get; init; }

    /// <summary>The pieces of the text that are read each by itself: a declaration each, as a rule.</summary>
    public required ImmutableArray<TextSpan> Pieces { get; init; }

    /// <summary>What can stand at the marker; null without one, or inside a text or a comment.</summary>
    public CaretContext? Caret { get; init; }

    /// <param name="source">The text.</param>
    /// <param name="marker">Where the word begins that stands for the caret; below zero for none.</param>
    /// <param name="withTokens">Whether tokens and comments are wanted: there are many, and after most keys nobody asks for them.</param>
    public static Anatomy Read(SourceText source, int marker = -1, bool withTokens = false)
    {
        var lexer = new Lexer(source, source.Main, new DiagnosticBag(source), Dialect.Of(source.Main.Name));
        var reader = new AnatomyReader(source, marker, withTokens);
        var pieces = ImmutableArray.CreateBuilder<TextSpan>();
        var comments = ImmutableArray.CreateBuilder<TextSpan>();
        while (lexer.Next() is { } piece && !lexer.HasTooManyTokens)
        {
            pieces.Add(new TextSpan(piece.Tokens[0].Start, Math.Max(piece.End, piece.Tokens[^1].End)));
            if (withTokens)
                piece.Tokens.ForEach(token => AddComments(source, token, comments));
            reader.Read(piece.Tokens);
        }
        if (withTokens)
            AddComments(source, lexer.EndOfText, comments);
        return reader.ToAnatomy(pieces.ToImmutable(), comments.ToImmutable());
    }

    private static void AddComments(SourceText source, SyntaxToken token, ImmutableArray<TextSpan>.Builder comments)
    {
        var at = token.FullStart;
        while (at < token.Start)
        {
            var rest = source.Text.AsSpan(at, token.Start - at);
            var begin = rest.IndexOf('/');
            if (begin < 0 || begin + 1 >= rest.Length)
                return;
            var closing = rest[begin + 1] == '*' ? rest[(begin + 2)..].IndexOf("*/") : -2;
            var end = closing >= 0 ? begin + closing + 4 : LineEnd(rest, begin);
            comments.Add(new TextSpan(at + begin, at + end));
            at += end;
        }
    }

    private static int LineEnd(ReadOnlySpan<char> rest, int from)
    {
        var end = rest[from..].IndexOfAny('\r', '\n');
        return end < 0 ? rest.Length : from + end;
    }
}
