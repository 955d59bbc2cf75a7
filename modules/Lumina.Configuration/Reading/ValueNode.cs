using System.Collections.Immutable;

namespace Lumina.Configuration.Reading;

/// <summary>Where something stands: line and column from 1, and how many characters of that line are meant.</summary>
internal readonly record struct Place(int Line, int Column, int Length);

/// <summary>A value in a file, with its place.</summary>
/// <param name="At">Its place.</param>
/// <param name="Size">How many scalars are in it; one that stands behind several aliases is counted each time.</param>
/// <param name="Depth">How many maps and lists are inside one another in it.</param>
internal abstract record ValueNode(Place At, long Size, int Depth);

internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    Text,
}

/// <param name="At">Its place.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As a variable has it; a number as it was written.</param>
internal sealed record ScalarNode(Place At, ScalarKind Kind, string Text) : ValueNode(At, 1, 0)
{
    /// <summary>A number as JSON has it; null for what is none.</summary>
    public string? Number { get; init; }
}

/// <param name="At">Its place.</param>
/// <param name="Entries">In the order of the text; no name twice.</param>
internal sealed record MapNode(Place At, ImmutableArray<MapEntry> Entries)
    : ValueNode(At, Sizes.Of(Entries.Select(entry => entry.Value)), 1 + Entries.Select(entry => entry.Value.Depth).DefaultIfEmpty().Max());

internal sealed record MapEntry(string Name, Place NameAt, ValueNode Value);

internal sealed record ListNode(Place At, ImmutableArray<ValueNode> Items)
    : ValueNode(At, Sizes.Of(Items), 1 + Items.Select(item => item.Depth).DefaultIfEmpty().Max());

internal static class Sizes
{
    private const long Many = int.MaxValue;

    public static long Of(IEnumerable<ValueNode> nodes) => nodes.Aggregate(1L, (sum, node) => Math.Min(Many, sum + node.Size));
}
