using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Vocabulary;

/// <summary>The shape that an entry of a block has.</summary>
internal enum EntryForm
{
    /// <summary><c>name = value</c>.</summary>
    Property,

    /// <summary><c>name label { … }</c>.</summary>
    Section,

    /// <summary><c>name [particle] a, b [particle value]</c>.</summary>
    Relation,

    /// <summary><c>name LABEL = value</c>.</summary>
    NamedValue,

    /// <summary><c>name value [particle value] …</c>.</summary>
    Phrase,

    /// <summary>A sentence of parts in any order, in rules: <c>applies to component in production where …</c>.</summary>
    Sentence,
}

/// <summary>How many labels a section has.</summary>
internal enum Labels
{
    None,

    /// <summary>A name.</summary>
    One,

    /// <summary>Names with commas between them.</summary>
    Several,

    /// <summary>A value, perhaps; without it the block adds to one that has it.</summary>
    Value,
}

/// <summary>How often a section may stand in its block.</summary>
internal enum Repetition
{
    Once,

    /// <summary>Once for each label.</summary>
    ByLabel,

    /// <summary>As often as wanted.</summary>
    Any,
}

/// <summary>A value that may follow in a relation or a phrase, with the word before it.</summary>
internal sealed record TailRule(string Particle, bool IsOptional = true);

/// <summary>What the block of a section contains when its label is this one.</summary>
internal sealed record KindRule(string Label, BlockRule Body);

/// <summary>One word that a block may contain.</summary>
internal sealed record EntryRule(string Word, EntryForm Form)
{
    /// <summary>For a property: the words of which its value is one, written without quotes; empty for any value.</summary>
    public ImmutableArray<string> OneOf { get; init; } = [];

    /// <summary>For a property with words: whether a text in quotes is something else than the word, and allowed.</summary>
    public bool OrText { get; init; }

    /// <summary>For a section: its labels.</summary>
    public Labels Labels { get; init; }

    /// <summary>For a section: how often it may be there.</summary>
    public Repetition Repeats { get; init; }

    /// <summary>For all but properties and phrases: what its labels or names are, for messages.</summary>
    public string NamesWhat { get; init; } = "a name";

    /// <summary>For a named value: whether its name is a text in quotes.</summary>
    public bool IsNamedByText { get; init; }

    /// <summary>For a section: what its block contains. Of one with <see cref="Kinds"/>: when the label is none of them.</summary>
    public BlockRule? Body { get; init; }

    /// <summary>For a section: what its block contains, by its label.</summary>
    public ImmutableArray<KindRule> Kinds { get; init; } = [];

    /// <summary>For a section: whether it may go without a block.</summary>
    public bool BodyOptional { get; init; }

    /// <summary>For a relation: the word after the keyword; null when there is none.</summary>
    public string? Particle { get; init; }

    /// <summary>For a relation or a phrase: what may follow.</summary>
    public ImmutableArray<TailRule> Tails { get; init; } = [];

    /// <summary>For a sentence: what it is made of.</summary>
    public SentenceRule? Sentence { get; init; }

    /// <summary>All that the block of a section or a sentence may be.</summary>
    public IEnumerable<BlockRule> Bodies => Kinds.Select(k => k.Body).Concat(Body is null ? [] : [Body]).Concat(Sentence?.Bodies ?? []);

    /// <summary>The small words that lead to a part of it.</summary>
    public IEnumerable<string> Particles => Tails.Select(t => t.Particle).Concat(Sentence?.Particles ?? []);

    /// <summary>What the section's block contains under a label, or under the one that was probably meant.</summary>
    public BlockRule? BodyOf(string? label) => KindOf(label)?.Body ?? Body;

    /// <summary>The kind that a label names, or that was probably meant; null when there is none.</summary>
    public KindRule? KindOf(string? label)
    {
        if (Kinds.IsEmpty || label is null)
            return null;
        return Kinds.FirstOrDefault(k => k.Label == label)
            ?? (Suggestion.Nearest(label, Kinds.Select(k => k.Label)) is { } near ? Kinds.First(k => k.Label == near) : null);
    }

    public static IEnumerable<EntryRule> Properties(params string[] words) => words.Select(w => new EntryRule(w, EntryForm.Property));

    /// <summary>A section whose block depends on its one label.</summary>
    public static EntryRule OfKinds(string word, params ImmutableArray<KindRule> kinds) => new(word, EntryForm.Section)
    {
        Labels = Labels.One,
        NamesWhat = $"{string.Join(", ", kinds.SkipLast(1).Select(k => k.Label))} or {kinds[^1].Label}",
        Kinds = kinds,
        // Under a label that is no kind, nothing is said about words that belong to one.
        Body = new BlockRule(word, kinds.SelectMany(k => k.Body.Entries).DistinctBy(e => e.Word)),
        BodyOptional = true,
    };
}
