using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
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
        var forms = rule.Entries.ToDictionary(e => e, e => FormOf(e, rule));
        var other = new[] { $"a property of {rule.Name} or '}}'" };
        return i =>
        {
            var input = (TokenInput)i;
            if (input.Kind != TokenKind.Identifier)
                return Result.Failure<StatementSyntax>(input, "unexpected", other);
            if (!rule.IsOpen && rule.Find(input.Text) is { } known)
                return forms[known](input);
            if (input.NextKind is TokenKind.Equals || rule.IsOpen)
                return Property(input);
            return Nearest(input, rule) is { } meant ? forms[meant](input) : Reported<StatementSyntax>(input);
        };
    }

    /// <summary>Reports an unknown word and says which entry was probably meant.</summary>
    private static EntryRule? Nearest(TokenInput input, BlockRule rule)
    {
        var word = input.Text.ToString();
        var near = Suggestion.Nearest(word, rule.Words());
        input.Block.Report(NameFindings.UnknownProperty(input.Block.Source.Locate(input.Token.Span), word, rule.Name, near));
        return near is null ? null : rule.Find(near);
    }

    private static Parser<StatementSyntax> FormOf(EntryRule rule, BlockRule block) => rule.Form switch
    {
        EntryForm.Property => Property,
        EntryForm.Section => Section(rule),
        EntryForm.Relation => Relation(rule),
        _ => Unavailable(block),
    };

    private static readonly Parser<StatementSyntax> Property =
        from name in Token(TokenKind.Identifier, "a property")
        from sign in new Parser<SyntaxToken>(EqualsSign)
        from value in new Parser<ExpressionSyntax>(ExpressionGrammar.Expression)
        select new PropertySyntax(name, sign, value);

    /// <summary>The sign after a property's name; where a value follows without it, or after a colon, that is reported and taken.</summary>
    public static IResult<SyntaxToken> EqualsSign(IInput i)
    {
        var input = (TokenInput)i;
        if (input.Kind == TokenKind.Equals)
            return Result.Success(input.Token, input.Next());
        var isColon = input.Kind == TokenKind.Colon;
        if (!isColon && !LacksEquals(input))
            return Result.Failure<SyntaxToken>(input, "unexpected", ["'='"]);
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
        var body = Block(rule.Body!, rule.Word);
        return from keyword in Token(TokenKind.Identifier, rule.Word)
               from labels in LabelsOf(rule)
               from block in rule.BodyOptional ? OptionalBlock(body) : body!
               select new SectionSyntax(rule.Word, keyword, labels, block);
    }

    /// <summary>Also taken as there: a block whose brace is missing, as the count of braces tells, before what looks like a property.</summary>
    public static Parser<BlockSyntax?> OptionalBlock(Parser<BlockSyntax> body) => i =>
    {
        var input = (TokenInput)i;
        var lacksBrace = input.Block.Unclosed < 0 && input.Kind == TokenKind.Identifier && input.NextKind == TokenKind.Equals;
        return input.Kind == TokenKind.OpenBrace || lacksBrace ? body(input) : Result.Success<BlockSyntax?>(null, input);
    };

    private static Parser<NamesSyntax?> LabelsOf(EntryRule rule) => rule.Labels switch
    {
        Labels.None => Parse.Return<NamesSyntax?>(null),
        Labels.One => from label in Available(rule)
                      select new NamesSyntax([label], []),
        _ => Names(rule.NamesWhat),
    };

    private static Parser<SyntaxToken> Available(EntryRule rule)
    {
        var name = Name(rule.NamesWhat);
        return i =>
        {
            var input = (TokenInput)i;
            if (input.Kind != TokenKind.Identifier || !rule.UnavailableLabels.Contains(input.Text.ToString()))
                return name(input);
            var block = input.Block;
            block.Report(SyntaxFindings.NotAvailable(block.Source.Locate(input.Token.Span), $"{rule.Word} {input.Text}"));
            return Reported<SyntaxToken>(input);
        };
    }

    private static Parser<StatementSyntax> Relation(EntryRule rule) =>
        from keyword in Token(TokenKind.Identifier, rule.Word)
        from particle in rule.Particle is null ? Parse.Return<SyntaxToken?>(null) : Particle(rule.Particle)
        from names in Names(rule.NamesWhat)
        select new RelationSyntax(rule.Word, keyword, particle, names);

    private static Parser<SyntaxToken?> Particle(string word) => i =>
    {
        var input = (TokenInput)i;
        return input.Is(word)
            ? Result.Success<SyntaxToken?>(input.Token, input.Next())
            : Result.Failure<SyntaxToken?>(input, "unexpected", [$"'{word}'"]);
    };

    private static Parser<NamesSyntax> Names(string what) =>
        from names in Name(what).SeparatedByCommas()
        select new NamesSyntax(names.Items, names.Commas);

    private static Parser<StatementSyntax> Unavailable(BlockRule rule) => i =>
    {
        var input = (TokenInput)i;
        input.Block.Report(SyntaxFindings.NotAvailable(input.Block.Source.Locate(input.Token.Span), input.Text.ToString()));
        return Result.Success<StatementSyntax>(
            new SkippedStatementSyntax(Recovery.SkipUnavailable(input, rule, out var rest)), rest);
    };
}
