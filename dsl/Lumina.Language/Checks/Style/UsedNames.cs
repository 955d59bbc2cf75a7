using Lumina.Language.Parsing;
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
    private bool _hasHoles;
    private HashSet<string> _components = new(StringComparer.Ordinal);

    private UsedNames(SourceText source) => _source = source;

    /// <summary>Names that stand alone, or on either side of the first dot: those of lets among them, also of lets of imported files.</summary>
    public HashSet<string> Lets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Params { get; } = new(StringComparer.Ordinal);

    /// <summary>Strings with <c>${}</c>.</summary>
    public List<InterpolationSyntax> Interpolations { get; } = [];

    /// <summary>Strings without.</summary>
    public List<LiteralSyntax> Texts { get; } = [];

    /// <param name="source">The source.</param>
    /// <param name="trees">Its plans.</param>
    /// <param name="holes">What stands in its templates, outside of them.</param>
    public static UsedNames Of(SourceText source, IEnumerable<PlanSyntax> trees, IEnumerable<ExpressionSyntax> holes)
    {
        var used = new UsedNames(source);
        foreach (var tree in trees)
            tree.Accept(used);
        foreach (var hole in holes)
            used.Node(hole);
        return used;
    }

    /// <summary>Whether a component refers to another, or something that several components may use does: a let, a template, or a name that is
    /// only known once its holes are filled.</summary>
    public bool Uses(NamedBlockSyntax declaration, string component) =>
        _components.Contains(component) || _hasHoles || _componentsBy.GetValueOrDefault(declaration, None).Contains(component);

    public void Token(SyntaxToken token)
    {
        if (token.Kind != TokenKind.NameWithHoles)
            return;
        foreach (var piece in NameHoles.Read(_source, token))
        {
            if (piece.Reference is { } reference)
                Add(reference);
        }
    }

    public void Node(SyntaxNode node)
    {
        if (node is NamedBlockSyntax { Word: Words.Component } component)
        {
            var elsewhere = _components;
            _components = _componentsBy[component] = new(StringComparer.Ordinal);
            node.Accept(this);
            _components = elsewhere;
            return;
        }
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
        // Most names come up over and over: looked up by their characters they are made into strings once.
        var root = _source.Slice(reference.Names[0].Span);
        var member = reference.Names.Length > 1 ? _source.Slice(reference.Names[1].Span) : "";
        switch (root)
        {
            case Words.Param:
                Params.GetAlternateLookup<ReadOnlySpan<char>>().Add(member);
                break;
            case Words.Component:
                _components.GetAlternateLookup<ReadOnlySpan<char>>().Add(member);
                _hasHoles |= reference.Names[^1].Kind == TokenKind.NameWithHoles || member.Contains("${", StringComparison.Ordinal);
                break;
            default:
                Lets.GetAlternateLookup<ReadOnlySpan<char>>().Add(root);
                Lets.GetAlternateLookup<ReadOnlySpan<char>>().Add(member);
                break;
        }
    }
}
