using System.Reflection;
using Lumina.Language.Binding;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Tests;

/// <summary>Every word of the language is explained to whoever meets it in an editor.</summary>
public sealed class WordDocsTests
{
    [Fact]
    public void Every_word_of_every_block_is_explained() =>
        Assert.Empty(Blocks().SelectMany(block => block.Entries.Where(e => WordDocs.Find(block.Name, e.Word) is null).Select(e => $"{block.Name}/{e.Word}")).Distinct());

    [Fact]
    public void Every_declaration_type_and_kind_is_explained()
    {
        Assert.All(Words.Declarations, word => Assert.NotNull(WordDocs.Find("", word)));
        Assert.All(RuleWords.Declarations, word => Assert.NotNull(WordDocs.Find("", word)));
        Assert.All(ParamTypes.Names, type => Assert.NotNull(WordDocs.FindKind("type", type)));
        Assert.All(Words.Targets, kind => Assert.NotNull(WordDocs.FindKind("target", kind)));
        Assert.All(Words.HealthKinds, kind => Assert.NotNull(WordDocs.FindKind("health", kind)));
    }

    [Fact]
    public void Every_kind_of_a_sentence_is_explained() =>
        Assert.Empty(Blocks().SelectMany(b => b.Entries).SelectMany(e => (e.Sentence?.KindWords ?? []).Where(k => WordDocs.FindKind(e.Word, k) is null).Select(k => $"{e.Word} {k}")).Distinct());

    [Fact]
    public void Every_kind_of_a_block_is_explained() =>
        Assert.Empty(Blocks().SelectMany(b => b.Entries).SelectMany(e => e.Kinds.Where(k => WordDocs.FindKind(e.Word, k.Label) is null).Select(k => $"{e.Word} {k.Label}")).Distinct());

    [Fact]
    public void A_word_that_nobody_has_explained_is_caught() => Assert.Null(WordDocs.Find("component", "unheard"));

    private static HashSet<BlockRule> Blocks()
    {
        var open = new Queue<BlockRule>(typeof(Words).Assembly.GetTypes().Where(t => t.Namespace == typeof(Words).Namespace)
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(BlockRule)).Select(f => (BlockRule)f.GetValue(null)!));
        var seen = new HashSet<BlockRule>();
        while (open.TryDequeue(out var block))
        {
            if (!seen.Add(block))
                continue;
            foreach (var entry in block.Entries)
            {
                foreach (var body in entry.Bodies)
                    open.Enqueue(body);
            }
        }
        return seen;
    }
}
