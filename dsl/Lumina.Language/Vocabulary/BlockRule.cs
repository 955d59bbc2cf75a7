using System.Collections.Immutable;

namespace Lumina.Language.Vocabulary;

/// <summary>The shape that an entry of a block has.</summary>
internal enum EntryForm
{
    /// <summary><c>name = value</c>.</summary>
    Property,

    /// <summary><c>name label { … }</c>.</summary>
    Section,

    /// <summary><c>name [particle] a, b</c>.</summary>
    Relation,

    /// <summary>Something that the language will have.</summary>
    Unavailable,
}

/// <summary>How many labels a section has.</summary>
internal enum Labels
{
    None,
    One,
    Several,
}

/// <summary>One word that a block may contain.</summary>
internal sealed record EntryRule(string Word, EntryForm Form)
{
    /// <summary>For a section: its labels.</summary>
    public Labels Labels { get; init; }

    /// <summary>For a section or a relation: what its labels or names are, for messages.</summary>
    public string NamesWhat { get; init; } = "a name";

    /// <summary>For a section: labels that the language will have.</summary>
    public ImmutableArray<string> UnavailableLabels { get; init; } = [];

    /// <summary>For a section: what its block contains.</summary>
    public BlockRule? Body { get; init; }

    /// <summary>For a section: whether it may go without a block.</summary>
    public bool BodyOptional { get; init; }

    /// <summary>For a relation: the word after the keyword; null when there is none.</summary>
    public string? Particle { get; init; }
}

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
        foreach (var entry in Entries)
        {
            if (entry.Body is { } body && !body.Around.Contains(this))
            {
                body.Around = [.. body.Around, this];
                body.Nest();
            }
        }
        return this;
    }
}
