using System.Collections.Immutable;

namespace Lumina.Language.Syntax;

/// <summary>A keyword, a value and what else belongs to it: <c>step 5% for 1m</c>, <c>freeze "Fri 18:00" to "Mon 06:00" in "UTC"</c>.</summary>
internal sealed class PhraseSyntax(string word, SyntaxToken keyword, ExpressionSyntax value, ImmutableArray<TailSyntax> tails)
    : StatementSyntax(keyword.Start, tails.IsEmpty ? value.Span.End : tails[^1].Span.End)
{
    /// <summary>The keyword as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public ExpressionSyntax Value => value;

    public ImmutableArray<TailSyntax> Tails => tails;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Node(value);
        foreach (var tail in tails)
            visitor.Node(tail);
    }
}

/// <summary>A value with the word before it: <c>for 1m</c>, <c>soak 1h</c>.</summary>
internal sealed class TailSyntax(string word, SyntaxToken particle, ExpressionSyntax value) : SyntaxNode(particle.Start, value.Span.End)
{
    /// <summary>The particle as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Particle => particle;

    public ExpressionSyntax Value => value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(particle);
        visitor.Node(value);
    }
}

/// <summary><c>secret NAME = VALUE</c>.</summary>
internal sealed class NamedValueSyntax(string word, SyntaxToken keyword, SyntaxToken name, SyntaxToken equals, ExpressionSyntax value)
    : StatementSyntax(keyword.Start, value.Span.End)
{
    /// <summary>The keyword as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public SyntaxToken Name => name;

    public SyntaxToken EqualsSign => equals;

    public ExpressionSyntax Value => value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(name);
        visitor.Token(equals);
        visitor.Node(value);
    }
}
