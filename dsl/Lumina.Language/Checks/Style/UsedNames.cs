using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Checks.Style;

/// <summary>What the expressions of a plan refer to, found in one walk through the tree.</summary>
internal sealed class UsedNames : ISyntaxVisitor
{
    private static readonly HashSet<string> None = [];

    private readonly SourceText _source;
    private readonly Dictionary<SyntaxNode, HashSet<string>> _componentsBy = [];
    private HashSet<string> _components = new(StringComparer.Ordinal);

    private UsedNames(SourceText source) => _source = source;

    /// <summary>Names that stand alone or before the first dot: those of lets among them.</summary>
    public HashSet<string> Lets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Params { get; } = new(StringComparer.Ordinal);

    /// <summary>Strings with <c>${}</c>.</summary>
    public List<InterpolationSyntax> Interpolations { get; } = [];

    /// <summary>Strings without.</summary>
    public List<LiteralSyntax> Texts { get; } = [];

    public static UsedNames Of(PlanSyntax tree)
    {
        var used = new UsedNames(tree.Source);
        var elsewhere = used._components;
        foreach (var declaration in tree.Declarations)
        {
            used._components = declaration is NamedBlockSyntax ? used._componentsBy[declaration] = new(StringComparer.Ordinal) : elsewhere;
            declaration.Accept(used);
        }
        used._components = elsewhere;
        return used;
    }

    /// <summary>Whether a declaration, or a let (by which it may come to any of them), refers to a component.</summary>
    public bool Uses(NamedBlockSyntax declaration, string component) =>
        _components.Contains(component) || _componentsBy.GetValueOrDefault(declaration, None).Contains(component);

    public void Token(SyntaxToken token)
    {
    }

    public void Node(SyntaxNode node)
    {
        switch (node)
        {
            case ReferenceSyntax reference:
                Add(reference);
                break;
            case InterpolationSyntax text:
                Interpolations.Add(text);
                break;
            case LiteralSyntax { Value: StringValue } text:
                Texts.Add(text);
                break;
        }
        node.Accept(this);
    }

    private void Add(ReferenceSyntax reference)
    {
        var root = _source.ToString(reference.Names[0].Span);
        var member = reference.Names.Length > 1 ? _source.ToString(reference.Names[1].Span) : "";
        switch (root)
        {
            case Words.Param:
                Params.Add(member);
                break;
            case Words.Component:
                _components.Add(member);
                break;
            default:
                Lets.Add(root);
                break;
        }
    }
}
