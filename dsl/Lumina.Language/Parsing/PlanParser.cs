using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Parsing;

/// <summary>From text to its tree: block by block, each parsed by itself.</summary>
internal static class PlanParser
{
    /// <summary>How many declarations a plan may have.</summary>
    public const int MostDeclarations = 120_000;

    /// <summary>How many words and signs a plan may have; some 400,000 lines.</summary>
    public const int MostTokens = 4_000_000;

    /// <summary>Reads the only file of a source.</summary>
    public static PlanSyntax Parse(SourceText source, DiagnosticBag diagnostics, Dialect? dialect = null) => Parse(source, source.Main, diagnostics, dialect);

    /// <summary>Never throws and never fails: what can't be read is in the tree as skipped text, and reported.</summary>
    /// <param name="source">The source.</param>
    /// <param name="file">The file that was added to it last.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="dialect">Which language it is written in; plans' unless said otherwise.</param>
    public static PlanSyntax Parse(SourceText source, SourceFile file, DiagnosticBag diagnostics, Dialect? dialect = null)
    {
        var lexer = new Lexer(source, file, diagnostics, dialect ?? Dialect.Plans);
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (lexer.Next() is { } block)
        {
            if (lexer.HasTooManyTokens)
                return CutShort(source, file, declarations, SyntaxFindings.TooManyTokens(source.Locate(TextSpan.At(file.Start)), MostTokens), diagnostics);
            DeclarationGrammar.ParseAll(block, declarations);
            if (declarations.Count > MostDeclarations)
                return CutShort(source, file, declarations, SyntaxFindings.TooManyDeclarations(source.Locate(declarations[^1].Span), MostDeclarations), diagnostics);
        }
        return new PlanSyntax(source, file, declarations.ToImmutable(), lexer.EndOfText);
    }

    private static PlanSyntax CutShort(
        SourceText source, SourceFile file, ImmutableArray<DeclarationSyntax>.Builder declarations, Diagnostic why, DiagnosticBag diagnostics)
    {
        diagnostics.Add(why);
        var end = declarations.Count == 0 ? file.Start : declarations[^1].Span.End;
        declarations.Add(new SkippedDeclarationSyntax(new SkippedText(end, end, file.End), []));
        return new PlanSyntax(source, file, declarations.ToImmutable(), SyntaxToken.Missing(TokenKind.EndOfBlock, file.End)) { IsCutShort = true };
    }
}
