using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>What a block says, by name: its properties, its sections, its relations. Names are checked, values are not worked out.</summary>
internal sealed class Settings
{
    public static readonly Settings Empty = new();

    /// <summary>What something says that could not be found.</summary>
    public static readonly Settings Unknown = new() { HasUnknown = true };

    private static readonly IReadOnlyDictionary<string, PropertySyntax> NoProperties = new Dictionary<string, PropertySyntax>();

    private static readonly IReadOnlyDictionary<string, SectionSettings> NoSections = new Dictionary<string, SectionSettings>();

    private Dictionary<string, PropertySyntax>? _properties;
    private Dictionary<string, SectionSettings>? _sections;
    private Dictionary<string, RelationSyntax>? _relations;
    private List<SectionSettings>? _overrides;

    public IReadOnlyDictionary<string, PropertySyntax> Properties => _properties ?? NoProperties;

    public IReadOnlyDictionary<string, SectionSettings> Sections => _sections ?? NoSections;

    /// <summary>Sections of several labels in the order of the text: <c>in a, b { … }</c>.</summary>
    public IReadOnlyList<SectionSettings> Overrides => _overrides ?? [];

    /// <summary>Whether something in the block could not be understood, so that what seems to be missing may be there.</summary>
    public bool HasUnknown { get; private set; }

    public PropertySyntax? Property(string name) => _properties?.GetValueOrDefault(name);

    public SectionSettings? Section(string name) => _sections?.GetValueOrDefault(name);

    public RelationSyntax? Relation(string name) => _relations?.GetValueOrDefault(name);

    public static Settings Read(BlockSyntax? block, BlockRule rule, DiagnosticBag diagnostics)
    {
        if (block is null)
            return Empty;
        var settings = new Settings();
        foreach (var statement in block.Statements)
        {
            switch (statement)
            {
                case PropertySyntax property:
                    settings.Add(property, rule, diagnostics);
                    break;
                case SectionSyntax section:
                    settings.Add(section, rule, diagnostics);
                    break;
                case RelationSyntax relation when settings.IsFirst(relation.Word, relation.Keyword, diagnostics):
                    settings.Set(relation.Word, relation);
                    break;
                case SkippedStatementSyntax:
                    settings.HasUnknown = true;
                    break;
            }
        }
        return settings;
    }

    /// <summary>These settings with others laid over them: blocks merge, values and lists replace. A section of another kind replaces.</summary>
    public Settings With(Settings over)
    {
        var merged = new Settings { HasUnknown = HasUnknown || over.HasUnknown };
        merged._properties = Merge(_properties, over._properties, (_, above) => above);
        merged._relations = Merge(_relations, over._relations, (_, above) => above);
        merged._sections = Merge(_sections, over._sections, (under, above) =>
            under.Kind == above.Kind ? above with { Settings = under.Settings.With(above.Settings) } : above);
        return merged;
    }

    private static Dictionary<string, T>? Merge<T>(Dictionary<string, T>? under, Dictionary<string, T>? above, Func<T, T, T> merge)
    {
        if (under is null || above is null)
            return above ?? under;
        var merged = new Dictionary<string, T>(under, StringComparer.Ordinal);
        foreach (var (name, value) in above)
            merged[name] = under.TryGetValue(name, out var below) ? merge(below, value) : value;
        return merged;
    }

    private void Set(string name, PropertySyntax property) => (_properties ??= new(StringComparer.Ordinal)).Add(name, property);

    private void Set(string name, SectionSettings section) => (_sections ??= new(StringComparer.Ordinal)).Add(name, section);

    private void Set(string name, RelationSyntax relation) => (_relations ??= new(StringComparer.Ordinal)).Add(name, relation);

    private void Add(PropertySyntax property, BlockRule rule, DiagnosticBag diagnostics)
    {
        var written = diagnostics.Source.Slice(property.Name.Span);
        var known = rule.IsOpen ? null : rule.Find(written);
        var name = known?.Word ?? written.ToString();
        if (!rule.IsOpen && known is null)
        {
            HasUnknown = true;
            var near = Suggestion.Nearest(name, rule.Words(EntryForm.Property));
            diagnostics.Add(NameFindings.UnknownProperty(diagnostics.Locate(property.Name.Span), name, rule.Name, near));
        }
        else if (IsFirst(name, property.Name, diagnostics))
        {
            Set(name, property);
        }
    }

    private void Add(SectionSyntax section, BlockRule rule, DiagnosticBag diagnostics)
    {
        if (rule.Find(section.Word) is not { Body: { } body } entry)
            return;
        var kind = entry.Labels == Labels.One && section.Labels is { } labels ? NameText.Of(labels.Names[0], diagnostics.Source) : null;
        var settings = new SectionSettings(section, kind, Read(section.Body, body, diagnostics));
        if (entry.Labels == Labels.Several)
            (_overrides ??= []).Add(settings);
        else if (IsFirst(section.Word, section.Keyword, diagnostics))
            Set(section.Word, settings);
        HasUnknown |= settings.Settings.HasUnknown;
    }

    private bool IsFirst(string name, SyntaxToken token, DiagnosticBag diagnostics)
    {
        if ((Property(name)?.Name ?? Section(name)?.Syntax.Keyword ?? Relation(name)?.Keyword) is not { } first)
            return true;
        diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(token.Span), name, diagnostics.LineOf(first)));
        return false;
    }
}

/// <summary>A section with what it says.</summary>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Kind">Its one label; null when it has none.</param>
/// <param name="Settings">What its block says.</param>
internal sealed record SectionSettings(SectionSyntax Syntax, string? Kind, Settings Settings)
{
    /// <summary>Its label, or its keyword when it has none.</summary>
    public TextSpan KindSpan => Syntax.Labels?.Span ?? Syntax.Keyword.Span;
}
