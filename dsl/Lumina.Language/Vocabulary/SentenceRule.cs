using System.Collections.Immutable;

namespace Lumina.Language.Vocabulary;

/// <summary>What stands in a part of a sentence.</summary>
internal enum PartForm
{
    /// <summary>Names with commas between them.</summary>
    Names,

    /// <summary>A value of the language.</summary>
    Value,

    /// <summary>Texts in quotes with commas between them.</summary>
    Texts,

    /// <summary>C#, to the end of the entry.</summary>
    CSharp,

    /// <summary>A day: <c>2027-01-31</c>.</summary>
    Date,
}

/// <summary>A part of a sentence.</summary>
/// <param name="Particle">The word before it; null for what follows the keyword at once.</param>
/// <param name="Form">What it is.</param>
/// <param name="What">What that is, for messages.</param>
internal sealed record PartRule(string? Particle, PartForm Form, string What)
{
    /// <summary>A word behind the particle: <c>component</c> in <c>for component web</c>.</summary>
    public string? Second { get; init; }

    /// <summary>Whether it is one name or one text, and not several.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether there can't be a sentence without it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>What the names are names of; null for names that nobody declares.</summary>
    public Editing.PlanSymbolKind? Names { get; init; }
}

/// <summary>A sentence by the word that tells its kind.</summary>
/// <param name="Word">The word; null when the keyword tells enough.</param>
/// <param name="Parts">Its parts. Where two have the same particle, the first comes first.</param>
internal sealed record SentenceKind(string? Word, params ImmutableArray<PartRule> Parts)
{
    /// <summary>What its block contains; null when it has none. The block may be left out.</summary>
    public BlockRule? Body { get; init; }
}

/// <summary>What a sentence is made of.</summary>
/// <param name="Kinds">What it can be.</param>
internal sealed record SentenceRule(params ImmutableArray<SentenceKind> Kinds)
{
    /// <summary>The word between the keyword and the kind: <c>to</c>; null when there is none.</summary>
    public string? Lead { get; init; }

    /// <summary>Whether the keyword says it all, without a kind.</summary>
    public bool IsPlain => Kinds is [{ Word: null }];

    public IEnumerable<BlockRule> Bodies => Kinds.Select(k => k.Body).OfType<BlockRule>();

    public IEnumerable<string> Particles => Kinds.SelectMany(k => k.Parts).Select(p => p.Particle).OfType<string>().Distinct();

    public IEnumerable<string> KindWords => Kinds.Select(k => k.Word).OfType<string>();

    /// <summary>The kinds as they are written in a message.</summary>
    public string KindsWhat => Kinds.Length == 1 ? Kinds[0].Word ?? "" : $"{string.Join(", ", KindWords.SkipLast(1))} or {Kinds[^1].Word}";
}
