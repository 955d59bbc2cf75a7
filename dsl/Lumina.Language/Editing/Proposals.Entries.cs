using Lumina.Language.Binding;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Editing;

/// <summary>Proposals of what stands in files and blocks.</summary>
internal sealed partial class Proposals
{
    private void AddDeclarations()
    {
        var isInLoop = context.Region?.Word == Words.For;
        foreach (var word in project.IsOfRules ? RuleWords.Declarations : isInLoop ? Words.InFor : Words.Declarations)
        {
            if (word == Words.Plan && project.Documents.Any(d => d.DeclaresPlan))
                continue;
            _items.Add(new CompletionItem(word, CompletionKind.Keyword, Snippets.OfDeclaration(word)) { Documentation = WordDocs.Find("", word)?.Text });
        }
    }

    private void AddEntries()
    {
        if (context.Region is not { Rule: { IsOpen: false } rule } region)
            return;
        foreach (var entry in rule.Entries)
        {
            if (region.Words.Contains(entry.Word) && !MayBeRepeated(entry))
                continue;
            var doc = WordDocs.Find(rule.Name, entry.Word);
            _items.Add(new CompletionItem(
                entry.Word, entry.Form == EntryForm.Property ? CompletionKind.Property : CompletionKind.Section, Snippets.OfEntry(entry, doc, ValuesOf(rule, entry.Word)))
            {
                Detail = doc?.Type,
                Documentation = DocText.Of(doc),
                AsksForMore = entry.Form == EntryForm.Relation || entry.Sentence is { IsPlain: false },
            });
        }
    }

    private static bool MayBeRepeated(EntryRule entry) =>
        entry.Labels == Labels.Several || entry.Repeats != Repetition.Once || entry.Form is EntryForm.Phrase or EntryForm.NamedValue || entry.Word is RuleWords.Given or RuleWords.Expect;

    private void AddTypes()
    {
        foreach (var type in ParamTypes.Names)
            _items.Add(new CompletionItem(type, CompletionKind.Type, type) { Documentation = WordDocs.FindKind("type", type)?.Text });
    }
}
