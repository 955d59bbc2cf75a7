using System.Collections.Immutable;

namespace Lumina.Language.Vocabulary;

/// <summary>What a kind of block may contain.</summary>
internal sealed class BlockRule
{
    private readonly Dictionary<string, EntryRule> _entries;
    private readonly Dictionary<string, EntryRule>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="name">The block in messages: <c>component</c>, <c>health</c>.</param>
    /// <param name="entries">What may stand in it.</param>
    /// <param name="isOpen">Whether it may have properties of any name.</param>
    public BlockRule(string name, IEnumerable<EntryRule> entries, bool isOpen = false)
    {
        Name = name;
        IsOpen = isOpen;
        Entries = [.. entries];
        _entries = Entries.ToDictionary(e => e.Word, StringComparer.Ordinal);
        _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Name { get; }

    public bool IsOpen { get; }

    public ImmutableArray<EntryRule> Entries { get; }

    /// <summary>The kinds of blocks that it can stand in.</summary>
    public ImmutableArray<BlockRule> Around { get; private set; } = [];

    public EntryRule? Find(ReadOnlySpan<char> word) => _bySpan.TryGetValue(word, out var entry) ? entry : null;

    public IEnumerable<string> Words(EntryForm? form = null) => Entries.Where(e => form is null || e.Form == form).Select(e => e.Word);

    /// <summary>Whether a word belongs to one of the blocks around this one.</summary>
    public bool IsKnownAround(ReadOnlySpan<char> word)
    {
        foreach (var around in Around)
        {
            if (around.Find(word) is not null)
                return true;
        }
        return false;
    }

    /// <summary>Tells the blocks inside this one, at all depths, where they stand.</summary>
    public BlockRule Nest()
    {
        foreach (var body in Entries.SelectMany(e => e.Bodies))
        {
            if (!body.Around.Contains(this))
            {
                body.Around = [.. body.Around, this];
                body.Nest();
            }
        }
        return this;
    }
}
