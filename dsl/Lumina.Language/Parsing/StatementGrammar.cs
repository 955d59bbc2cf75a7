using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of blocks and of what stands in them, made from the vocabulary.</summary>
internal static class StatementGrammar
{
    private static readonly Dictionary<BlockRule, Parser<BlockSyntax>> Blocks = [];

    /// <summary>A name; one in quotes is reported and taken.</summary>
    /// <param name="expected">What it names, for messages.</param>
    /// <param name="mayPrecedeEquals">Elsewhere a word before an equals sign is the next property.</param>
    public static Parser<SyntaxToken> Name(string expected, bool mayPrecedeEquals = false) => i =>
    {
        var input = (TokenInput)i;
        switch (input.Kind)
        {
            case TokenKind.NameWithHoles:
            case TokenKind.Identifier when mayPrecedeEquals || input.NextKind != TokenKind.Equals:
                return Result.Success(input.Token, input.Next());
            case TokenKind.String:
                input.Block.Report(SyntaxFindings.QuotedName(input.Block.Source.Locate(input.Token.Span), input.Text.Trim('"').ToString()));
                return Result.Success(input.Token, input.Next());
            default:
                return Result.Failure<SyntaxToken>(input, "unexpected", [expected]);
        }
    };

    /// <summary>The block of a declaration or a section: recovers from everything that is wrong in it once it is open.</summary>
    public static Parser<BlockSyntax> Block(BlockRule rule, string of)
    {
        lock (Blocks)
        {
            if (!Blocks.TryGetValue(rule, out var block))
                Blocks[rule] = block = MakeBlock(rule, of);
            return block;
        }
    }

    private static Parser<BlockSyntax> MakeBlock(BlockRule rule, string of)
    {
        var statement = Statement(rule).OrSkipped();
        return from open in Braces.Open(of)
               from statements in Braces.Between(statement, rule)
               from close in Braces.Close(of)
               select new BlockSyntax(open, statements, close);
    }

    private static Parser<StatementSyntax> Statement(BlockRule rule)
    {
        var forms = rule.Entries.ToDictionary(e => e.Word, e => FormOf(e, rule), StringComparer.Ordinal);
        var other = new[] { $"a property of {rule.Name} or '}}'" };
        return i =>
        {
            var input = (TokenInput)i;
            if (input.Kind != TokenKind.Identifier)
                return Result.Failure<StatementSyntax>(input, "unexpected", other);
            if (!rule.IsOpen && rule.Find(input.Text) is { } known)
                return forms[known.Word](input);
            if (input.NextKind is TokenKind.Equals || rule.IsOpen)
                return Property(input);
            return Nearest(input, rule) is { } meant ? forms[meant.Word](input) : Reported<StatementSyntax>(input);
        };
    }

    /// <summary>Reports an unknown word and says which entry was probably meant.</summary>
    private static EntryRule? Nearest(TokenInput input, BlockRule rule)
    {
        var word = input.Text.ToString();
        if (rule.Entries.FirstOrDefault(e => e.Particles.Contains(word)) is { } owner)
        {
            input.Block.Report(NameFindings.StrayParticle(input.Block.Source.Locate(input.Token.Span), word, owner.Word));
            return null;
        }
        var near = Suggestion.Nearest(word, rule.Words());
        input.Block.Report(NameFindings.UnknownProperty(input.Block.Source.Locate(input.Token.Span), word, rule.Name, near, rule.Words()));
        return near is null ? null : rule.Find(near);
    }

    private static Parser<StatementSyntax> FormOf(EntryRule rule, BlockRule block) => rule.Form switch
    {
        EntryForm.Property => rule.OneOf.IsEmpty ? Property : PropertyOfWord,
        EntryForm.Section => Section(rule),
        EntryForm.Relation => PhraseGrammar.Relation(rule, block),
        EntryForm.NamedValue => PhraseGrammar.NamedValue(rule),
        EntryForm.Sentence => SentenceGrammar.Sentence(rule, block),
        _ => PhraseGrammar.Phrase(rule, block),
    };

    private static readonly Parser<StatementSyntax> Property =
        from name in Token(TokenKind.Identifier, "a property")
        from sign in new Parser<SyntaxToken>(EqualsSign)
        from value in new Parser<ExpressionSyntax>(ExpressionGrammar.Expression)
        select new PropertySyntax(name, sign, value);

    private static readonly Parser<StatementSyntax> PropertyOfWord =
        from name in Token(TokenKind.Identifier, "a property")
        from sign in new Parser<SyntaxToken>(EqualsOfWord)
        from value in new Parser<ExpressionSyntax>(WordOrExpression)
        select new PropertySyntax(name, sign, value);

    /// <summary>A word that nothing follows which would make more of it is itself the value.</summary>
    private static IResult<ExpressionSyntax> WordOrExpression(IInput i)
    {
        var input = (TokenInput)i;
        if (input.Kind != TokenKind.Identifier)
            return ExpressionGrammar.Expression(i);
        var next = input.Next();
        var ends = next.Kind is TokenKind.Identifier or TokenKind.CloseBrace or TokenKind.EndOfBlock or TokenKind.Number or TokenKind.String;
        return ends
            ? Result.Success<ExpressionSyntax>(new LiteralSyntax(input.Token, new StringValue(input.Text.ToString())), next)
            : ExpressionGrammar.Expression(i);
    }

    /// <summary>As <see cref="EqualsSign"/>; a word behind the name on its line is a value too.</summary>
    private static IResult<SyntaxToken> EqualsOfWord(IInput i)
    {
        var input = (TokenInput)i;
        return input.Kind == TokenKind.Identifier && !input.Token.FirstOnLine && input.NextKind != TokenKind.Equals ? MissingEquals(input) : EqualsSign(i);
    }

    /// <summary>The sign after a property's name; where a value follows without it, or after a colon, that is reported and taken.</summary>
    public static IResult<SyntaxToken> EqualsSign(IInput i)
    {
        var input = (TokenInput)i;
        if (input.Kind == TokenKind.Equals)
            return Result.Success(input.Token, input.Next());
        var isColon = input.Kind == TokenKind.Colon;
        return isColon || LacksEquals(input) ? MissingEquals(input) : Result.Failure<SyntaxToken>(input, "unexpected", ["'='"]);
    }

    /// <summary>Reports that the sign is missing, or a colon, and takes it as there.</summary>
    public static IResult<SyntaxToken> MissingEquals(TokenInput input)
    {
        var isColon = input.Kind == TokenKind.Colon;
        var block = input.Block;
        var place = isColon ? input.Token.Span : TextSpan.At(input.PreviousEnd);
        var property = block.Source.ToString(block.Tokens[input.Position - 1].Span);
        block.Report(SyntaxFindings.MissingEquals(block.Source.Locate(place), property));
        return isColon ? Result.Success(input.Token, input.Next()) : Result.Success(SyntaxToken.Missing(TokenKind.Equals, input.PreviousEnd), input);
    }

    /// <summary>Whether a value follows on the line.</summary>
    public static bool LacksEquals(TokenInput input) => !input.Token.FirstOnLine
        && input.Kind is TokenKind.String or TokenKind.StringHead or TokenKind.UnclosedString or TokenKind.Number or TokenKind.OpenBracket;

    private static Parser<StatementSyntax> Section(EntryRule rule)
    {
        var labels = LabelsOf(rule);
        var bodies = rule.Bodies.ToDictionary(b => b, b => rule.BodyOptional ? OptionalBlock(Block(b, rule.Word), b) : Block(b, rule.Word)!);
        return from keyword in Token(TokenKind.Identifier, rule.Word)
               from label in labels
               from value in rule.Labels == Labels.Value ? PhraseGrammar.ValueLabel : NoValue
               from block in new Parser<BlockSyntax?>(i => bodies[rule.BodyOf(label is null ? null : TextOf(label.Names[0], i))!](i))
               select new SectionSyntax(rule.Word, keyword, label, value, block);
    }

    private static readonly Parser<ExpressionSyntax?> NoValue = Parse.Return<ExpressionSyntax?>(null);

    private static string TextOf(SyntaxToken token, IInput input) => ((TokenInput)input).Block.Source.Slice(token.Span).Trim('"').ToString();

    /// <summary>Also taken as there: a block whose brace is missing, as the count of braces tells, before what looks like a property, or like
    /// another entry that can only be in the block.</summary>
    public static Parser<BlockSyntax?> OptionalBlock(Parser<BlockSyntax> body, BlockRule? rule = null) => i =>
    {
        var input = (TokenInput)i;
        var lacksBrace = input.Block.Unclosed < 0 && input.Kind == TokenKind.Identifier
            && (input.NextKind == TokenKind.Equals || (rule?.Find(input.Text) is not null && !rule.IsKnownAround(input.Text)));
        return input.Kind == TokenKind.OpenBrace || lacksBrace ? body(input) : Result.Success<BlockSyntax?>(null, input);
    };

    private static Parser<NamesSyntax?> LabelsOf(EntryRule rule) => rule.Labels switch
    {
        Labels.One => from label in Name(rule.NamesWhat)
                      select new NamesSyntax([label], []),
        Labels.Several => Names(rule.NamesWhat)!,
        _ => Parse.Return<NamesSyntax?>(null),
    };

    public static Parser<NamesSyntax> Names(string what) =>
        from names in Name(what).SeparatedByCommas()
        select new NamesSyntax(names.Items, names.Commas);
}
