using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>What a block says, by name: its properties, its sections, its relations, and so on. Names are checked, values are not worked out.</summary>
internal sealed class Settings
{
    public static readonly Settings Empty = new();

    /// <summary>What something says that could not be found.</summary>
    public static readonly Settings Unknown = new() { HasUnknown = true };

    private static readonly IReadOnlyDictionary<string, PropertySyntax> NoProperties = new Dictionary<string, PropertySyntax>();

    private static readonly IReadOnlyDictionary<string, NamedValueSyntax> NoNamedValues = new Dictionary<string, NamedValueSyntax>();

    private static readonly IReadOnlyDictionary<string, SectionSettings> NoSections = new Dictionary<string, SectionSettings>();

    private Dictionary<string, PropertySyntax>? _properties;
    private Dictionary<string, SectionSettings>? _sections;
    private Dictionary<string, RelationSyntax>? _relations;
    private Dictionary<string, NamedValueSyntax>? _namedValues;
    private Dictionary<string, SectionList>? _repeated;
    private Dictionary<string, List<PhraseSyntax>>? _phrases;
    private List<SectionSettings>? _overrides;

    public IReadOnlyDictionary<string, PropertySyntax> Properties => _properties ?? NoProperties;

    public IReadOnlyDictionary<string, SectionSettings> Sections => _sections ?? NoSections;

    /// <summary>Values that are named by what stands before the equals sign, by their word and that name: <c>secret NAME</c>.</summary>
    public IReadOnlyDictionary<string, NamedValueSyntax> NamedValues => _namedValues ?? NoNamedValues;

    /// <summary>Those of one word, by their names.</summary>
    public IEnumerable<(string Name, NamedValueSyntax Syntax)> NamedValuesOf(string word) =>
        NamedValues.Where(named => named.Value.Word == word).Select(named => (named.Key[(word.Length + 1)..], named.Value));

    public NamedValueSyntax? NamedValue(string word, string name) => _namedValues?.GetValueOrDefault($"{word} {name}");

    /// <summary>All sections that may repeat, in the order of the text for each word.</summary>
    public IEnumerable<SectionSettings> AllRepeated => _repeated?.Values.SelectMany(r => r.Sections) ?? [];

    /// <summary>All phrases, in the order of the text for each word.</summary>
    public IEnumerable<PhraseSyntax> AllPhrases => _phrases?.Values.SelectMany(p => p) ?? [];

    /// <summary>Sections of several labels in the order of the text: <c>in a, b { … }</c>.</summary>
    public IReadOnlyList<SectionSettings> Overrides => _overrides ?? [];

    /// <summary>Whether something in the block could not be understood, so that what seems to be missing may be there.</summary>
    public bool HasUnknown { get; private set; }

    public PropertySyntax? Property(string name) => _properties?.GetValueOrDefault(name);

    public SectionSettings? Section(string name) => _sections?.GetValueOrDefault(name);

    public RelationSyntax? Relation(string name) => _relations?.GetValueOrDefault(name);

    /// <summary>Sections of one word that may stand there more than once: <c>check NAME { … }</c>.</summary>
    public IReadOnlyList<SectionSettings> Repeated(string name) => _repeated?.GetValueOrDefault(name)?.Sections ?? [];

    /// <summary>Phrases of one word: <c>step 5% for 1m</c>.</summary>
    public IReadOnlyList<PhraseSyntax> Phrases(string name) => _phrases?.GetValueOrDefault(name) ?? [];

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
                case PhraseSyntax phrase:
                    settings.Add(phrase);
                    break;
                case NamedValueSyntax named:
                    settings.Add(named, diagnostics);
                    break;
                case SkippedStatementSyntax:
                    settings.HasUnknown = true;
                    break;
            }
        }
        return settings;
    }

    /// <summary>These settings with others laid over them: blocks merge, values and lists replace. A section of another kind replaces, and so
    /// do all phrases of a word together.</summary>
    public Settings With(Settings over)
    {
        var merged = new Settings { HasUnknown = HasUnknown || over.HasUnknown };
        merged._properties = Merge(_properties, over._properties, (_, above) => above);
        merged._relations = Merge(_relations, over._relations, (_, above) => above);
        merged._namedValues = Merge(_namedValues, over._namedValues, (_, above) => above);
        merged._phrases = Merge(_phrases, over._phrases, (_, above) => above);
        merged._sections = Merge(_sections, over._sections, (under, above) => under.With(above));
        merged._repeated = Merge(_repeated, over._repeated, (under, above) => under.With(above));
        return merged;
    }

    /// <summary>These settings without some properties.</summary>
    public Settings Without(params ReadOnlySpan<string> names)
    {
        var rest = With(Empty);
        rest._properties = _properties is null ? null : new(_properties, StringComparer.Ordinal);
        foreach (var name in names)
            rest._properties?.Remove(name);
        return rest;
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

    private void Add(PhraseSyntax phrase)
    {
        _phrases ??= new(StringComparer.Ordinal);
        if (!_phrases.TryGetValue(phrase.Word, out var all))
            _phrases.Add(phrase.Word, all = []);
        all.Add(phrase);
    }

    private void Add(NamedValueSyntax named, DiagnosticBag diagnostics)
    {
        _namedValues ??= new(StringComparer.Ordinal);
        var name = NameText.Of(named.Name, diagnostics.Source);
        if (!_namedValues.TryAdd($"{named.Word} {name}", named))
            diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(named.Name.Span), name, diagnostics.LineOf(_namedValues[$"{named.Word} {name}"].Name)));
    }

    private void Add(PropertySyntax property, BlockRule rule, DiagnosticBag diagnostics)
    {
        var written = diagnostics.Source.Slice(property.Name.Span);
        var known = rule.IsOpen ? null : rule.Find(written);
        var name = known?.Word ?? written.ToString();
        if (!rule.IsOpen && known is null)
        {
            HasUnknown = true;
            var near = Suggestion.Nearest(name, rule.Words(EntryForm.Property));
            diagnostics.Add(NameFindings.UnknownProperty(diagnostics.Locate(property.Name.Span), name, rule.Name, near, rule.Words()));
        }
        else if (IsFirst(name, property.Name, diagnostics))
        {
            Set(name, property);
        }
    }

    private void Add(SectionSyntax section, BlockRule rule, DiagnosticBag diagnostics)
    {
        if (rule.Find(section.Word) is not { } entry)
            return;
        var kind = entry.Labels == Labels.One && section.Labels is { } labels ? NameText.Of(labels.Names[0], diagnostics.Source)
            : entry is { Labels: Labels.Value, Repeats: Repetition.ByLabel } ? Written(section.Value, diagnostics)
            : null;
        if (entry.BodyOf(kind) is not { } body)
            return;
        var settings = new SectionSettings(section, kind, Read(section.Body, body, diagnostics)) { Label = section.Value };
        if (entry.Labels == Labels.Several)
            (_overrides ??= []).Add(settings);
        else if (entry.Repeats != Repetition.Once)
            AddRepeated(settings, entry.Repeats, diagnostics);
        else if (IsFirst(section.Word, section.Keyword, diagnostics))
            Set(section.Word, settings);
        HasUnknown |= settings.Settings.HasUnknown;
    }

    /// <summary>A value by which a section is told from others before values are worked out: as it is written.</summary>
    private static string Written(ExpressionSyntax? value, DiagnosticBag diagnostics) => value switch
    {
        null => "",
        LiteralSyntax { Value: StringValue text } => text.Text,
        _ => diagnostics.Source.ToString(value.Span),
    };

    private void AddRepeated(SectionSettings section, Repetition repeats, DiagnosticBag diagnostics)
    {
        _repeated ??= new(StringComparer.Ordinal);
        if (!_repeated.TryGetValue(section.Syntax.Word, out var all))
            _repeated.Add(section.Syntax.Word, all = new SectionList(repeats == Repetition.ByLabel));
        if (all.Add(section) is { } first)
            diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(section.KindSpan), section.Kind ?? "", diagnostics.LineOf(first.Syntax.Keyword)));
    }

    private bool IsFirst(string name, SyntaxToken token, DiagnosticBag diagnostics)
    {
        if ((Property(name)?.Name ?? Section(name)?.Syntax.Keyword ?? Relation(name)?.Keyword) is not { } first)
            return true;
        diagnostics.Add(NameFindings.DuplicateProperty(diagnostics.Locate(token.Span), name, diagnostics.LineOf(first)));
        return false;
    }
}
