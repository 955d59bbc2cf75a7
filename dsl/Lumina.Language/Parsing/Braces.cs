using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;
using Sprache;

namespace Lumina.Language.Parsing;

/// <summary>Braces of blocks and what is between them; where one is missing.</summary>
internal static class Braces
{
    /// <summary>The opening brace; where it is missing, as the count of braces tells, it is reported and taken as there.</summary>
    public static Parser<SyntaxToken> Open(string of) => i =>
    {
        var input = (TokenInput)i;
        if (input.Kind == TokenKind.OpenBrace)
            return Result.Success(input.Token, input.Next());
        var block = input.Block;
        if (input.Kind is not (TokenKind.Identifier or TokenKind.CloseBrace) || block.Unclosed >= 0)
            return Result.Failure<SyntaxToken>(input, "unexpected", ["'{'"]);
        block.Unclosed++;
        block.HasBraceError = true;
        block.Report(SyntaxFindings.MissingOpenBrace(block.Source.Locate(TextSpan.At(input.PreviousEnd)), of));
        return Result.Success(SyntaxToken.Missing(TokenKind.OpenBrace, input.PreviousEnd), input);
    };

    /// <summary>Statements as far as the block goes. The statement's parser has to recover by itself: it succeeds always.</summary>
    public static Parser<ImmutableArray<StatementSyntax>> Between(Parser<StatementSyntax> statement, BlockRule rule) => i =>
    {
        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        var input = (TokenInput)i;
        while (input.Kind is not (TokenKind.CloseBrace or TokenKind.EndOfBlock) && !Ends(rule, input))
        {
            var result = statement(input);
            statements.Add(result.Value);
            input = (TokenInput)result.Remainder;
        }
        return Result.Success(statements.DrainToImmutable(), input);
    };

    /// <summary>Whether, a brace being missing somewhere, it is missing here: what follows belongs to a block around this one.</summary>
    private static bool Ends(BlockRule rule, TokenInput input) =>
        input.Block.Unclosed > 0 && input.Kind == TokenKind.Identifier && rule.Find(input.Text) is null
        && (rule.IsKnownAround(input.Text) || IsNextInFor(input));

    /// <summary>Whether the next declaration inside of a <c>for</c> begins here.</summary>
    private static bool IsNextInFor(TokenInput input) =>
        input.Token.FirstOnLine && Words.MayStandInFor(input.Text) && input.NextKind is TokenKind.Identifier or TokenKind.NameWithHoles;

    /// <summary>The closing brace; a missing one is reported and taken as there.</summary>
    public static Parser<SyntaxToken> Close(string of) => i =>
    {
        var input = (TokenInput)i;
        if (input.Kind == TokenKind.CloseBrace)
            return Result.Success(input.Token, input.Next());
        var block = input.Block;
        block.Unclosed--;
        if (!block.HasUnclosedText && !(block.HasBraceError && input.AtEnd))
            block.Report(SyntaxFindings.MissingCloseBrace(block.Source.Locate(TextSpan.At(input.PreviousEnd)), of, Recovery.Describe(input)));
        block.HasBraceError = true;
        return Result.Success(SyntaxToken.Missing(TokenKind.CloseBrace, input.PreviousEnd), input);
    };
}
