using System.Collections.Immutable;
using System.Text;
using Lumina.Language.Binding;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Origins;

/// <summary>Looks for the params that a value is worked out from: in it, and in everything that it refers to.</summary>
internal sealed class ParamUses(PlanSymbols symbols, SourceText source, string environment) : ISyntaxVisitor
{
    private readonly SortedDictionary<string, ParamUse> _found = new(StringComparer.Ordinal);

    /// <summary>Values by the component that they are worked out for: those of a template are others for each.</summary>
    private readonly HashSet<(ExpressionSyntax Value, string? Component)> _seen = [];

    /// <summary>The component whose values are looked through; null for those of the plan.</summary>
    private ComponentSymbol? _current;

    /// <summary>Those in a value of a component.</summary>
    public ImmutableArray<ParamUse> In(ExpressionSyntax value, ComponentSymbol? component)
    {
        Look(value, component);
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

    private void Look(ExpressionSyntax? value, ComponentSymbol? component)
    {
        if (value is null || !_seen.Add((value, component?.Name)))
            return;
        var outer = _current;
        _current = component;
        Node(value);
        _current = outer;
    }

    private void Follow(ReferenceSyntax reference)
    {
        var names = reference.Names;
        var root = source.ToString(names[0].Span);
        var member = names.Length > 1 ? source.ToString(names[1].Span) : "";
        switch (root)
        {
            case Words.Param when symbols.Params.TryGetValue(member, out var param):
                if (_found.TryAdd(param.Name, new ParamUse(param.Name, param.Origin ?? "default")) && param.Given is null)
                    Look(param.Syntax.Default, null);
                break;
            case Words.Plan:
                Look(symbols.Plan?.Settings.Property(member)?.Value, null);
                break;
            case Words.Self when _current is { } self:
                FollowMember(self, member);
                break;
            case Words.Component when names.Length > 2 && symbols.ComponentsByName.TryGetValue(NameOf(names[1]), out var component):
                FollowMember(component, source.ToString(names[2].Span));
                break;
            case Words.Param or Words.Component or Words.Environment or Words.Self:
                break;
            default:
                FollowName(root, member, names[0].Start);
                break;
        }
    }

    private void FollowMember(ComponentSymbol component, string member)
    {
        var settings = component.SettingsIn(environment, source);
        if (member is "port" or "url")
            Look(settings.Property("port")?.Value, component);
        else if (member == "version" && settings.Property("version") is { } own)
            Look(own.Value, component);
        else if (member == "version")
            Look(symbols.Plan?.Settings.Property("version")?.Value, null);
    }

    /// <summary>A variable of a <c>for</c>, or a let of the file in which the name stands or of one that it imports.</summary>
    private void FollowName(string name, string member, int position)
    {
        var file = symbols.ScopeAt(position);
        for (var at = _current?.Bindings; at is not null; at = at.Outer)
        {
            if (at.Name != name || (!at.IsSeenFrom(position) && (file.Lets.ContainsKey(name) || file.Imports.ContainsKey(name))))
                continue;
            Look(at.List, null);
            return;
        }
        if (file.Lets.TryGetValue(name, out var let))
            Look(let.Syntax.Value, null);
        else if (file.Imports.GetValueOrDefault(name)?.Scope is { } imported)
            Look(imported.Lets.GetValueOrDefault(member)?.Syntax.Value, null);
    }

    /// <summary>A component's name, with variables of a <c>for</c> and <c>self.name</c> filled in; one with anything else in it names nothing.</summary>
    private string NameOf(SyntaxToken token)
    {
        if (token.Kind != TokenKind.NameWithHoles)
            return NameText.Of(token, source);
        var name = new StringBuilder();
        foreach (var piece in NameHoles.Read(source, token))
        {
            if (piece.Reference is null)
            {
                name.Append(source.Slice(piece.Text));
                continue;
            }
            Follow(piece.Reference);
            name.Append(source.ToString(piece.Reference.Span) == "self.name" ? _current?.Name : LoopBinding.Find(_current?.Bindings, source.Slice(piece.Reference.Span))?.ToText() ?? "${}");
        }
        return name.ToString();
    }
}
