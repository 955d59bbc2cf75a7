using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>A section with what it says.</summary>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Kind">Its one label; null when it has none.</param>
/// <param name="Settings">What its block says.</param>
internal sealed record SectionSettings(SectionSyntax Syntax, string? Kind, Settings Settings)
{
    /// <summary>Its label, or its keyword when it has none.</summary>
    public TextSpan KindSpan => Syntax.Labels?.Span ?? (Kind is null ? null : Label?.Span) ?? Syntax.Keyword.Span;

    /// <summary>Its label that is a value; null when it has none.</summary>
    public ExpressionSyntax? Label { get; init; }

    /// <summary>This section with another laid over it; one of another kind replaces it.</summary>
    public SectionSettings With(SectionSettings above) =>
        Kind == above.Kind ? above with { Settings = Under(above).With(above.Settings), Label = above.Label ?? Label } : above;

    /// <summary>A file that gets its text from elsewhere keeps nothing of where it had it from.</summary>
    private Settings Under(SectionSettings above) =>
        above.Syntax.Word == Words.ConfigFile && (above.Settings.Property("from") ?? above.Settings.Property("content")) is not null
            ? Settings.Without("from", "content", "template")
            : Settings;
}

/// <summary>Sections of one word, in the order of the text.</summary>
/// <param name="isByLabel">Whether each label may be there once only.</param>
internal sealed class SectionList(bool isByLabel)
{
    private readonly List<SectionSettings> _sections = [];
    private readonly Dictionary<string, int> _byLabel = new(StringComparer.Ordinal);

    public IReadOnlyList<SectionSettings> Sections => _sections;

    /// <summary>Adds a section; the one that has its label, when it may not be there again.</summary>
    public SectionSettings? Add(SectionSettings section)
    {
        if (isByLabel && !_byLabel.TryAdd(section.Kind ?? "", _sections.Count))
            return _sections[_byLabel[section.Kind ?? ""]];
        _sections.Add(section);
        return null;
    }

    /// <summary>These sections with others laid over them: one of the same label merges, all others are added. Without labels the others replace.</summary>
    public SectionList With(SectionList above)
    {
        if (!isByLabel)
            return above;
        var merged = new SectionList(isByLabel);
        foreach (var section in _sections)
            merged.Add(section);
        foreach (var section in above._sections)
        {
            if (merged._byLabel.TryGetValue(section.Kind ?? "", out var place))
                merged._sections[place] = merged._sections[place].With(section);
            else
                merged.Add(section);
        }
        return merged;
    }
}
