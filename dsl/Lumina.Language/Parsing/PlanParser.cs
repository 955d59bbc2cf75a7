using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>From text to its tree: block by block, each parsed by itself.</summary>
internal static class PlanParser
{
    /// <summary>How many declarations a plan may have.</summary>
    public const int MostDeclarations = 100_000;

    /// <summary>How many words and signs a plan may have; some 400,000 lines.</summary>
    public const int MostTokens = 4_000_000;

    /// <summary>Never throws and never fails: what can't be read is in the tree as skipped text, and reported.</summary>
    public static PlanSyntax Parse(SourceText source, DiagnosticBag diagnostics)
    {
        var lexer = new Lexer(source, diagnostics);
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (lexer.Next() is { } block)
        {
            if (lexer.HasTooManyTokens)
                return CutShort(source, declarations, SyntaxFindings.TooManyTokens(source.Locate(TextSpan.At(0)), MostTokens), diagnostics);
            DeclarationGrammar.ParseAll(block, declarations);
            if (declarations.Count > MostDeclarations)
                return CutShort(source, declarations, SyntaxFindings.TooManyDeclarations(source.Locate(declarations[^1].Span), MostDeclarations), diagnostics);
        }
        return new PlanSyntax(source, declarations.ToImmutable(), lexer.EndOfText);
    }

    private static PlanSyntax CutShort(
        SourceText source, ImmutableArray<DeclarationSyntax>.Builder declarations, Diagnostic why, DiagnosticBag diagnostics)
    {
        diagnostics.Add(why);
        var end = declarations.Count == 0 ? 0 : declarations[^1].Span.End;
        declarations.Add(new SkippedDeclarationSyntax(new SkippedText(end, end, source.Length), []));
        return new PlanSyntax(source, declarations.ToImmutable(), SyntaxToken.Missing(TokenKind.EndOfBlock, source.Length)) { IsCutShort = true };
    }
}
