using System.Collections.Immutable;
using Lumina.Language.Text;

namespace Lumina.Language.Syntax;

/// <summary>The tree of a whole text.</summary>
internal sealed class PlanSyntax(SourceText source, ImmutableArray<DeclarationSyntax> declarations, SyntaxToken end)
    : SyntaxNode(0, source.Length)
{
    public SourceText Source => source;

    public ImmutableArray<DeclarationSyntax> Declarations => declarations;

    /// <summary>Whether the text is too large to be read to its end.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>The end of the text, with what stands before it.</summary>
    public SyntaxToken End => end;

    /// <summary>The source, to the byte, put together from the tree.</summary>
    public string ToSource()
    {
        var writer = new SourceWriter(source);
        Accept(writer);
        return writer.ToString();
    }

    public override void Accept(ISyntaxVisitor visitor)
    {
        foreach (var declaration in declarations)
            visitor.Node(declaration);
        visitor.Token(end);
    }
}
