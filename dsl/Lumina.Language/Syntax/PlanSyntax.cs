using System.Collections.Immutable;
using Lumina.Language.Text;

namespace Lumina.Language.Syntax;

/// <summary>The tree of a whole file.</summary>
internal sealed class PlanSyntax(SourceText source, SourceFile file, ImmutableArray<DeclarationSyntax> declarations, SyntaxToken end)
    : SyntaxNode(file.Start, file.End)
{
    public SourceText Source => source;

    public SourceFile File => file;

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
