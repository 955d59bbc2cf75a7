using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Evaluation;

/// <summary>What names mean.</summary>
internal sealed partial class Evaluator
{
    private static readonly string[] Roots = [Words.Plan, Words.Param, Words.Environment, Words.Component, Words.Infrastructure, "true", "false"];
    private static readonly string[] PlanMembers = ["name", "version", "owner"];
    private static readonly string[] EnvironmentMembers = ["name"];
    private static readonly string[] ComponentMembers = ["name", "version", "port", "url"];

    private Value Resolve(ReferenceSyntax reference)
    {
        var names = reference.Names;
        var root = Source.ToString(names[0].Span);
        return root switch
        {
            "true" when names.Length == 1 => BoolValue.True,
            "false" when names.Length == 1 => BoolValue.False,
            Words.Plan => WithMember(reference, 2, root, PlanMembers, PlanMember),
            Words.Environment => WithMember(reference, 2, root, EnvironmentMembers, (_, at) => EnvironmentName(at)),
            Words.Param => names.Length == 1 ? NoMember(reference, root, "the params of the plan") : Follow(Param(names[1]), reference, 2),
            Words.Component => ResolveComponent(reference),
            Words.Infrastructure => Output(reference),
            _ => Follow(Let(root, names[0]), reference, 1),
        };
    }

    private Value WithMember(ReferenceSyntax reference, int length, string owner, string[] members, Func<string, TextSpan, Value> read)
    {
        if (reference.Names.Length < length)
            return NoMember(reference, owner, string.Join(", ", members));
        var token = reference.Names[length - 1];
        var member = Source.ToString(token.Span);
        return members.Contains(member)
            ? Follow(read(member, reference.Span), reference, length)
            : Fail(NameFindings.UnknownMember(diagnostics.Locate(token.Span), owner, member, string.Join(", ", members), Suggestion.Nearest(member, members)));
    }

    private UnknownValue NoMember(ReferenceSyntax reference, string owner, string members) =>
        Fail(NameFindings.IncompleteName(diagnostics.Locate(reference.Span), owner, members));

    /// <summary>The rest of a reference goes into maps.</summary>
    private Value Follow(Value value, ReferenceSyntax reference, int from)
    {
        for (var i = from; i < reference.Names.Length && value is not UnknownValue; i++)
        {
            var token = reference.Names[i];
            var key = Source.ToString(token.Span);
            if (value is MapValue map && map.Entries.TryGetValue(key, out var found))
            {
                value = found;
                continue;
            }
            var owner = Source.ToString(new TextSpan(reference.Span.Start, reference.Names[i - 1].End));
            var keys = value is MapValue { Entries: var entries } ? entries.Keys : [];
            value = Fail(NameFindings.UnknownMember(diagnostics.Locate(token.Span), owner, key,
                keys.Any() ? string.Join(", ", keys) : "no parts", Suggestion.Nearest(key, keys)));
        }
        return value;
    }

    private Value EnvironmentName(TextSpan at) =>
        scope.Name.Length > 0 ? new StringValue(scope.Name) : Fail(ValueFindings.NoEnvironment(diagnostics.Locate(at)));

    private Value PlanMember(string member, TextSpan at)
    {
        if (scope.Symbols.Plan is not { } plan)
            return UnknownValue.Instance;
        if (member == "name")
            return new StringValue(plan.Name);
        if (plan.Settings.Property(member) is { } property)
            return Once('P', member, $"plan.{member}", at, null, () => Evaluate(property.Value));
        return plan.Settings.HasUnknown ? UnknownValue.Instance
            : member == "version" ? FailWhenTaken(NameFindings.MissingVersion(diagnostics.Locate(at), "The plan"))
            : FailWhenTaken(NameFindings.UnknownMember(diagnostics.Locate(at), "plan", member, "none set", null));
    }

    /// <summary>The plan's version; null when it says none.</summary>
    public string? PlanVersion() => PlanText("version");

    public string? PlanOwner() => PlanText("owner");

    private string? PlanText(string member)
    {
        if (scope.Symbols.Plan?.Settings.Property(member) is not { } property)
            return null;
        var value = Once('P', member, $"plan.{member}", property.Value.Span, null, () => Evaluate(property.Value));
        return Conversion.To(ValueKind.String, value, property.Value, $"'{member}'", diagnostics) is StringValue text ? text.Text : null;
    }

    private Value Param(SyntaxToken token)
    {
        var name = Source.ToString(token.Span);
        if (scope.Symbols.Params.TryGetValue(name, out var param))
            return ParamValue(param, token.Span);
        return scope.Symbols.Unreadable.Contains(name)
            ? UnknownValue.Instance
            : Fail(NameFindings.UnknownParam(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Symbols.Params.Keys)));
    }

    /// <summary>The value of a param: as given, or its default.</summary>
    public Value ParamValue(ParamSymbol param, TextSpan at) =>
        Once('p', param.Name, $"param.{param.Name}", at, null, () => new ParamReader(this).Read(param));

    private Value Let(string name, SyntaxToken token)
    {
        if (scope.Symbols.Lets.TryGetValue(name, out var let))
        {
            let.IsUsed = true;
            return LetValue(let, token.Span);
        }
        if (scope.Symbols.Unreadable.Contains(name))
            return UnknownValue.Instance;
        var near = diagnostics.Nearest(name, scope.Symbols.Lets.Keys) ?? Suggestion.Nearest(name, Roots) ?? (scope.Symbols.Params.ContainsKey(name) ? "param." + name : null);
        return Fail(NameFindings.UnknownName(diagnostics.Locate(token.Span), name, near));
    }

    public Value LetValue(LetSymbol let, TextSpan at) => Once('l', let.Name, let.Name, at, null, () => Evaluate(let.Syntax.Value));

    private Value ResolveComponent(ReferenceSyntax reference)
    {
        if (reference.Names.Length == 1)
            return NoMember(reference, Words.Component, "component.NAME.url");
        var token = reference.Names[1];
        var name = Source.ToString(token.Span);
        if (!scope.Symbols.ComponentsByName.TryGetValue(name, out var component))
        {
            return scope.Symbols.Unreadable.Contains(name)
                ? UnknownValue.Instance
                : Fail(GraphFindings.UnknownComponent(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Symbols.ComponentsByName.Keys)));
        }
        CheckDependency(component, token);
        return WithMember(reference, 3, "component." + name, ComponentMembers, (member, at) => ComponentMember(component, member, at));
    }

    private Value ComponentMember(ComponentSymbol component, string member, TextSpan at) => member switch
    {
        "name" => new StringValue(component.Name),
        "port" => PortOf(component, at),
        "url" => PortOf(component, at) is IntValue port ? new StringValue("http://127.0.0.1:" + port.ToText()) : UnknownValue.Instance,
        _ => VersionOf(component, at),
    };

    private Value PortOf(ComponentSymbol component, TextSpan at)
    {
        var settings = scope.SettingsOf(component);
        if (settings.Property("port") is { } property)
            return Once('o', component.Name, $"component.{component.Name}.port", at, component, () => Evaluate(property.Value));
        return settings.HasUnknown
            ? UnknownValue.Instance
            : FailWhenTaken(NameFindings.MissingPort(diagnostics.Locate(at), component.Name, scope.Name));
    }

    private Value VersionOf(ComponentSymbol component, TextSpan at)
    {
        var settings = scope.SettingsOf(component);
        if (settings.Property("version") is { } property)
            return Once('v', component.Name, $"component.{component.Name}.version", at, component, () => Evaluate(property.Value));
        if (scope.Symbols.Plan?.Settings.Property("version") is not null)
            return PlanMember("version", at);
        return settings.HasUnknown || scope.Symbols.Plan is null
            ? UnknownValue.Instance
            : FailWhenTaken(NameFindings.MissingVersion(diagnostics.Locate(at), $"The component '{component.Name}'"));
    }

    /// <summary>A component that uses another should be started after it.</summary>
    private void CheckDependency(ComponentSymbol other, SyntaxToken token)
    {
        if (Current is not { } current || current == other || _notTaken > 0)
            return;
        var settings = scope.SettingsOf(current);
        var relation = settings.Relation("depends");
        if (settings.HasUnknown || relation?.Names.Names.Any(n => NameText.Of(n, Source) == other.Name) == true)
            return;
        var fix = relation is not null
            ? new TextFix($"add {other.Name} to depends on", relation.Span.End, 0, ", " + other.Name)
            : new TextFix($"write depends on {other.Name}", (current.Syntax.Body?.Span.Start ?? current.Syntax.Span.End) + 1, 0, $"\n  depends on {other.Name}");
        diagnostics.Add(GraphFindings.UndeclaredDependency(diagnostics.Locate(token.Span), current.Name, other.Name, fix));
    }

    /// <summary>Works a value out at its first use, and notices when it needs itself.</summary>
    private Value Once(char kind, string key, string shown, TextSpan at, ComponentSymbol? owner, Func<Value> evaluate)
    {
        var slot = scope.SlotOf(kind, key);
        if (slot.Value is { } known)
            return known;
        if (slot.IsBeingWorkedOut)
            return Fail(NameFindings.Circular(diagnostics.Locate(at), string.Join(" → ", _chain.Skip(_chain.IndexOf(shown)).Append(shown))));
        slot.IsBeingWorkedOut = true;
        _chain.Add(shown);
        var (current, notTaken) = (Current, _notTaken);
        (Current, _notTaken) = (owner, 0);
        slot.Value = evaluate();
        (Current, _notTaken) = (current, notTaken);
        _chain.RemoveAt(_chain.Count - 1);
        slot.IsBeingWorkedOut = false;
        return slot.Value;
    }
}
