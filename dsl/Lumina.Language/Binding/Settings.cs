using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>What a block says, by name: its properties, its sections, its relations. Names are checked, values are not worked out.</summary>
internal sealed class Settings
{
    public static readonly Settings Empty = new();

    public Dictionary<string, PropertySyntax> Properties { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SectionSettings> Sections { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RelationSyntax> Relations { get; } = new(StringComparer.Ordinal);

    /// <summary>Sections of several labels in the order of the text: <c>in a, b { … }</c>.</summary>
    public List<SectionSettings> Overrides { get; } = [];

    /// <summary>Whether something in the block could not be understood, so that what seems to be missing may be there.</summary>
    public bool HasUnknown { get; private set; }

    public PropertySyntax? Property(string name) => Properties.GetValueOrDefault(name);

    public SectionSettings? Section(string name) => Sections.GetValueOrDefault(name);

    public static Settings Read(BlockSyntax? block, BlockRule rule, DiagnosticBag diagnostics)
    {
        if (block is null)
            return Empty;
        var settings = new Settings();
        var first = new Dictionary<string, SyntaxToken>(StringComparer.Ordinal);
        foreach (var statement in block.Statements)
        {
            switch (statement)
            {
                case PropertySyntax property:
                    settings.Add(property, rule, first, diagnostics);
                    break;
                case SectionSyntax section:
                    settings.Add(section, rule, first, diagnostics);
                    break;
                case RelationSyntax relation when IsFirst(relation.Word, relation.Keyword, first, diagnostics):
                    settings.Relations.Add(relation.Word, relation);
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
        foreach (var (name, property) in Properties.Where(p => !over.Properties.ContainsKey(p.Key)).Concat(over.Properties))
            merged.Properties.Add(name, property);
        foreach (var (name, relation) in Relations.Where(r => !over.Relations.ContainsKey(r.Key)).Concat(over.Relations))
            merged.Relations.Add(name, relation);
        foreach (var (name, section) in Sections.Where(s => !over.Sections.ContainsKey(s.Key)))
            merged.Sections.Add(name, section);
        foreach (var (name, section) in over.Sections)
            merged.Sections.Add(name, Section(name) is { } under && under.Kind == section.Kind ? section with { Settings = under.Settings.With(section.Settings) } : section);
        return merged;
    }

    private void Add(PropertySyntax property, BlockRule rule, Dictionary<string, SyntaxToken> first, DiagnosticBag diagnostics)
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
        else if (IsFirst(name, property.Name, first, diagnostics))
        {
            Properties.Add(name, property);
        }
    }

    private void Add(SectionSyntax section, BlockRule rule, Dictionary<string, SyntaxToken> first, DiagnosticBag diagnostics)
    {
        if (rule.Find(section.Word) is not { Body: { } body } entry)
            return;
        var kind = entry.Labels == Labels.One && section.Labels is { } labels ? NameText.Of(labels.Names[0], diagnostics.Source) : null;
        var settings = new SectionSettings(section, kind, Read(section.Body, body, diagnostics));
        if (entry.Labels == Labels.Several)
            Overrides.Add(settings);
        else if (IsFirst(section.Word, section.Keyword, first, diagnostics))
            Sections.Add(section.Word, settings);
        HasUnknown |= settings.Settings.HasUnknown;
    }

    private static bool IsFirst(string name, SyntaxToken token, Dictionary<string, SyntaxToken> first, DiagnosticBag diagnostics)
    {
        if (first.TryAdd(name, token))
            return true;
        var line = diagnostics.Source.LineAndColumn(first[name].Start).Line;
        diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(token.Span), name, line));
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
