using System.Collections.Immutable;
using Lumina.Language.Binding;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Origins;

/// <summary>Looks for the params that a value is worked out from: in it, and in everything that it refers to.</summary>
internal sealed class ParamUses(PlanSymbols symbols, Func<ComponentSymbol, Settings> settingsOf, SourceText source) : ISyntaxVisitor
{
    private readonly SortedDictionary<string, ParamUse> _found = new(StringComparer.Ordinal);
    private readonly HashSet<SyntaxNode> _seen = [];

    /// <summary>Those in one more value, and in what was looked at before.</summary>
    public ImmutableArray<ParamUse> With(ExpressionSyntax value)
    {
        Look(value);
        return [.. _found.Values];
    }

    public void Token(SyntaxToken token)
    {
    }

    public void Node(SyntaxNode node)
    {
        if (node is ReferenceSyntax reference)
            Follow(reference);
        else
            node.Accept(this);
    }

    private void Look(ExpressionSyntax? value)
    {
        if (value is not null && _seen.Add(value))
            Node(value);
    }

    private void Follow(ReferenceSyntax reference)
    {
        var names = reference.Names;
        var root = NameText.Of(names[0], source);
        switch (root)
        {
            case Words.Param when names.Length > 1 && symbols.Params.TryGetValue(NameText.Of(names[1], source), out var param):
                if (_found.TryAdd(param.Name, new ParamUse(param.Name, param.Given is not null)) && param.Given is null)
                    Look(param.Syntax.Default);
                break;
            case Words.Plan when names.Length > 1:
                Look(symbols.Plan?.Settings.Property(NameText.Of(names[1], source))?.Value);
                break;
            case Words.Component when names.Length > 2 && symbols.ComponentsByName.TryGetValue(NameText.Of(names[1], source), out var component):
                FollowMember(component, NameText.Of(names[2], source));
                break;
            case Words.Param or Words.Plan or Words.Component or Words.Environment:
                break;
            default:
                Look(symbols.Lets.GetValueOrDefault(root)?.Syntax.Value);
                break;
        }
    }

    private void FollowMember(ComponentSymbol component, string member)
    {
        var settings = settingsOf(component);
        if (member is "port" or "url")
            Look(settings.Property("port")?.Value);
        else if (member == "version")
            Look((settings.Property("version") ?? symbols.Plan?.Settings.Property("version"))?.Value);
    }
}
