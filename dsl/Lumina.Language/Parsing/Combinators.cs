using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Sprache;

namespace Lumina.Language.Parsing;

/// <summary>Parsers over tokens that Sprache doesn't have. A choice is committed to by its first token, so nothing is tried twice.</summary>
internal static class Combinators
{
    /// <summary>One token of a kind.</summary>
    public static Parser<SyntaxToken> Token(TokenKind kind, string expected)
    {
        string[] expectations = [expected];
        return i =>
        {
            var input = (TokenInput)i;
            return input.Kind == kind ? Result.Success(input.Token, input.Next()) : Result.Failure<SyntaxToken>(input, "unexpected", expectations);
        };
    }

    /// <summary><c>from … in … from … in … select …</c>, in place of Sprache's own, which makes four objects more each time.</summary>
    public static Parser<TResult> SelectMany<TFirst, TSecond, TResult>(
        this Parser<TFirst> parser, Func<TFirst, Parser<TSecond>> rest, Func<TFirst, TSecond, TResult> select) => i =>
    {
        var first = parser(i);
        if (!first.WasSuccessful)
            return Result.Failure<TResult>(first.Remainder, first.Message, first.Expectations);
        var second = rest(first.Value)(first.Remainder);
        return second.WasSuccessful
            ? Result.Success(select(first.Value, second.Value), second.Remainder)
            : Result.Failure<TResult>(second.Remainder, second.Message, second.Expectations);
    };

    /// <inheritdoc cref="SelectMany"/>
    public static Parser<TResult> Select<T, TResult>(this Parser<T> parser, Func<T, TResult> select) => i =>
    {
        var result = parser(i);
        return result.WasSuccessful
            ? Result.Success(select(result.Value), result.Remainder)
            : Result.Failure<TResult>(result.Remainder, result.Message, result.Expectations);
    };

    /// <summary>Fails without a finding of its own: what is wrong has been reported.</summary>
    public static IResult<T> Reported<T>(IInput input) => Result.Failure<T>(input, "reported", []);

    /// <summary>As often as it goes; fails when one fails after it has begun.</summary>
    public static Parser<ImmutableArray<T>> Repeated<T>(this Parser<T> parser) => i =>
    {
        var results = ImmutableArray.CreateBuilder<T>();
        var rest = i;
        while (true)
        {
            var result = parser(rest);
            if (!result.WasSuccessful)
            {
                return result.Remainder.Position == rest.Position
                    ? Result.Success(results.DrainToImmutable(), rest)
                    : Result.Failure<ImmutableArray<T>>(result.Remainder, result.Message, result.Expectations);
            }
            results.Add(result.Value);
            rest = result.Remainder;
        }
    };

    /// <summary>If the next token is such, the parser; else null.</summary>
    public static Parser<T?> WhenNext<T>(this Parser<T> parser, Func<TokenInput, bool> isSuch) where T : class => i =>
        isSuch((TokenInput)i) ? parser(i) : Result.Success<T?>(null, i);

    /// <summary>If the next token is of a kind, goes on with what follows from the value so far; else leaves it.</summary>
    public static Parser<T> Then<T>(this Parser<T> parser, TokenKind kind, Func<T, Parser<T>> rest) => i =>
    {
        var first = parser(i);
        return first.WasSuccessful && ((TokenInput)first.Remainder).Kind == kind ? rest(first.Value)(first.Remainder) : first;
    };

    /// <summary>One or more with commas between them; a comma at the end is allowed when what closes the list follows.</summary>
    public static Parser<(ImmutableArray<T> Items, ImmutableArray<SyntaxToken> Commas)> SeparatedByCommas<T>(
        this Parser<T> parser, TokenKind? close = null) => i =>
    {
        var items = ImmutableArray.CreateBuilder<T>(1);
        var commas = ImmutableArray.CreateBuilder<SyntaxToken>(0);
        var rest = (TokenInput)i;
        while (true)
        {
            if (close is not null && rest.Kind == close)
                break;
            var item = parser(rest);
            if (!item.WasSuccessful)
                return Result.Failure<(ImmutableArray<T>, ImmutableArray<SyntaxToken>)>(item.Remainder, item.Message, item.Expectations);
            items.Add(item.Value);
            rest = (TokenInput)item.Remainder;
            if (rest.Kind != TokenKind.Comma)
                break;
            commas.Add(rest.Token);
            rest = rest.Next();
        }
        return Result.Success((items.DrainToImmutable(), commas.DrainToImmutable()), rest);
    };

    /// <summary>A parser that is chosen by the next token.</summary>
    public static Parser<T> ChosenBy<T>(Func<TokenInput, Parser<T>?> choose, string expected)
    {
        string[] expectations = [expected];
        return i => choose((TokenInput)i) is { } chosen ? chosen(i) : Result.Failure<T>(i, "unexpected", expectations);
    }

    /// <summary>Counts how deep expressions are nested and fails, with a finding, when that is too deep.</summary>
    public static Parser<ExpressionSyntax> Deeper(this Parser<ExpressionSyntax> parser) => i =>
    {
        var input = (TokenInput)i;
        if (input.Block.Depth == Lexer.DeepestNesting)
            return TooDeep(input);
        input.Block.Depth++;
        var result = parser(i);
        input.Block.Depth--;
        return result.WasSuccessful && result.Value.Depth > Lexer.DeepestNesting ? TooDeep((TokenInput)result.Remainder) : result;
    };

    /// <summary>Fails with the finding that an expression is nested too deeply.</summary>
    public static IResult<ExpressionSyntax> TooDeep(TokenInput input)
    {
        var block = input.Block;
        block.Report(SyntaxFindings.TooDeep(block.Source.Locate(input.PlaceOfUnexpected), Lexer.DeepestNesting));
        return Reported<ExpressionSyntax>(input);
    }
}
