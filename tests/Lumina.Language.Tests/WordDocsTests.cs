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
        Assert.All(ParamTypes.Names, type => Assert.NotNull(WordDocs.FindKind("type", type)));
        Assert.All(Words.Targets, kind => Assert.NotNull(WordDocs.FindKind("target", kind)));
        Assert.All(Words.HealthKinds, kind => Assert.NotNull(WordDocs.FindKind("health", kind)));
        Assert.All(Words.Strategies, kind => Assert.NotNull(WordDocs.FindKind("strategy", kind)));
    }

    [Fact]
    public void The_words_that_are_proposed_are_those_that_there_are()
    {
        Assert.Equal(Words.Targets, WordDocs.Find("environment", "target")!.Values);
        Assert.Equal(Words.Targets, WordDocs.Find("component", "target")!.Values);
        Assert.Equal(Words.HealthKinds, WordDocs.Find("component", "health")!.Values);
        Assert.Equal(Words.Strategies, WordDocs.Find("component", "strategy")!.Values);
    }

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
                if (entry.Body is { } body)
                    open.Enqueue(body);
            }
        }
        return seen;
    }
}
