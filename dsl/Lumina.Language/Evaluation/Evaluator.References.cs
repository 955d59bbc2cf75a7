using System.Text;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Evaluation;

/// <summary>What names mean.</summary>
internal sealed partial class Evaluator
{
    /// <summary>Words that begin a value and can't be names of lets, imports and variables.</summary>
    public static readonly string[] Roots = [Words.Plan, Words.Param, Words.Environment, Words.Component, Words.Self, Words.Infrastructure, "true", "false"];

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
            Words.Environment when scope.IsOfNone => Fail(ReuseFindings.LoopListUnknown(diagnostics.Locate(reference.Span), "the environment")),
            Words.Environment => WithMember(reference, 2, root, EnvironmentMembers, (_, at) => EnvironmentName(at)),
            Words.Param => names.Length == 1 ? NoMember(reference, root, "the params of the plan") : Follow(Param(names[1]), reference, 2),
            Words.Component when scope.IsOfNone => Fail(ReuseFindings.LoopListUnknown(diagnostics.Locate(reference.Span), "components")),
            Words.Component => ResolveComponent(reference),
            Words.Infrastructure => Output(reference),
            Words.Self => ResolveSelf(reference),
            _ when LoopBinding.Find(Bindings, root, PlaceOf(names[0])) is { } bound => Follow(bound, reference, 1),
            _ => ResolveName(root, reference),
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
        {
            param.IsUsed = true;
            return ParamValue(param, token.Span);
        }
        return scope.Symbols.Unreadable.Contains(name)
            ? UnknownValue.Instance
            : Miss(Words.Param, name, NameFindings.UnknownParam(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Symbols.Params.Keys)));
    }

    /// <summary>The value of a param: as given, or its default.</summary>
    public Value ParamValue(ParamSymbol param, TextSpan at) =>
        Once('p', param.Name, $"param.{param.Name}", at, null, () => new ParamReader(this).Read(param));

    /// <summary>A let of the file in which the name stands, or of one that this file imports.</summary>
    private Value ResolveName(string name, ReferenceSyntax reference)
    {
        var token = reference.Names[0];
        var file = scope.Symbols.ScopeAt(PlaceOf(token));
        if (file.Lets.TryGetValue(name, out var let))
            return Follow(UseLet(let, token), reference, 1);
        if (file.Imports.TryGetValue(name, out var import))
            return ResolveImported(import, reference);
        if (LoopBinding.Find(Bindings, name) is { } bound)
            return Follow(bound, reference, 1);
        if (scope.Symbols.Unreadable.Contains(name))
            return UnknownValue.Instance;
        if (name == Words.Secret && reference.Names.Length == 2)
            return Fail(ConfigurationFindings.SecretInValue(diagnostics.Locate(reference.Span), Source.ToString(reference.Names[1].Span)));
        var near = diagnostics.Nearest(name, [.. file.Lets.Keys, .. file.Imports.Keys]) ?? NearestVariable(name) ?? Suggestion.Nearest(name, Roots)
            ?? (scope.Symbols.Params.ContainsKey(name) ? "param." + name : null);
        return Miss(Words.Let, name, NameFindings.UnknownName(diagnostics.Locate(token.Span), name, near));
    }

    private Value ResolveImported(ImportSymbol import, ReferenceSyntax reference)
    {
        import.IsUsed = true;
        if (import.Scope is not { } file)
            return UnknownValue.Instance;
        if (reference.Names.Length == 1)
            return NoMember(reference, import.Name, file.Lets.Count == 0 ? "the file has no lets" : string.Join(", ", file.Lets.Keys.Take(20)));
        var token = reference.Names[1];
        var name = Source.ToString(token.Span);
        if (file.Lets.TryGetValue(name, out var let))
            return Follow(UseLet(let, token), reference, 2);
        return scope.Symbols.Unreadable.Contains(name)
            ? UnknownValue.Instance
            : Fail(NameFindings.UnknownMember(diagnostics.Locate(token.Span), import.Name, name,
                file.Lets.Count == 0 ? "no lets" : string.Join(", ", file.Lets.Keys.Take(20)), diagnostics.Nearest(name, file.Lets.Keys)));
    }

    private Value UseLet(LetSymbol let, SyntaxToken token)
    {
        let.IsUsed = true;
        return LetValue(let, token.Span);
    }

    /// <summary>A name that is not declared; what is said of it is decided when all uses are known.</summary>
    private UnknownValue Miss(string kind, string name, Diagnostic finding)
    {
        scope.Symbols.Missing.Add(kind, name, finding);
        return UnknownValue.Instance;
    }

    private string? NearestVariable(string name)
    {
        var variables = new List<string>();
        for (var at = Bindings; at is not null; at = at.Outer)
            variables.Add(at.Name);
        return Suggestion.Nearest(name, variables);
    }

    public Value LetValue(LetSymbol let, TextSpan at) => Once('l', let.Key, let.Name, at, null, () => Evaluate(let.Syntax.Value));

    /// <summary>The name that a token says, its holes filled; null when one can't be, which has been reported.</summary>
    public string? NameOf(SyntaxToken token)
    {
        if (token.Kind != TokenKind.NameWithHoles)
            return NameText.Of(token, Source);
        var name = new StringBuilder();
        foreach (var piece in NameHoles.Read(Source, token))
        {
            if (piece.Reference is null)
            {
                name.Append(Source.Slice(piece.Text));
                continue;
            }
            var value = Evaluate(piece.Reference);
            if (value is UnknownValue)
                return null;
            if (value is not (StringValue or IntValue or BoolValue))
            {
                Fail(ReuseFindings.BadNamePiece(diagnostics.Locate(piece.Reference.Span), Describe(value)));
                return null;
            }
            name.Append(value.ToText());
        }
        return name.ToString();
    }

    private Value ResolveSelf(ReferenceSyntax reference) => Current is { } self
        ? WithMember(reference, 2, Words.Self, ComponentMembers, (member, at) => ComponentMember(self, member, at))
        : Fail(ReuseFindings.SelfOutside(diagnostics.Locate(reference.Names[0].Span)));

    private Value ResolveComponent(ReferenceSyntax reference)
    {
        if (reference.Names.Length == 1)
            return NoMember(reference, Words.Component, "component.NAME.url");
        var token = reference.Names[1];
        if (NameOf(token) is not { } name)
            return UnknownValue.Instance;
        if (!scope.Symbols.ComponentsByName.TryGetValue(name, out var component))
        {
            return scope.Symbols.Unreadable.Contains(name) || scope.Symbols.HasUnknownComponents
                ? UnknownValue.Instance
                : Miss(Words.Component, name, GraphFindings.UnknownComponent(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Symbols.ComponentsByName.Keys)));
        }
        component.IsUsed = true;
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
        // One that is misspelt there may be the one that is meant.
        if (settings.HasUnknown || relation?.Names.Names.Any(n => NameOf(n) is not { } name || name == other.Name || !scope.Symbols.ComponentsByName.ContainsKey(name)) == true)
            return;
        diagnostics.Add(GraphFindings.UndeclaredDependency(diagnostics.Locate(token.Span), current.Name, other.Name, FixOf(current, relation, other, token)));
    }

    /// <summary>Writes the dependency down, where that is in the file of the finding.</summary>
    private TextFix? FixOf(ComponentSymbol current, RelationSyntax? relation, ComponentSymbol other, SyntaxToken token)
    {
        var written = token.Kind == TokenKind.NameWithHoles ? Source.ToString(token.Span) : other.Name;
        var (place, text, title) = relation is not null
            ? (relation.Span.End, ", " + written, $"add {written} to depends on")
            : (current.Syntax.Body?.Open.End ?? -1, $"\n  depends on {written}", $"write depends on {written}");
        var file = Source.FileAt(token.Start);
        return place >= file.Start && place <= file.End ? new TextFix(title, place - file.Start, 0, text) : null;
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
        var (current, bindings, notTaken) = (Current, Bindings, _notTaken);
        (Current, _notTaken) = (owner, 0);
        slot.Value = evaluate();
        (Current, Bindings, _notTaken) = (current, bindings, notTaken);
        _chain.RemoveAt(_chain.Count - 1);
        slot.IsBeingWorkedOut = false;
        return slot.Value;
    }
}
