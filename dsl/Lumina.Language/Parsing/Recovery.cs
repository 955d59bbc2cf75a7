using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Sprache;

namespace Lumina.Language.Parsing;

/// <summary>How parsing goes on after a mistake: one finding, the rest of the statement or declaration as skipped text.</summary>
internal static class Recovery
{
    /// <summary>The statement; where it fails, its text is passed over as far as the next one begins.</summary>
    public static Parser<StatementSyntax> OrSkipped(this Parser<StatementSyntax> statement) => i =>
    {
        var start = (TokenInput)i;
        var known = start.Block.Diagnostics.Count;
        var result = statement(start);
        if (result.WasSuccessful)
            return result;
        var failed = (TokenInput)result.Remainder;
        var rest = SkipStatement(start, failed);
        if (start.Block.Diagnostics.Count == known)
            Report(start, failed, rest, result.Expectations);
        return Result.Success<StatementSyntax>(new SkippedStatementSyntax(TextBetween(start, rest)), rest);
    };

    /// <summary>Reports what was expected, unless the text has a mistake in its characters there that says it already.</summary>
    public static void Report(TokenInput start, TokenInput failed, TokenInput rest, IEnumerable<string> expectations)
    {
        var block = start.Block;
        if (!expectations.Any())
            return;
        if (block.HasLexicalErrorIn(start.Token.Start, Math.Max(rest.Token.Start, start.Token.End)))
            return;
        if (failed.Kind == TokenKind.CloseBrace && block.Unclosed < 0 && failed.Position == start.Position)
            block.Report(SyntaxFindings.UnexpectedCloseBrace(block.Source.Locate(failed.Token.Span)));
        else
            block.Report(SyntaxFindings.Unexpected(block.Source.Locate(failed.Position == start.Position && !failed.AtEnd ? failed.Token.Span : failed.PlaceOfUnexpected), string.Join(" or ", expectations), Describe(failed)));
    }

    public static string Describe(TokenInput input)
    {
        if (input.AtEnd)
            return input.Block.End == input.Block.Source.Length || IsLast(input) ? "the end of the file" : "the next declaration";
        return input.Kind switch
        {
            TokenKind.String or TokenKind.StringHead or TokenKind.UnclosedString => "a text",
            TokenKind.StringMiddle or TokenKind.StringTail => "'}'",
            _ => "'" + (input.Text.Length <= 40 ? input.Text.ToString() : string.Concat(input.Text[..40], "…")) + "'",
        };
    }

    public static SkippedText TextBetween(TokenInput start, TokenInput rest) =>
        new(start.Token.FullStart, start.Token.Start, rest.Position == start.Position ? start.Token.Start : rest.PreviousEnd);

    /// <summary>From where it failed to where the next statement can begin; always at least one token further than the start.</summary>
    private static TokenInput SkipStatement(TokenInput start, TokenInput failed)
    {
        var depth = 0;
        var input = start;
        while (input.Position < failed.Position)
        {
            depth = Math.Max(0, depth + Nesting(input.Kind));
            input = input.Next();
        }
        while (!input.AtEnd)
        {
            if (input.Position > start.Position && depth == 0 && (input.Kind == TokenKind.CloseBrace || BeginsStatement(input)))
                break;
            var before = depth;
            depth = Math.Max(0, depth + Nesting(input.Kind));
            input = input.Next();
            if (before == 1 && depth == 0)
                break;
        }
        return input;
    }

    private static bool BeginsStatement(TokenInput input) =>
        input.Kind == TokenKind.Identifier && (input.Token.FirstOnLine || input.NextKind == TokenKind.Equals);

    public static int Nesting(TokenKind kind) => kind switch
    {
        TokenKind.OpenBrace => 1,
        TokenKind.CloseBrace => -1,
        _ => 0,
    };

    private static bool IsLast(TokenInput input) => input.Block.Source.Text.AsSpan(input.Token.End).Trim().IsEmpty;
}
