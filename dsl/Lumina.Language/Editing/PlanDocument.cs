using Lumina.Language.Compilation;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>A file as it is in an editor, however broken: its text and what it is made of. Immutable; a change makes a new one.</summary>
public sealed class PlanDocument
{
    private readonly Lazy<Anatomy> _anatomy;
    private readonly Lazy<Anatomy> _inDetail;
    private readonly Lazy<int[]> _lines;

    /// <param name="file">Its name, by which others import it.</param>
    /// <param name="text">Its text.</param>
    public PlanDocument(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        (File, Text) = (file, text);
        _anatomy = new Lazy<Anatomy>(() => Read(withTokens: false));
        _inDetail = new Lazy<Anatomy>(() => Read(withTokens: true));
        _lines = new Lazy<int[]>(() => FindLines(text));
    }

    /// <summary>The name of its file.</summary>
    public string File { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>Whether it is a file of rules, and not of a plan.</summary>
    public bool IsOfRules => Dialect.Of(File) == Dialect.Rules;

    /// <summary>The files that it imports, as it names them.</summary>
    public IEnumerable<string> Imports => Anatomy.Imports.Values;

    /// <summary>Whether it declares a plan, and so is more than a part of one.</summary>
    public bool DeclaresPlan => Anatomy.Regions.Any(r => r.Declares == PlanSymbolKind.Plan);

    internal Anatomy Anatomy => _inDetail.IsValueCreated ? _inDetail.Value : _anatomy.Value;

    /// <summary>As <see cref="Anatomy"/>, with tokens and comments.</summary>
    internal Anatomy InDetail => _inDetail.Value;

    /// <summary>A text that the language refuses as a whole has no parts.</summary>
    internal bool IsReadable => TextChecks.FindUnreadable(File, Text) is null;

    /// <summary>The offset of a place; the nearest one when there is no such place.</summary>
    public int OffsetAt(TextPosition position)
    {
        var lines = _lines.Value;
        if (position.Line < 0)
            return 0;
        if (position.Line >= lines.Length)
            return Text.Length;
        var start = lines[position.Line];
        var end = position.Line + 1 < lines.Length ? EndBefore(lines[position.Line + 1]) : Text.Length;
        return (int)Math.Clamp((long)start + position.Character, start, end);
    }

    /// <summary>The place of an offset; the nearest one when it is outside of the text.</summary>
    public TextPosition PositionAt(int offset)
    {
        var at = Math.Clamp(offset, 0, Text.Length);
        var index = Array.BinarySearch(_lines.Value, at);
        var line = index >= 0 ? index : ~index - 1;
        return new TextPosition(line, at - _lines.Value[line]);
    }

    /// <summary>The document with a piece of its text replaced.</summary>
    public PlanDocument With(TextRange replaced, string text) =>
        new(File, string.Concat(Text.AsSpan(0, replaced.Start), text, Text.AsSpan(replaced.End)));

    private Anatomy Read(bool withTokens) => Editing.Anatomy.Read(new SourceText(File, IsReadable ? Text : ""), withTokens: withTokens);

    /// <summary>The name that is written at a place, or right before it.</summary>
    internal Occurrence? OccurrenceAt(int offset)
    {
        foreach (var occurrence in Anatomy.Occurrences)
        {
            if (occurrence.Span.Start <= offset && offset <= occurrence.Span.End)
                return occurrence;
        }
        return null;
    }

    internal RoleToken? TokenAt(int offset)
    {
        var tokens = InDetail.Tokens;
        var (low, high) = (0, tokens.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Span.End <= offset)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return low < tokens.Length && tokens[low].Span.Start <= offset ? tokens[low] : null;
    }

    internal Region? RegionOf(Occurrence declaration) => Find(Anatomy.Regions, r => r.LabelSpan.Start <= declaration.Span.Start && declaration.Span.End <= r.LabelSpan.End);

    private static Region? Find(IEnumerable<Region> regions, Func<Region, bool> isWanted)
    {
        foreach (var region in regions)
        {
            if (isWanted(region))
                return region;
            if (Find(region.Children, isWanted) is { } inside)
                return inside;
        }
        return null;
    }

    private int EndBefore(int nextLine) => nextLine >= 2 && Text[nextLine - 2] == '\r' ? nextLine - 2 : nextLine - 1;

    private static int[] FindLines(string text)
    {
        var lines = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            lines.Add(at + 1);
        return [.. lines];
    }
}
