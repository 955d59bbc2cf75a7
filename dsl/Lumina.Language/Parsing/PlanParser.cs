using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>From text to its tree: block by block, each parsed by itself.</summary>
internal static class PlanParser
{
    /// <summary>How many declarations a plan may have.</summary>
    public const int MostDeclarations = 200_000;

    /// <summary>Never throws and never fails: what can't be read is in the tree as skipped text, and reported.</summary>
    public static PlanSyntax Parse(SourceText source, DiagnosticBag diagnostics)
    {
        var lexer = new Lexer(source, diagnostics);
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (lexer.Next() is { } block)
        {
            DeclarationGrammar.ParseAll(block, declarations);
            if (declarations.Count > MostDeclarations)
                return CutShort(source, diagnostics, declarations);
        }
        return new PlanSyntax(source, declarations.ToImmutable(), lexer.EndOfText);
    }

    private static PlanSyntax CutShort(SourceText source, DiagnosticBag diagnostics, ImmutableArray<DeclarationSyntax>.Builder declarations)
    {
        var last = declarations[^1].Span;
        diagnostics.Add(SyntaxFindings.TooManyDeclarations(source.Locate(last), MostDeclarations));
        var rest = new SkippedText(last.End, last.End, source.Length);
        declarations.Add(new SkippedDeclarationSyntax(rest, []));
        return new PlanSyntax(source, declarations.ToImmutable(), SyntaxToken.Missing(TokenKind.EndOfBlock, source.Length));
    }
}
