using System.Collections.Immutable;

namespace Lumina.Language.Editing;

/// <summary>What a proposal is, for its picture.</summary>
public enum CompletionKind
{
    /// <summary>A fixed word.</summary>
    Keyword,

    /// <summary>A property of a block, or a part of a value.</summary>
    Property,

    /// <summary>A block.</summary>
    Section,

    /// <summary>Something that is declared.</summary>
    Symbol,

    /// <summary>A function.</summary>
    Function,

    /// <summary>A type.</summary>
    Type,

    /// <summary>One of several words.</summary>
    Word,
}

/// <summary>One thing that could be written.</summary>
/// <param name="Label">What is shown, and what is compared with what was typed.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Insert">What is written; in the syntax of LSP's snippets.</param>
public sealed record CompletionItem(string Label, CompletionKind Kind, string Insert)
{
    /// <summary>A few words beside the label: a type, a signature.</summary>
    public string? Detail { get; init; }

    /// <summary>What it is for, in Markdown.</summary>
    public string? Documentation { get; init; }

    /// <summary>For a symbol: what it is.</summary>
    public PlanSymbolKind? Symbol { get; init; }

    /// <summary>Whether it is the likeliest among the proposals.</summary>
    public bool ComesFirst { get; init; }

    /// <summary>Whether one goes on to choose from proposals once it is written.</summary>
    public bool AsksForMore { get; init; }
}

/// <summary>Everything that could be written at a place.</summary>
/// <param name="Replaced">What is replaced: the word that the caret is in.</param>
/// <param name="Items">The proposals, the likeliest first.</param>
public sealed record CompletionResult(TextRange Replaced, ImmutableArray<CompletionItem> Items);
