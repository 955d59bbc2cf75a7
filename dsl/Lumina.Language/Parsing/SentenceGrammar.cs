using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of sentences, made from the vocabulary: <c>applies to component in production where …</c>.</summary>
internal static class SentenceGrammar
{
    /// <param name="rule">The sentence.</param>
    /// <param name="block">What else can stand beside it; null at the top level.</param>
    public static Parser<StatementSyntax> Sentence(EntryRule rule, BlockRule? block)
    {
        var bodies = rule.Bodies.Distinct().ToDictionary(b => b, b => StatementGrammar.OptionalBlock(StatementGrammar.Block(b, "the " + b.Name), b));
        return i => Read(rule, block, bodies, (TokenInput)i);
    }

    private static IResult<StatementSyntax> Read(EntryRule rule, BlockRule? block, Dictionary<BlockRule, Parser<BlockSyntax?>> bodies, TokenInput input)
    {
        var sentence = rule.Sentence!;
        var opening = ImmutableArray.CreateBuilder<SyntaxToken>(3);
        opening.Add(input.Token);
        input = input.Next();
        if (sentence.Lead is { } lead)
        {
            if (!PhraseGrammar.TakeParticle(input, lead))
                return Result.Failure<StatementSyntax>(input, "unexpected", [$"'{lead}'"]);
            opening.Add(input.Token);
            input = input.Next();
        }
        var kind = sentence.Kinds[0];
        if (!sentence.IsPlain)
        {
            if (input.Kind != TokenKind.Identifier || input.Token.FirstOnLine)
                return Result.Failure<StatementSyntax>(input, "unexpected", [sentence.KindsWhat]);
            if (KindAt(input, rule) is not { } found)
                return Reported<StatementSyntax>(input);
            kind = found;
            opening.Add(input.Token);
            input = input.Next();
        }
        var parts = Parts(kind, block, input);
        if (!parts.WasSuccessful)
            return Result.Failure<StatementSyntax>(parts.Remainder, parts.Message, parts.Expectations);
        var (body, rest) = (default(BlockSyntax), parts.Remainder);
        if (kind.Body is { } contents)
        {
            var read = bodies[contents](rest);
            if (!read.WasSuccessful)
                return Result.Failure<StatementSyntax>(read.Remainder, read.Message, read.Expectations);
            (body, rest) = (read.Value, read.Remainder);
        }
        return Result.Success<StatementSyntax>(new SentenceSyntax(rule.Word, opening.ToImmutable(), kind.Word ?? "", parts.Value, body), rest);
    }

    private static SentenceKind? KindAt(TokenInput input, EntryRule rule)
    {
        var (word, sentence) = (input.Text.ToString(), rule.Sentence!);
        if (sentence.Kinds.FirstOrDefault(k => k.Word == word) is { } known)
            return known;
        var near = Suggestion.Nearest(word, sentence.KindWords);
        input.Block.Report(RuleFindings.UnknownKind(input.Block.Source.Locate(input.Token.Span), sentence.Lead is { } lead ? $"{rule.Word} {lead}" : rule.Word, word, sentence.KindsWhat, near, sentence.KindWords));
        return near is null ? null : sentence.Kinds.First(k => k.Word == near);
    }

    private static IResult<ImmutableArray<PartSyntax>> Parts(SentenceKind kind, BlockRule? block, TokenInput input)
    {
        var open = kind.Parts.ToList();
        var parts = ImmutableArray.CreateBuilder<PartSyntax>(open.Count);
        while (NextPart(open, block, input) is { } part)
        {
            open.Remove(part);
            var read = Part(part, input);
            if (!read.WasSuccessful)
                return Result.Failure<ImmutableArray<PartSyntax>>(read.Remainder, read.Message, read.Expectations);
            parts.Add(read.Value);
            input = (TokenInput)read.Remainder;
        }
        if (open.FirstOrDefault(p => p.IsNeeded) is { } needed)
            return Result.Failure<ImmutableArray<PartSyntax>>(input, "unexpected", [needed.What]);
        return GoesOn(input, kind, block)
            ? Result.Failure<ImmutableArray<PartSyntax>>(input, "unexpected", open.Count == 0 ? ["the end of the line"] : open.Select(p => p.Particle is null ? p.What : $"'{p.Particle}'").Distinct())
            : Result.Success(parts.ToImmutable(), input);
    }

    /// <summary>The part that stands here; null when the sentence has ended.</summary>
    private static PartRule? NextPart(List<PartRule> open, BlockRule? block, TokenInput input)
    {
        if (open.Count > 0 && open[0].Particle is null && Begins(open[0].Form, input))
            return open[0];
        if (input.Kind != TokenKind.Identifier || (input.Token.FirstOnLine && block?.Find(input.Text) is not null))
            return null;
        if (open.FirstOrDefault(p => p.Particle is { } particle && input.Is(particle)) is { } said)
            return said;
        return input.NextKind == TokenKind.Equals || block?.Find(input.Text) is not null
            ? null
            : open.FirstOrDefault(p => p.Particle is { } particle && PhraseGrammar.TakeParticle(input, particle));
    }

    private static bool Begins(PartForm form, TokenInput input) => form switch
    {
        PartForm.Names => input.Kind is TokenKind.Identifier or TokenKind.String && !input.Token.FirstOnLine && input.NextKind != TokenKind.Equals,
        PartForm.Texts => IsText(input.Kind),
        PartForm.CSharp => input.Kind == TokenKind.CSharp,
        PartForm.Date => input.Kind is TokenKind.Number or TokenKind.String,
        _ => !input.Token.FirstOnLine && input.Kind is not (TokenKind.Identifier or TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.EndOfBlock),
    };

    /// <summary>Whether something follows on the line that belongs to no other entry.</summary>
    private static bool GoesOn(TokenInput input, SentenceKind kind, BlockRule? block)
    {
        if (input.Token.FirstOnLine || input.Kind is TokenKind.CloseBrace or TokenKind.EndOfBlock || (input.Kind == TokenKind.OpenBrace && kind.Body is not null))
            return false;
        return input.Kind != TokenKind.Identifier || (block?.Find(input.Text) is null && input.NextKind != TokenKind.Equals);
    }

    private static IResult<PartSyntax> Part(PartRule rule, TokenInput input)
    {
        var particles = ImmutableArray.CreateBuilder<SyntaxToken>(2);
        if (rule.Particle is not null)
        {
            particles.Add(input.Token);
            input = input.Next();
        }
        if (rule.Second is { } second)
        {
            if (!PhraseGrammar.TakeParticle(input, second))
                return Result.Failure<PartSyntax>(input, "unexpected", [$"'{second}'"]);
            particles.Add(input.Token);
            input = input.Next();
        }
        var words = particles.ToImmutable();
        return rule.Form == PartForm.Names
            ? Names(rule)(input) switch
            {
                { WasSuccessful: true } names => Result.Success(new PartSyntax(rule.Particle, words, names.Value, null), names.Remainder),
                var failed => Result.Failure<PartSyntax>(failed.Remainder, failed.Message, failed.Expectations),
            }
            : Values(rule)(input) switch
            {
                { WasSuccessful: true } values => Result.Success(new PartSyntax(rule.Particle, words, null, values.Value), values.Remainder),
                var failed => Result.Failure<PartSyntax>(failed.Remainder, failed.Message, failed.Expectations),
            };
    }

    private static Parser<NamesSyntax> Names(PartRule rule) => rule.IsSingle
        ? from name in StatementGrammar.Name(rule.What)
          select new NamesSyntax([name], [])
        : StatementGrammar.Names(rule.What);

    private static Parser<ValuesSyntax> Values(PartRule rule)
    {
        Parser<ExpressionSyntax> value = rule.Form switch
        {
            PartForm.Value => ExpressionGrammar.Expression,
            PartForm.Date => Date(rule.What),
            _ => ChosenBy<ExpressionSyntax>(i => Begins(rule.Form, i) ? ExpressionGrammar.Text : null, rule.What),
        };
        return rule is { Form: PartForm.Texts, IsSingle: false }
            ? from values in value.SeparatedByCommas()
              select new ValuesSyntax(values.Items, values.Commas)
            : from single in value
              select new ValuesSyntax([single], []);
    }

    private static Parser<ExpressionSyntax> Date(string what) => i =>
    {
        var input = (TokenInput)i;
        return input.Kind is TokenKind.Number or TokenKind.String
            ? Result.Success<ExpressionSyntax>(new LiteralSyntax(input.Token, new StringValue(input.Text.Trim('"').ToString())), input.Next())
            : Result.Failure<ExpressionSyntax>(input, "unexpected", [what]);
    };

    private static bool IsText(TokenKind kind) => kind is TokenKind.String or TokenKind.StringHead or TokenKind.UnclosedString;
}
