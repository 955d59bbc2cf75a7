using System.Text;
using Lumina.Language.Text;

namespace Lumina.Language.Syntax;

/// <summary>A part of the tree. The tree is immutable and has every character of the source in it.</summary>
internal abstract class SyntaxNode(int start, int end)
{
    /// <summary>From its first token to its last, without the trivia before the first.</summary>
    public TextSpan Span { get; } = new(start, end);

    /// <summary>Its direct parts, in the order of the source.</summary>
    public abstract void Accept(ISyntaxVisitor visitor);
}

/// <summary>Is shown the direct parts of a node, in the order of the source.</summary>
internal interface ISyntaxVisitor
{
    void Token(SyntaxToken token);

    void Node(SyntaxNode node);
}

/// <summary>Writes a tree as the source that it came from.</summary>
internal sealed class SourceWriter(SourceText source) : ISyntaxVisitor
{
    private readonly StringBuilder _written = new(source.Length);

    public void Token(SyntaxToken token) => _written.Append(source.Text, token.FullStart, token.End - token.FullStart);

    public void Node(SyntaxNode node) => node.Accept(this);

    public override string ToString() => _written.ToString();
}
