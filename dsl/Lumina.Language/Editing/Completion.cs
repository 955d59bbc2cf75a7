using System.Collections.Immutable;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>What can be written where the caret is.</summary>
public static class Completion
{
    // A name that stands for the caret: the text is read with it, and what it turns out to be is what can stand there.
    private const string Marker = "caret";

    /// <summary>The proposals for a place; none inside a text or a comment.</summary>
    /// <param name="project">The compilation; its names are proposed.</param>
    /// <param name="document">The document that is being typed into.</param>
    /// <param name="offset">The caret.</param>
    public static CompletionResult At(PlanProject project, PlanDocument document, int offset)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(document);
        var word = WordAt(document.Text, offset);
        if (project.CSharp is { } csharp && project.CSharpAt(document, offset) is var (subject, piece, at))
            return new CompletionResult(TextRange.Of(word), csharp.Complete(subject, piece.Text, at));
        var isNumber = word.Length > 0 && char.IsAsciiDigit(document.Text[word.Start]);
        var context = isNumber ? null : ReadContext(document, word);
        return new CompletionResult(TextRange.Of(word), context is null ? [] : new Proposals(project, document, context).ToItems());
    }

    private static CaretContext? ReadContext(PlanDocument document, TextSpan word)
    {
        // Only the declaration around the caret has to be read anew.
        var piece = new TextSpan(0, document.Text.Length);
        foreach (var candidate in document.Anatomy.Pieces)
        {
            if (candidate.Start <= word.Start)
                piece = new TextSpan(candidate.Start, document.Text.Length);
            else
            {
                piece = new TextSpan(Math.Min(piece.Start, word.Start), candidate.Start);
                break;
            }
        }
        if (piece.Start > word.Start)
            piece = new TextSpan(0, piece.End);
        var end = Math.Max(piece.End, word.End);
        var text = string.Concat(document.Text.AsSpan(piece.Start, word.Start - piece.Start), Marker, document.Text.AsSpan(word.End, end - word.End));
        return Anatomy.Read(new SourceText(document.File, text), word.Start - piece.Start).Caret;
    }

    private static TextSpan WordAt(string text, int offset)
    {
        var (start, end) = (Math.Clamp(offset, 0, text.Length), Math.Clamp(offset, 0, text.Length));
        while (start > 0 && IsOfWord(text[start - 1]))
            start--;
        while (end < text.Length && IsOfWord(text[end]))
            end++;
        return new TextSpan(start, end);
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';
}

/// <summary>The proposals for one place.</summary>
internal sealed partial class Proposals(PlanProject project, PlanDocument document, CaretContext context)
{
    private readonly ImmutableArray<CompletionItem>.Builder _items = ImmutableArray.CreateBuilder<CompletionItem>();

    public ImmutableArray<CompletionItem> ToItems()
    {
        switch (context.Place)
        {
            case CaretPlace.Declaration:
                AddDeclarations();
                break;
            case CaretPlace.Entry:
                AddEntries();
                if (context.IsAtMargin)
                    AddDeclarations();
                break;
            case CaretPlace.Kind:
                AddWords(context.Entry!.Word, ValuesOf(context.Region!.Parent?.Rule, context.Entry.Word));
                break;
            case CaretPlace.Type:
                AddTypes();
                break;
            case CaretPlace.Word:
                foreach (var word in context.Words)
                    _items.Add(new CompletionItem(word, CompletionKind.Keyword, word + " ") { AsksForMore = true });
                break;
            case CaretPlace.Name:
                AddNames();
                break;
            case CaretPlace.Member:
                AddMembers();
                break;
            case CaretPlace.Value:
                AddValues();
                break;
        }
        return _items.ToImmutable();
    }

    private void AddNames()
    {
        if (context.NameKind == PlanSymbolKind.Stage)
        {
            AddStages();
            return;
        }
        var from = context.Qualifier is { } import ? project.Imported(document, import) : document;
        if (from is null)
            return;
        // A component does not depend on itself.
        var own = OwnName();
        AddSymbols(project.Declared(context.NameKind, from).Where(s => s.Occurrence.Name != own || s.Occurrence.Kind is PlanSymbolKind.Environment && context.Region?.Declares is null));
        if (context.NameKind == PlanSymbolKind.Template && context.Qualifier is null)
            AddSymbols(project.Declared(PlanSymbolKind.Import, document), ".");
    }

    /// <summary>The stages of the pipeline around.</summary>
    private void AddStages()
    {
        var own = context.Region;
        var pipeline = own;
        while (pipeline?.Parent is { } parent)
            (own, pipeline) = (pipeline, parent);
        foreach (var stage in (pipeline?.Children ?? []).Where(c => c.Declares == PlanSymbolKind.Stage && c != own))
            _items.Add(new CompletionItem(stage.Label, CompletionKind.Symbol, stage.Label) { Symbol = PlanSymbolKind.Stage, Detail = Wording.Of(PlanSymbolKind.Stage) });
    }

    private string? OwnName()
    {
        for (var region = context.Region; region is not null; region = region.Parent)
        {
            if (region.Declares == context.NameKind)
                return region.Label;
        }
        return null;
    }

    private void AddSymbols(IEnumerable<(PlanDocument Document, Occurrence Occurrence)> symbols, string suffix = "")
    {
        foreach (var (_, occurrence) in symbols)
        {
            _items.Add(new CompletionItem(occurrence.Name, CompletionKind.Symbol, Snippets.Escape(occurrence.Name) + suffix)
            {
                Symbol = occurrence.Kind,
                Detail = Wording.Of(occurrence.Kind),
                AsksForMore = suffix.Length > 0,
            });
        }
    }

    private void AddWords(string before, ImmutableArray<string> words)
    {
        foreach (var word in words)
            _items.Add(new CompletionItem(word, CompletionKind.Word, word) { Documentation = WordDocs.FindKind(before, word)?.Text, ComesFirst = true });
    }

    private static ImmutableArray<string> ValuesOf(BlockRule? block, string word) =>
        block?.Find(word) switch
        {
            { Kinds: { IsEmpty: false } kinds } => [.. kinds.Select(k => k.Label)],
            { OneOf: { IsEmpty: false } words } => words,
            { Sentence: { } sentence } => [.. sentence.KindWords],
            { Labels: Labels.One, Word: "health" } => Words.HealthKinds,
            { Labels: Labels.One, Word: "target" } => Words.Targets,
            _ => [],
        };
}
