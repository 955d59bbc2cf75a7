using System.Collections.Immutable;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Formatting;

/// <summary>Lays sentences out: one blank between words, and in a rule what follows the first word stands below each other. C# stays as it is.</summary>
internal sealed class SentenceLayout(LayoutWriter layout, EntryLayout entries)
{
    /// <summary>The length of <c>applies</c> and <c>require</c>, the longest words that rules usually have.</summary>
    private static readonly int WordWidth = RuleWords.Applies.Length;

    public void Write(SentenceSyntax sentence)
    {
        layout.Token(sentence.Keyword);
        layout.Blank(layout.IsFlat || RuleWords.RuleBlock.Find(sentence.Word) is null ? 1 : 1 + Math.Max(0, WordWidth - sentence.Keyword.Span.Length));
        for (var i = 1; i < sentence.Opening.Length; i++)
        {
            layout.Token(sentence.Opening[i]);
            layout.Blank();
        }
        foreach (var part in sentence.Parts)
            Part(part);
        if (sentence.Body is not null)
            entries.Block(sentence.Body);
    }

    private void Part(PartSyntax part)
    {
        foreach (var particle in part.Particles)
        {
            layout.Token(particle);
            layout.Blank();
        }
        if (part.Names is { } names)
            Items([.. names.Names], names.Commas, token => layout.Token(token));
        if (part.Values is { } values)
            Items(values.Values, values.Commas, entries.Expression);
        layout.Blank();
    }

    private void Items<T>(ImmutableArray<T> items, ImmutableArray<SyntaxToken> commas, Action<T> write)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                layout.Sign(",");
                layout.Blank();
            }
            write(items[i]);
            if (i < commas.Length)
                layout.Carry(commas[i]);
        }
    }
}
