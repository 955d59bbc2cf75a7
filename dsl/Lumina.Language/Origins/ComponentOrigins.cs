using Lumina.Language.Binding;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Origins;

/// <summary>Where the values of one component in one environment come from. Looked for when they are asked for, and only those.</summary>
public sealed class ComponentOrigins
{
    private readonly PlanSymbols _symbols;
    private readonly SourceText _source;
    private readonly string _environment;
    private readonly ComponentSymbol? _component;
    private readonly Settings _settings;

    internal ComponentOrigins(PlanSymbols symbols, SourceText source, string environment, ComponentSymbol? component)
    {
        _symbols = symbols;
        _source = source;
        _environment = environment;
        _component = component;
        _settings = component?.SettingsIn(environment, source) ?? Settings.Empty;
    }

    /// <summary>Where a value comes from.</summary>
    /// <param name="path">As the differences of a change set name it: <c>image</c>, <c>config KEY</c>, <c>health path</c>,
    /// <c>strategy batch</c>, <c>depends on</c>.</param>
    /// <returns><see cref="Origin.Default"/> when nobody wrote it.</returns>
    public Origin Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Written(path) ?? Derived(path) ?? Origin.Default;
    }

    private Origin? Written(string path) => Written(_settings, path) ?? OfFile(path);

    /// <summary>Variables that a file has, and files.</summary>
    private Origin? OfFile(string path)
    {
        if (_component is null || _symbols.Configuration.OriginsOf(_environment, _component) is not { } origins)
            return null;
        return path.Split(' ', 2) switch
        {
            ["config", var name] => origins.Variables.GetValueOrDefault(name) is { } line ? new Origin(line) : null,
            ["file", var file] => origins.Files.TryGetValue(file, out var place) ? At(place, null) : null,
            _ => null,
        };
    }

    private Origin? Written(Settings settings, string path)
    {
        if (path == "depends on")
            return settings.Relation("depends") is { } relation ? At(relation.Span, null) : null;
        return path.Split(' ', 2) switch
        {
            ["steps"] => settings.Phrases("step") is [var first, ..] ? At(first.Span, first.Value) : null,
            ["matches"] => settings.Repeated("match") is [var first, ..] ? Of(first) : null,
            ["secret", var name] => settings.NamedValue(Words.Secret, name) is { } secret ? At(secret.Span, secret.Value) : null,
            ["check", var name] => Of(settings.Repeated("check").FirstOrDefault(check => check.Kind == name)),
            [var word, var rest] => settings.Section(word) is { } section ? Written(section.Settings, rest) : null,
            _ => Of(settings.Property(path)) ?? Of(settings.Section(path)),
        };
    }

    /// <summary>What the component does not say itself but takes from somewhere else.</summary>
    private Origin? Derived(string path) => path switch
    {
        "version" => Of(_symbols.Plan?.Settings.Property("version")),
        "replicas" => Written("scale min"),
        "strategy max_surge" => Written("strategy batch"),
        "target" => Of(EnvironmentTarget),
        _ when path.StartsWith("target ", StringComparison.Ordinal) && _settings.Section("target") is null =>
            Of(EnvironmentTarget?.Settings.Property(path["target ".Length..])),
        _ => null,
    };

    private SectionSettings? EnvironmentTarget => _symbols.EnvironmentsByName.GetValueOrDefault(_environment)?.Settings.Section("target");

    private Origin? Of(PropertySyntax? property) => property is null ? null : At(property.Span, property.Value);

    private Origin? Of(SectionSettings? section) => section is null ? null : At(section.Syntax.Keyword.Span, null);

    private Origin At(TextSpan span, ExpressionSyntax? value) => new(_source.Locate(span))
    {
        Environment = IsInOverride(span) ? _environment : null,
        Template = TemplateAt(span)?.Name,
        Params = value is null ? [] : new ParamUses(_symbols, _source, _environment).In(value, _component),
    };

    private bool IsInOverride(TextSpan span) =>
        _component?.Layers.Any(layer => layer.Overrides.Any(over => Holds(over.Syntax.Span, span))) ?? false;

    private TemplateSymbol? TemplateAt(TextSpan span)
    {
        for (var template = _component?.Template; template is not null; template = template.Base)
        {
            if (Holds(template.Syntax.Span, span))
                return template;
        }
        return null;
    }

    private static bool Holds(TextSpan outer, TextSpan inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
