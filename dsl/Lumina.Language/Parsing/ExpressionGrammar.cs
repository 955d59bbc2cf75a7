using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Sprache;
using static Lumina.Language.Parsing.Combinators;

namespace Lumina.Language.Parsing;

/// <summary>The grammar of values.</summary>
internal static class ExpressionGrammar
{
    private static readonly string[] ValueExpected = ["a value"];

    /// <summary>A value. (A method, so that rules can refer to it before it is there.)</summary>
    public static IResult<ExpressionSyntax> Expression(IInput input) => Whole(input);

    /// <summary>A text in quotes, or a piece of C#: what can be nothing but a value by itself.</summary>
    public static IResult<ExpressionSyntax> Text(IInput input) => Operand(input);

    private static readonly Parser<SyntaxToken> Name = Token(TokenKind.Identifier, "a name");

    private static readonly Parser<SyntaxToken> NameWithHoles = Token(TokenKind.NameWithHoles, "a name");

    private static readonly Parser<SyntaxToken> Comma = Token(TokenKind.Comma, "','");

    private static readonly Parser<ExpressionSyntax> Literal = i =>
    {
        var input = (TokenInput)i;
        if (LiteralReader.FindSpacedUnit(input) is { } spaced)
            return Result.Success<ExpressionSyntax>(new LiteralSyntax(spaced, UnknownValue.Instance), input.Next().Next());
        return Result.Success<ExpressionSyntax>(new LiteralSyntax(input.Token, LiteralReader.Read(input)), input.Next());
    };

    private static readonly Parser<ExpressionSyntax> CSharp =
        from piece in Token(TokenKind.CSharp, "C#")
        select (ExpressionSyntax)new CSharpSyntax(piece);

    private static readonly Parser<ExpressionSyntax> Interpolation = i =>
    {
        var input = (TokenInput)i;
        var texts = ImmutableArray.CreateBuilder<SyntaxToken>();
        var holes = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        do
        {
            texts.Add(input.Token);
            var hole = Expression(input.Next());
            if (!hole.WasSuccessful)
                return hole;
            holes.Add(hole.Value);
            input = (TokenInput)hole.Remainder;
        }
        while (input.Kind == TokenKind.StringMiddle);
        if (input.Kind is not (TokenKind.StringTail or TokenKind.UnclosedString))
            return Result.Failure<ExpressionSyntax>(input, "unexpected", ["'}'"]);
        texts.Add(input.Token);
        var pieces = texts.ToImmutable();
        return Result.Success<ExpressionSyntax>(
            new InterpolationSyntax(pieces, holes.ToImmutable(), LiteralReader.ReadPieces(input.Block, pieces)), input.Next());
    };

    private static Parser<ItemsSyntax> Items(TokenKind opening, TokenKind closing, string close) =>
        from open in Token(opening, "a list")
        from items in new Parser<ExpressionSyntax>(Expression).SeparatedByCommas(closing)
        from end in Token(closing, $"',' or '{close}'")
        select new ItemsSyntax(open, items.Items, items.Commas, end);

    private static readonly Parser<ExpressionSyntax> List =
        from items in Items(TokenKind.OpenBracket, TokenKind.CloseBracket, "]")
        select new ListSyntax(items);

    private static readonly Parser<ExpressionSyntax> Call =
        from name in Name
        from arguments in Items(TokenKind.OpenParen, TokenKind.CloseParen, ")")
        select new CallSyntax(name, arguments);

    private static readonly Parser<(SyntaxToken Dot, SyntaxToken Name)> Member =
        from dot in Token(TokenKind.Dot, "'.'")
        from name in ChosenBy(i => i.Kind is TokenKind.NameWithHoles ? NameWithHoles : Name, "a name")
        select (dot, name);

    /// <summary>A name, or names with dots between them.</summary>
    public static IResult<ExpressionSyntax> Reference(IInput input) => DottedName(input);

    private static readonly Parser<ExpressionSyntax> DottedName =
        from first in Name
        from members in Member.Repeated()
        select new ReferenceSyntax([first, .. members.Select(m => m.Name)], [.. members.Select(m => m.Dot)]);

    private static readonly Parser<ExpressionSyntax> BareReference =
        from name in Name
        select new ReferenceSyntax([name], []);

    private static readonly Parser<ExpressionSyntax> Parenthesized =
        from open in Token(TokenKind.OpenParen, "'('")
        from inner in new Parser<ExpressionSyntax>(Expression)
        from close in Token(TokenKind.CloseParen, "')'")
        select new ParenthesizedSyntax(open, inner, close);

    private static readonly Parser<MapEntrySyntax> MapEntry =
        from key in ChosenBy(i => i.Kind is TokenKind.String ? Token(TokenKind.String, "a key") : Name, "a key")
        from sign in Token(TokenKind.Equals, "'='")
        from value in new Parser<ExpressionSyntax>(Expression)
        from comma in Comma.Select(c => new StrongBox(c)).WhenNext(i => i.Kind == TokenKind.Comma)
        select new MapEntrySyntax(key, sign, value, comma?.Token);

    private static readonly Parser<ExpressionSyntax> Map =
        from open in Token(TokenKind.OpenBrace, "'{'")
        from entries in MapEntry.Repeated()
        from close in Token(TokenKind.CloseBrace, "'}'")
        select new MapSyntax(open, entries, close);

    private static readonly Parser<ExpressionSyntax> Negated =
        from sign in ChosenBy(i => i.Kind is TokenKind.Bang or TokenKind.Minus ? Token(i.Kind, "a sign") : null, "a sign")
        from operand in new Parser<ExpressionSyntax>(i => Operand!(i)).Deeper()
        select new UnarySyntax(sign, operand);

    private static readonly Parser<ExpressionSyntax> Operand = i =>
    {
        var input = (TokenInput)i;
        var parser = input.Kind switch
        {
            TokenKind.String or TokenKind.UnclosedString or TokenKind.Number => Literal,
            TokenKind.StringHead => Interpolation,
            TokenKind.CSharp => CSharp,
            TokenKind.Identifier => ReferenceOrCall(input),
            TokenKind.OpenBracket => List,
            TokenKind.OpenBrace => Map,
            TokenKind.OpenParen => Parenthesized,
            TokenKind.Bang or TokenKind.Minus => Negated,
            _ => null,
        };
        return parser is null ? Result.Failure<ExpressionSyntax>(input, "unexpected", ValueExpected) : parser(input);
    };

    /// <summary>A name before an equals sign is the next property, so there is no value here.</summary>
    private static Parser<ExpressionSyntax>? ReferenceOrCall(TokenInput input) => input.NextKind switch
    {
        TokenKind.Equals => null,
        TokenKind.OpenParen when input.Next().Token.FullStart == input.Next().Token.Start => Call,
        TokenKind.Dot => DottedName,
        _ => BareReference,
    };

    private static readonly Parser<ExpressionSyntax> Operation = i => Climb(i, 1);

    private static readonly Parser<ExpressionSyntax> Whole = Operation.Then(TokenKind.Question, condition =>
        from question in Token(TokenKind.Question, "'?'")
        from whenTrue in new Parser<ExpressionSyntax>(Expression)
        from colon in Token(TokenKind.Colon, "':'")
        from whenFalse in new Parser<ExpressionSyntax>(Expression)
        select (ExpressionSyntax)new ConditionalSyntax(condition, question, whenTrue, colon, whenFalse)).Deeper();

    /// <summary>Operators by precedence climbing: operands are read once, whatever the number of levels.</summary>
    private static IResult<ExpressionSyntax> Climb(IInput i, int least)
    {
        var left = Operand(i);
        while (left.WasSuccessful)
        {
            var sign = (TokenInput)left.Remainder;
            var binding = Precedence(sign.Kind);
            if (binding < least)
                return left;
            var right = Climb(sign.Next(), binding + 1);
            if (!right.WasSuccessful)
                return right;
            if (left.Value.Depth >= Lexer.DeepestNesting)
                return TooDeep(sign);
            left = Result.Success<ExpressionSyntax>(new BinarySyntax(left.Value, sign.Token, right.Value), right.Remainder);
        }
        return left;
    }

    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.OrOr => 1,
        TokenKind.AndAnd => 2,
        TokenKind.EqualsEquals or TokenKind.BangEquals => 3,
        TokenKind.Less or TokenKind.LessEquals or TokenKind.Greater or TokenKind.GreaterEquals => 4,
        TokenKind.Plus or TokenKind.Minus => 5,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 6,
        _ => 0,
    };

    private sealed record StrongBox(SyntaxToken Token);
}
