using System.Collections.Immutable;

namespace Lumina.Language.Editing;

/// <summary>A declaration or a section, for the outline of a file.</summary>
/// <param name="Name">Its name; a section's word with its label.</param>
/// <param name="Detail">What it is.</param>
/// <param name="Kind">What it declares; null for a section.</param>
/// <param name="Range">All of it.</param>
/// <param name="NameRange">What to go to.</param>
/// <param name="Children">What is in it.</param>
public sealed record OutlineEntry(
    string Name, string Detail, PlanSymbolKind? Kind, TextRange Range, TextRange NameRange, ImmutableArray<OutlineEntry> Children);

/// <summary>What a file consists of.</summary>
public static class Outline
{
    /// <summary>The declarations of a file with the sections in them, in the order of the text.</summary>
    public static ImmutableArray<OutlineEntry> Of(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. document.Anatomy.Regions.Where(IsShown).Select(Read)];
    }

    private static bool IsShown(Region region) => region.Declares is not null || region.Block is not null || region.Word == "for";

    private static OutlineEntry Read(Region region)
    {
        var name = region.Declares is not null ? region.Label : region.Label.Length > 0 ? region.Word + " " + region.Label : region.Word;
        var detail = region.Declares is { } kind ? Wording.Of(kind) + (region.Detail.Length > 0 ? " " + region.Detail : "") : "";
        var start = region.Keyword.Start;
        var end = Math.Max(region.End, region.LabelSpan.End);
        return new OutlineEntry(
            name.Length == 0 ? region.Word : name, detail, region.Declares, new TextRange(start, end - start), TextRange.Of(region.LabelSpan),
            [.. region.Children.Where(IsShown).Select(Read)]);
    }
}

/// <summary>What can be folded away.</summary>
public static class Folding
{
    /// <summary>Blocks, and comments one below the other, that go over several lines.</summary>
    /// <returns>Each with whether it is a comment.</returns>
    public static ImmutableArray<(TextRange Range, bool IsComment)> Of(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var folds = ImmutableArray.CreateBuilder<(TextRange, bool)>();
        AddBlocks(document, document.Anatomy.Regions, folds);
        AddComments(document, folds);
        return folds.ToImmutable();
    }

    private static void AddBlocks(PlanDocument document, IEnumerable<Region> regions, ImmutableArray<(TextRange, bool)>.Builder folds)
    {
        foreach (var region in regions)
        {
            if (region.Block is { } block)
                AddWhenLong(document, new TextRange(block.Start, block.Length), false, folds);
            AddBlocks(document, region.Children, folds);
        }
    }

    private static void AddComments(PlanDocument document, ImmutableArray<(TextRange, bool)>.Builder folds)
    {
        TextRange? run = null;
        foreach (var comment in document.InDetail.Comments)
        {
            var continues = run is { } before && document.PositionAt(before.End).Line + 1 == document.PositionAt(comment.Start).Line;
            if (run is { } ended && !continues)
                AddWhenLong(document, ended, true, folds);
            run = continues ? new TextRange(run!.Value.Start, comment.End - run.Value.Start) : TextRange.Of(comment);
        }
        if (run is { } last)
            AddWhenLong(document, last, true, folds);
    }

    private static void AddWhenLong(PlanDocument document, TextRange range, bool isComment, ImmutableArray<(TextRange, bool)>.Builder folds)
    {
        if (document.PositionAt(range.Start).Line < document.PositionAt(range.End).Line)
            folds.Add((range, isComment));
    }
}
