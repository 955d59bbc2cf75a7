using System.Collections.Immutable;
using Lumina.Language.Values;

namespace Lumina.Language.Syntax;

/// <summary>Something that has a value.</summary>
internal abstract class ExpressionSyntax(int start, int end, int depth) : SyntaxNode(start, end)
{
    /// <summary>How many expressions deep it is, itself included.</summary>
    public int Depth => depth;

    protected static int Deepest(IEnumerable<ExpressionSyntax> parts)
    {
        var deepest = 0;
        foreach (var part in parts)
            deepest = Math.Max(deepest, part.Depth);
        return deepest;
    }
}

/// <summary>A number, a string without <c>${}</c>, or one of the words that a property takes without quotes.</summary>
internal sealed class LiteralSyntax(SyntaxToken token, Value value) : ExpressionSyntax(token.Start, token.End, 1)
{
    public SyntaxToken Token => token;

    public Value Value => value;

    /// <summary>Whether it is a word without quotes.</summary>
    public bool IsWord => token.Kind == TokenKind.Identifier;

    public override void Accept(ISyntaxVisitor visitor) => visitor.Token(token);
}

/// <summary>A string with <c>${}</c>.</summary>
/// <param name="texts">The pieces of text, one more than <paramref name="holes"/>.</param>
/// <param name="holes">The expressions between them.</param>
/// <param name="values">What the pieces of text say, once their escapes are read.</param>
internal sealed class InterpolationSyntax(
    ImmutableArray<SyntaxToken> texts, ImmutableArray<ExpressionSyntax> holes, ImmutableArray<string> values)
    : ExpressionSyntax(texts[0].Start, texts[^1].End, Deepest(holes) + 1)
{
    /// <summary>To the first <c>${</c>.</summary>
    public SyntaxToken Head => texts[0];

    public ImmutableArray<ExpressionSyntax> Holes => holes;

    public ImmutableArray<string> Values => values;

    public override void Accept(ISyntaxVisitor visitor)
    {
        for (var i = 0; i < holes.Length; i++)
        {
            visitor.Token(texts[i]);
            visitor.Node(holes[i]);
        }
        visitor.Token(texts[^1]);
    }
}

/// <summary>A name, or names with dots between them: <c>param.x</c>.</summary>
internal sealed class ReferenceSyntax(ImmutableArray<SyntaxToken> names, ImmutableArray<SyntaxToken> dots)
    : ExpressionSyntax(names[0].Start, names[^1].End, 1)
{
    public ImmutableArray<SyntaxToken> Names => names;

    public override void Accept(ISyntaxVisitor visitor)
    {
        for (var i = 0; i < names.Length; i++)
        {
            visitor.Token(names[i]);
            if (i < dots.Length)
                visitor.Token(dots[i]);
        }
    }
}

/// <summary>Expressions with commas between them, in brackets or parentheses.</summary>
internal sealed class ItemsSyntax(
    SyntaxToken open, ImmutableArray<ExpressionSyntax> items, ImmutableArray<SyntaxToken> commas, SyntaxToken close)
    : SyntaxNode(open.Start, close.End)
{
    public SyntaxToken Open => open;

    public ImmutableArray<ExpressionSyntax> Items => items;

    public ImmutableArray<SyntaxToken> Commas => commas;

    public SyntaxToken Close => close;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(open);
        for (var i = 0; i < items.Length; i++)
        {
            visitor.Node(items[i]);
            if (i < commas.Length)
                visitor.Token(commas[i]);
        }
        visitor.Token(close);
    }
}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListSyntax(ItemsSyntax items) : ExpressionSyntax(items.Span.Start, items.Span.End, Deepest(items.Items) + 1)
{
    public ItemsSyntax Brackets => items;

    public ImmutableArray<ExpressionSyntax> Items => items.Items;

    public override void Accept(ISyntaxVisitor visitor) => visitor.Node(items);
}

/// <summary><c>join(a, b)</c>.</summary>
internal sealed class CallSyntax(SyntaxToken name, ItemsSyntax arguments)
    : ExpressionSyntax(name.Start, arguments.Span.End, Deepest(arguments.Items) + 1)
{
    public SyntaxToken Name => name;

    public ItemsSyntax Brackets => arguments;

    public ImmutableArray<ExpressionSyntax> Arguments => arguments.Items;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(name);
        visitor.Node(arguments);
    }
}

/// <summary><c>{ a = 1  b = 2 }</c>.</summary>
internal sealed class MapSyntax(SyntaxToken open, ImmutableArray<MapEntrySyntax> entries, SyntaxToken close)
    : ExpressionSyntax(open.Start, close.End, Deepest(entries.Select(e => e.Value)) + 1)
{
    public SyntaxToken Open => open;

    public SyntaxToken Close => close;

    public ImmutableArray<MapEntrySyntax> Entries => entries;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(open);
        foreach (var entry in entries)
            visitor.Node(entry);
        visitor.Token(close);
    }
}

/// <summary>One entry of a map, with the comma that may follow it.</summary>
internal sealed class MapEntrySyntax(SyntaxToken key, SyntaxToken equals, ExpressionSyntax value, SyntaxToken? comma)
    : SyntaxNode(key.Start, value.Span.End)
{
    public SyntaxToken Key => key;

    public SyntaxToken EqualsSign => equals;

    public SyntaxToken? Comma => comma;

    public ExpressionSyntax Value => value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(key);
        visitor.Token(equals);
        visitor.Node(value);
        if (comma is { } present)
            visitor.Token(present);
    }
}

/// <summary><c>(a)</c>.</summary>
internal sealed class ParenthesizedSyntax(SyntaxToken open, ExpressionSyntax inner, SyntaxToken close)
    : ExpressionSyntax(open.Start, close.End, inner.Depth + 1)
{
    public SyntaxToken Open => open;

    public SyntaxToken Close => close;

    public ExpressionSyntax Inner => inner;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(open);
        visitor.Node(inner);
        visitor.Token(close);
    }
}

/// <summary><c>!a</c> or <c>-a</c>.</summary>
internal sealed class UnarySyntax(SyntaxToken sign, ExpressionSyntax operand)
    : ExpressionSyntax(sign.Start, operand.Span.End, operand.Depth + 1)
{
    public SyntaxToken Sign => sign;

    public ExpressionSyntax Operand => operand;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(sign);
        visitor.Node(operand);
    }
}

/// <summary><c>a + b</c>.</summary>
internal sealed class BinarySyntax(ExpressionSyntax left, SyntaxToken sign, ExpressionSyntax right)
    : ExpressionSyntax(left.Span.Start, right.Span.End, Math.Max(left.Depth, right.Depth) + 1)
{
    public ExpressionSyntax Left => left;

    public SyntaxToken Sign => sign;

    public ExpressionSyntax Right => right;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Node(left);
        visitor.Token(sign);
        visitor.Node(right);
    }
}

/// <summary><c>a ? b : c</c>.</summary>
internal sealed class ConditionalSyntax(
    ExpressionSyntax condition, SyntaxToken question, ExpressionSyntax whenTrue, SyntaxToken colon, ExpressionSyntax whenFalse)
    : ExpressionSyntax(condition.Span.Start, whenFalse.Span.End, Math.Max(condition.Depth, Math.Max(whenTrue.Depth, whenFalse.Depth)) + 1)
{
    public SyntaxToken Question => question;

    public SyntaxToken Colon => colon;

    public ExpressionSyntax Condition => condition;

    public ExpressionSyntax WhenTrue => whenTrue;

    public ExpressionSyntax WhenFalse => whenFalse;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Node(condition);
        visitor.Token(question);
        visitor.Node(whenTrue);
        visitor.Token(colon);
        visitor.Node(whenFalse);
    }
}
