using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of statements that read like sentences: <c>depends on a, b</c>, <c>step 5% for 1m</c>, <c>secret KEY = …</c>.</summary>
internal static class PhraseGrammar
{
    private static readonly string[] ValueExpected = ["a value"];

    /// <summary>A value as the label of a section, unless the section's block follows at once.</summary>
    public static readonly Parser<ExpressionSyntax?> ValueLabel = i =>
    {
        var input = (TokenInput)i;
        var isMissing = input.Kind is TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.EndOfBlock
            || (input.Kind == TokenKind.Identifier && (input.Token.FirstOnLine || input.NextKind == TokenKind.Equals));
        return isMissing ? Result.Success<ExpressionSyntax?>(null, i) : ExpressionGrammar.Expression(i);
    };

    public static Parser<StatementSyntax> Relation(EntryRule rule, BlockRule block) =>
        from keyword in Token(TokenKind.Identifier, rule.Word)
        from particle in rule.Particle is null ? Parse.Return<SyntaxToken?>(null) : Particle(rule.Particle)
        from names in StatementGrammar.Names(rule.NamesWhat)
        from tails in Tails(rule, block)
        select new RelationSyntax(rule.Word, keyword, particle, names, tails);

    public static Parser<StatementSyntax> Phrase(EntryRule rule, BlockRule block) =>
        from keyword in Token(TokenKind.Identifier, rule.Word)
        from value in Value(rule, block)
        from tails in Tails(rule, block)
        select new PhraseSyntax(rule.Word, keyword, value, tails);

    public static Parser<StatementSyntax> NamedValue(EntryRule rule) =>
        from keyword in Token(TokenKind.Identifier, rule.Word)
        from name in rule.IsNamedByText ? NameInQuotes(rule.NamesWhat) : StatementGrammar.Name(rule.NamesWhat, mayPrecedeEquals: true)
        from sign in new Parser<SyntaxToken>(EqualsOrCall)
        from value in new Parser<ExpressionSyntax>(ExpressionGrammar.Expression)
        select new NamedValueSyntax(rule.Word, keyword, name, sign, value);

    /// <summary>A name that is a text; a bare word in its place is reported and taken.</summary>
    private static Parser<SyntaxToken> NameInQuotes(string expected) => i =>
    {
        var input = (TokenInput)i;
        if (input.Kind is not (TokenKind.String or TokenKind.Identifier) || (input.Kind == TokenKind.Identifier && input.Token.FirstOnLine))
            return Result.Failure<SyntaxToken>(input, "unexpected", [expected]);
        if (input.Kind == TokenKind.Identifier)
            input.Block.Report(SyntaxFindings.Unexpected(input.Block.Source.Locate(input.Token.Span), expected, Recovery.Describe(input)));
        return Result.Success(input.Token, input.Next());
    };

    private static Parser<SyntaxToken?> Particle(string word) => i =>
    {
        var input = (TokenInput)i;
        return TakeParticle(input, word)
            ? Result.Success<SyntaxToken?>(input.Token, input.Next())
            : Result.Failure<SyntaxToken?>(input, "unexpected", [$"'{word}'"]);
    };

    /// <summary>The sign behind a name; a call that follows without it is its value nevertheless.</summary>
    private static IResult<SyntaxToken> EqualsOrCall(IInput i)
    {
        var input = (TokenInput)i;
        var isCall = input.Kind == TokenKind.Identifier && !input.Token.FirstOnLine && input.NextKind == TokenKind.OpenParen;
        return isCall ? StatementGrammar.MissingEquals(input) : StatementGrammar.EqualsSign(i);
    }

    /// <summary>The values that may follow, each behind its particle, in their order.</summary>
    private static Parser<ImmutableArray<TailSyntax>> Tails(EntryRule rule, BlockRule block)
    {
        if (rule.Tails.IsEmpty)
            return Parse.Return(ImmutableArray<TailSyntax>.Empty);
        var value = Value(rule, block);
        return i =>
        {
            var tails = ImmutableArray.CreateBuilder<TailSyntax>();
            var input = (TokenInput)i;
            foreach (var tail in rule.Tails)
            {
                if (!IsTail(input, tail, block))
                {
                    if (tail.IsOptional && !LacksParticle(input))
                        continue;
                    return Result.Failure<ImmutableArray<TailSyntax>>(input, "unexpected", [$"'{tail.Particle}'"]);
                }
                var result = value(input.Next());
                if (!result.WasSuccessful)
                    return Result.Failure<ImmutableArray<TailSyntax>>(result.Remainder, result.Message, result.Expectations);
                tails.Add(new TailSyntax(tail.Particle, input.Token, result.Value));
                input = (TokenInput)result.Remainder;
            }
            return Result.Success(tails.DrainToImmutable(), input);
        };
    }

    /// <summary>Whether the particle stands there; a word of the block that looks like it is what it is.</summary>
    private static bool IsTail(TokenInput input, TailRule tail, BlockRule block) =>
        input.Is(tail.Particle)
            ? input.NextKind != TokenKind.Equals && !(input.Token.FirstOnLine && block.Find(tail.Particle) is not null)
            : input.Kind == TokenKind.Identifier && block.Find(input.Text) is null && TakeParticle(input, tail.Particle);

    /// <summary>The particle, or one that is misspelt: reported and taken.</summary>
    public static bool TakeParticle(TokenInput input, string word)
    {
        if (input.Is(word))
            return true;
        if (input.Kind != TokenKind.Identifier || input.Token.FirstOnLine || input.NextKind == TokenKind.Equals)
            return false;
        var found = input.Text.ToString();
        if (Suggestion.Nearest(found, [word]) is null)
            return false;
        input.Block.Report(SyntaxFindings.MisspeltParticle(input.Block.Source.Locate(input.Token.Span), word, found));
        return true;
    }

    /// <summary>Whether a value follows on the line that only a particle can lead to.</summary>
    private static bool LacksParticle(TokenInput input) =>
        !input.Token.FirstOnLine && input.Kind is TokenKind.Number or TokenKind.String or TokenKind.StringHead;

    /// <summary>A value; a particle, or a word with which another entry begins, is none.</summary>
    private static Parser<ExpressionSyntax> Value(EntryRule rule, BlockRule block) => i =>
    {
        var input = (TokenInput)i;
        var isWord = input.Kind == TokenKind.Identifier && input.NextKind != TokenKind.Dot
            && (IsParticle(rule, input.Text) || (block.Find(input.Text) is { Form: not EntryForm.Property } && BeginsEntry(input.Next(), rule)));
        return isWord ? Result.Failure<ExpressionSyntax>(input, "unexpected", ValueExpected) : ExpressionGrammar.Expression(input);
    };

    private static bool BeginsEntry(TokenInput next, EntryRule rule) =>
        next.Kind == TokenKind.OpenBrace || (next.Kind == TokenKind.Identifier && !IsParticle(rule, next.Text));

    private static bool IsParticle(EntryRule rule, ReadOnlySpan<char> word)
    {
        foreach (var tail in rule.Tails)
        {
            if (word.SequenceEqual(tail.Particle))
                return true;
        }
        return false;
    }
}
