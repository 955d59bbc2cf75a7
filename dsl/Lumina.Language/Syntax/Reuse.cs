using System.Collections.Immutable;

namespace Lumina.Language.Syntax;

/// <summary><c>import "PATH" as NAME</c>.</summary>
/// <param name="keyword">The word.</param>
/// <param name="path">The path in quotes.</param>
/// <param name="value">What the path says.</param>
/// <param name="asWord">The word before the name; null when both are missing, which has been reported.</param>
/// <param name="name">What the file is called here.</param>
internal sealed class ImportSyntax(SyntaxToken keyword, SyntaxToken path, string? value, SyntaxToken? asWord, SyntaxToken? name)
    : DeclarationSyntax(keyword.Start, name?.End ?? asWord?.End ?? path.End)
{
    public SyntaxToken Keyword => keyword;

    public SyntaxToken Path => path;

    /// <summary>The path without quotes; null when it could not be read.</summary>
    public string? PathText => value;

    public SyntaxToken? As => asWord;

    public SyntaxToken? Name => name;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Token(path);
        if (asWord is { } presentWord)
            visitor.Token(presentWord);
        if (name is { } presentName)
            visitor.Token(presentName);
    }
}

/// <summary><c>from template NAME</c>, where the name may be one of an imported file: <c>base.service</c>.</summary>
internal sealed class TemplateUseSyntax(SyntaxToken from, SyntaxToken template, ReferenceSyntax name) : SyntaxNode(from.Start, name.Span.End)
{
    public SyntaxToken From => from;

    public SyntaxToken Template => template;

    public ReferenceSyntax Name => name;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(from);
        visitor.Token(template);
        visitor.Node(name);
    }
}

/// <summary><c>for VARIABLE in LIST { … }</c>, with declarations inside.</summary>
internal sealed class ForSyntax(
    SyntaxToken keyword, NamesSyntax variables, SyntaxToken inWord, ExpressionSyntax list, SyntaxToken open,
    ImmutableArray<DeclarationSyntax> declarations, SyntaxToken close)
    : DeclarationSyntax(keyword.Start, Math.Max(close.End, declarations is [.., var last] ? last.Span.End : open.End))
{
    public SyntaxToken Keyword => keyword;

    public NamesSyntax Variables => variables;

    public SyntaxToken In => inWord;

    public ExpressionSyntax List => list;

    public SyntaxToken Open => open;

    public ImmutableArray<DeclarationSyntax> Declarations => declarations;

    public SyntaxToken Close => close;

    public override void Accept(ISyntaxVisitor visitor)
    {
        visitor.Token(keyword);
        visitor.Node(variables);
        visitor.Token(inWord);
        visitor.Node(list);
        visitor.Token(open);
        foreach (var declaration in declarations)
            visitor.Node(declaration);
        visitor.Token(close);
    }
}
