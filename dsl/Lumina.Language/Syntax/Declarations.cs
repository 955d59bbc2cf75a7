namespace Lumina.Language.Syntax;

/// <summary>Something at the top level of a plan.</summary>
internal abstract class DeclarationSyntax(int start, int end) : SyntaxNode(start, end);

/// <summary><c>plan</c>, <c>environment</c>, <c>component</c> or <c>template</c>, a name, perhaps a template to begin with, and a block.</summary>
internal sealed class NamedBlockSyntax(string word, SyntaxToken keyword, SyntaxToken name, TemplateUseSyntax? from, BlockSyntax? body)
    : DeclarationSyntax(keyword.Start, body?.Span.End ?? from?.Span.End ?? name.End)
{
    /// <summary>Which of them it is; the keyword as it was meant, should it be misspelt.</summary>
    public string Word => word;

    public SyntaxToken Keyword => keyword;

    public SyntaxToken Name => name;

    /// <summary>The template that it begins with.</summary>
    public TemplateUseSyntax? From => from;

    public BlockSyntax? Body => body;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(name);
        if (from is not null)
            visitor.Node(from);
        if (body is not null)
            visitor.Node(body);
    }
}

/// <summary><c>param NAME : TYPE = DEFAULT { … }</c>.</summary>
internal sealed class ParamSyntax(
    SyntaxToken keyword, SyntaxToken name, SyntaxToken colon, SyntaxToken type, InitialValueSyntax? initial, BlockSyntax? body)
    : DeclarationSyntax(keyword.Start, body?.Span.End ?? initial?.Span.End ?? type.End)
{
    public SyntaxToken Keyword => keyword;

    public SyntaxToken Colon => colon;

    public SyntaxToken Name => name;

    public SyntaxToken Type => type;

    public InitialValueSyntax? Initial => initial;

    public ExpressionSyntax? Default => initial?.Value;

    public BlockSyntax? Body => body;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(name);
        visitor.Token(colon);
        visitor.Token(type);
        if (initial is not null)
            visitor.Node(initial);
        if (body is not null)
            visitor.Node(body);
    }
}

/// <summary><c>= VALUE</c>.</summary>
internal sealed class InitialValueSyntax(SyntaxToken equals, ExpressionSyntax value) : SyntaxNode(equals.Start, value.Span.End)
{
    public SyntaxToken EqualsSign => equals;

    public ExpressionSyntax Value => value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(equals);
        visitor.Node(value);
    }
}

/// <summary><c>let NAME = VALUE</c>.</summary>
internal sealed class LetSyntax(SyntaxToken keyword, SyntaxToken name, InitialValueSyntax initial)
    : DeclarationSyntax(keyword.Start, initial.Span.End)
{
    public SyntaxToken Keyword => keyword;

    public SyntaxToken Name => name;

    public InitialValueSyntax Initial => initial;

    public ExpressionSyntax Value => initial.Value;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(name);
        visitor.Node(initial);
    }
}

/// <summary>Text that is no declaration; what is wrong with it has been reported.</summary>
internal sealed class SkippedDeclarationSyntax(SkippedText text, IReadOnlyList<SyntaxToken> names)
    : DeclarationSyntax(text.Start, text.End)
{
    /// <summary>Names that it may have declared, so that nobody is told that they don't exist.</summary>
    public IReadOnlyList<SyntaxToken> Names => names;

    public override void Accept(ISyntaxVisitor visitor) => visitor.Token(text.AsToken());
}
