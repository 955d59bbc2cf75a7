using System.Collections.Immutable;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What can be written at a place.</summary>
internal enum CaretPlace
{
    /// <summary>A declaration's keyword.</summary>
    Declaration,

    /// <summary>An entry of a block.</summary>
    Entry,

    /// <summary>A value.</summary>
    Value,

    /// <summary>What follows a dot in a value.</summary>
    Member,

    /// <summary>A name of something that is declared.</summary>
    Name,

    /// <summary>The kind of a section: <c>http</c>, <c>rolling</c>.</summary>
    Kind,

    /// <summary>The type of a param.</summary>
    Type,

    /// <summary>A fixed word: <c>on</c>, <c>as</c>.</summary>
    Word,

    /// <summary>A new name, about which nothing is known.</summary>
    NewName,
}

/// <summary>The place where the caret is.</summary>
internal sealed record CaretContext(CaretPlace Place, Region? Region)
{
    /// <summary>For an entry: whether declarations may stand here as well.</summary>
    public bool IsAtMargin { get; init; }

    /// <summary>For a value: the property that it is of.</summary>
    public string? Property { get; init; }

    /// <summary>For a kind: the section.</summary>
    public EntryRule? Entry { get; init; }

    /// <summary>For a member: the names before the dot.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>For a name: what it names.</summary>
    public PlanSymbolKind NameKind { get; init; }

    /// <summary>For a name from an import: the import.</summary>
    public string? Qualifier { get; init; }

    /// <summary>For fixed words: which.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The variables of the loops around it.</summary>
    public IEnumerable<string> Variables
    {
        get
        {
            for (var region = Region; region is not null; region = region.Parent)
            {
                foreach (var variable in region.Variables)
                    yield return variable;
            }
        }
    }
}
