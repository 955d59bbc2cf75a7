using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <param name="Name">Its name.</param>
/// <param name="NameToken">Where it is declared.</param>
/// <param name="Syntax">The declaration.</param>
/// <param name="Settings">What it says for all environments, beside its template.</param>
/// <param name="Index">Its number among the components, in the order of the text.</param>
internal sealed record ComponentSymbol(string Name, SyntaxToken NameToken, NamedBlockSyntax Syntax, Settings Settings, int Index)
{
    /// <summary>The template that it is made from; null when there is none.</summary>
    public TemplateSymbol? Template { get; init; }

    /// <summary>The variables of the <c>for</c> that it stands in.</summary>
    public LoopBinding? Bindings { get; init; }

    /// <summary>Whether another component speaks of it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What it says for one environment: its template, over that what it says itself, over that what it says for the environment.</summary>
    public Settings SettingsIn(string environment, SourceText source)
    {
        var own = Syntax.From is null ? Settings : (Template?.SettingsIn(environment, source) ?? Settings.Unknown).With(Settings);
        return Overridden(own, Settings, environment, source);
    }

    /// <summary>All places where it, or its template, names dependencies.</summary>
    public IEnumerable<RelationSyntax> DependencyRelations =>
        Layers.SelectMany(layer => layer.Overrides.Select(o => o.Settings).Prepend(layer)).Select(s => s.Relation("depends")).OfType<RelationSyntax>();

    /// <summary>A section as it is written, for all environments and for some, by the component and by its templates.</summary>
    public IEnumerable<SectionSettings> SectionsAsWritten(string word) =>
        Layers.SelectMany(layer => layer.Overrides.Select(o => o.Settings).Prepend(layer)).Select(s => s.Section(word)).OfType<SectionSettings>();

    /// <summary>What it says itself, then its template and those that it is made from.</summary>
    public IEnumerable<Settings> Layers => Template is null ? [Settings] : Template.Layers.Prepend(Settings);

    public static ImmutableArray<SyntaxToken> Names(SectionSettings section) => section.Syntax.Labels?.Names ?? [];

    /// <summary>Settings with what a layer says for one environment.</summary>
    public static Settings Overridden(Settings settings, Settings layer, string environment, SourceText source)
    {
        foreach (var over in layer.Overrides)
        {
            if (Names(over).Any(n => NameText.Of(n, source) == environment))
                settings = settings.With(over.Settings);
        }
        return settings;
    }
}

/// <summary>What components share.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Syntax">Where it is declared.</param>
/// <param name="Settings">What it says, beside the template that it is made from.</param>
internal sealed record TemplateSymbol(string Name, NamedBlockSyntax Syntax, Settings Settings)
{
    private readonly Dictionary<string, Settings> _byEnvironment = new(StringComparer.Ordinal);

    /// <summary>The template that it is made from; null when there is none, or when it would be one that is made from this one.</summary>
    public TemplateSymbol? Base { get; set; }

    public bool IsUsed { get; set; }

    /// <summary>What it says, then what the templates say that it is made from.</summary>
    public IEnumerable<Settings> Layers
    {
        get
        {
            for (var at = this; at is not null; at = at.Base)
                yield return at.Settings;
        }
    }

    private TemplateSymbol Deepest
    {
        get
        {
            var at = this;
            while (at.Base is { } below)
                at = below;
            return at;
        }
    }

    /// <summary>What it says for one environment; put together once for all components.</summary>
    public Settings SettingsIn(string environment, SourceText source)
    {
        if (_byEnvironment.TryGetValue(environment, out var known))
            return known;
        // The deepest first, so that a long row of templates needs no deep stack.
        var settings = Deepest is { Syntax.From: not null } ? Settings.Unknown : Settings.Empty;
        foreach (var layer in Layers.Reverse())
            settings = ComponentSymbol.Overridden(settings.With(layer), layer, environment, source);
        return _byEnvironment[environment] = settings;
    }
}
