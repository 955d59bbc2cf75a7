using System.Collections.Immutable;

namespace Lumina.Language.Syntax;

/// <summary><c>{ … }</c>.</summary>
internal sealed class BlockSyntax(SyntaxToken open, ImmutableArray<StatementSyntax> statements, SyntaxToken close)
    : SyntaxNode(open.Start, Math.Max(close.End, statements is [.., var last] ? last.Span.End : open.End))
{
    public SyntaxToken Open => open;

    public SyntaxToken Close => close;

    public ImmutableArray<StatementSyntax> Statements => statements;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(open);
        foreach (var statement in statements)
            visitor.Node(statement);
        visitor.Token(close);
    }
}

/// <summary>One entry of a block.</summary>
internal abstract class StatementSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary><c>NAME = VALUE</c>.</summary>
internal sealed class PropertySyntax(SyntaxToken name, SyntaxToken equals, ExpressionSyntax value)
    : StatementSyntax(name.Start, value.Span.End)
{
    public SyntaxToken Name => name;

    public SyntaxToken EqualsSign => equals;

    public ExpressionSyntax Value => value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(name);
        visitor.Token(equals);
        visitor.Node(value);
    }
}

/// <summary>A block inside a block, perhaps labelled: <c>config { … }</c>, <c>health http { … }</c>, <c>in staging, production { … }</c>,
/// <c>terraform "folder" { … }</c>.</summary>
internal sealed class SectionSyntax(string word, SyntaxToken keyword, NamesSyntax? labels, ExpressionSyntax? value, BlockSyntax? body)
    : StatementSyntax(keyword.Start, body?.Span.End ?? value?.Span.End ?? labels?.Span.End ?? keyword.End)
{
    /// <summary>The keyword as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public NamesSyntax? Labels => labels;

    /// <summary>The label that is a value; null when there is none.</summary>
    public ExpressionSyntax? Value => value;

    public BlockSyntax? Body => body;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        if (labels is not null)
            visitor.Node(labels);
        if (value is not null)
            visitor.Node(value);
        if (body is not null)
            visitor.Node(body);
    }
}

/// <summary>A keyword and the names that it speaks of, perhaps with a value to it: <c>depends on a, b</c>, <c>after staging soak 1h</c>.</summary>
internal sealed class RelationSyntax(
    string word, SyntaxToken keyword, SyntaxToken? particle, NamesSyntax names, ImmutableArray<TailSyntax> tails)
    : StatementSyntax(keyword.Start, tails.IsEmpty ? names.Span.End : tails[^1].Span.End)
{
    /// <summary>The keyword as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public SyntaxToken? Particle => particle;

    public NamesSyntax Names => names;

    public ImmutableArray<TailSyntax> Tails => tails;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        if (particle is { } present)
            visitor.Token(present);
        visitor.Node(names);
        foreach (var tail in tails)
            visitor.Node(tail);
    }
}

/// <summary>Names with commas between them.</summary>
internal sealed class NamesSyntax(ImmutableArray<SyntaxToken> names, ImmutableArray<SyntaxToken> commas)
    : SyntaxNode(names[0].Start, names[^1].End)
{
    public ImmutableArray<SyntaxToken> Names => names;

    public ImmutableArray<SyntaxToken> Commas => commas;

    public override void Accept(ISyntaxVisitor visitor)
    {
        for (var i = 0; i < names.Length; i++)
        {
            visitor.Token(names[i]);
            if (i < commas.Length)
                visitor.Token(commas[i]);
        }
    }
}

/// <summary>Text that is no statement; what is wrong with it has been reported.</summary>
internal sealed class SkippedStatementSyntax(SkippedText text) : StatementSyntax(text.Start, text.End)
{
    public override void Accept(ISyntaxVisitor visitor) => visitor.Token(text.AsToken());
}

/// <summary>A run of tokens that recovery has passed over.</summary>
internal readonly record struct SkippedText(int FullStart, int Start, int End)
{
    public SyntaxToken AsToken() => new(TokenKind.EndOfBlock, false, FullStart, Start, End);
}
