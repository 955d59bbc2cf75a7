using System.Collections.Immutable;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Functions of lists and maps.</summary>
internal static class CollectionFunctions
{
    private const int LongestRange = 10_000;

    public static readonly ImmutableArray<Function> All =
    [
        new("coalesce", "coalesce(value, value, …)", "The first of several values of one type that is not an empty text; the last when all are.",
            "coalesce(\"\", \"a\", \"b\")", "a",
            a => a.Length > 0 && a.Select(value => value.Type).Distinct().Count() == 1 ? a.FirstOrDefault(value => value is not StringValue { Text: "" }) ?? a[^1] : null),
        new("distinct", "distinct(list)", "The list without repetitions; the first of each stays.", "distinct([1, 2, 1])", "[1, 2]",
            a => a is [ListValue list] ? new ListValue([.. list.Items.DistinctBy(KeyOf)]) : null),
        new("first", "first(list)", "The first item of a list.", "first([\"a\", \"b\"])", "a",
            a => a is [ListValue { Items: [var first, ..] }] ? first : null),
        new("get", "get(map, key, otherwise) or get(list, index, otherwise)", "What a map has under a key, or a list at an index from 0; the third argument when there is nothing.",
            "get({ eu = 3  us = 2 }, \"eu\", 1)", "3",
            a => a switch
            {
                [MapValue map, StringValue key, var otherwise] => map.Entries.GetValueOrDefault(key.Text) ?? otherwise,
                [ListValue list, IntValue index, var otherwise] => index.Number >= 0 && index.Number < list.Items.Length ? list.Items[(int)index.Number] : otherwise,
                _ => null,
            }),
        new("keys", "keys(map)", "The keys of a map, in ordinal order.", "keys({ b = 1  a = 2 })", "[a, b]",
            a => a is [MapValue map] ? new ListValue([.. map.Entries.Keys.Select(key => new StringValue(key))]) : null),
        new("last", "last(list)", "The last item of a list.", "last([\"a\", \"b\"])", "b",
            a => a is [ListValue { Items: [.., var last] }] ? last : null),
        new("length", "length(text), length(list) or length(map)", "How many characters (UTF-16 code units), items or keys there are.", "length([1, 2, 3])", "3",
            a => a switch
            {
                [StringValue text] => new IntValue(text.Text.Length),
                [ListValue list] => new IntValue(list.Items.Length),
                [MapValue map] => new IntValue(map.Entries.Count),
                _ => null,
            }),
        new("merge", "merge(map, map, …)", "One map of several; of a key that several have, the last one counts.", "merge({ a = 1  b = 1 }, { b = 2 })", "{ a = 1  b = 2 }",
            a => a.Length > 0 && a.All(value => value is MapValue)
                ? new MapValue(a.OfType<MapValue>().Aggregate(ImmutableSortedDictionary.Create<string, Value>(StringComparer.Ordinal), (all, map) => all.SetItems(map.Entries))) : null),
        new("range", "range(from, to)", "The whole numbers from one to another, both of them included.", "range(1, 3)", "[1, 2, 3]",
            a => a is [IntValue from, IntValue to] && (from.Number > to.Number || (ulong)(to.Number - from.Number) < LongestRange)
                ? new ListValue([.. Numbers(from.Number, to.Number)]) : null),
        new("reverse", "reverse(list)", "The list from its end to its beginning.", "reverse([1, 2])", "[2, 1]",
            a => a is [ListValue list] ? new ListValue([.. list.Items.Reverse()]) : null),
        new("sort", "sort(list)", "The list in ascending order; texts in ordinal order. All items are of one type that has an order.", "sort([\"b\", \"a\"])", "[a, b]",
            a => a is [ListValue list] ? Sort(list) : null),
        new("values", "values(map)", "The values of a map, in the order of its keys.", "values({ b = 1  a = 2 })", "[2, 1]",
            a => a is [MapValue map] ? new ListValue([.. map.Entries.Values]) : null),
    ];

    public static bool AreSame(Value one, Value other) => one.Type == other.Type && one.ToText() == other.ToText();

    private static (ValueKind, string) KeyOf(Value value) => (value.Type, value.ToText());

    private static IEnumerable<Value> Numbers(long from, long to)
    {
        // Counted by the distance: behind the greatest int there is none to stop at.
        for (var number = 0L; from <= to && number <= to - from; number++)
            yield return new IntValue(from + number);
    }

    private static ListValue? Sort(ListValue list)
    {
        if (list.Items.Zip(list.Items.Skip(1)).Any(pair => Operators.Compare(pair.First, pair.Second) is null))
            return null;
        return new ListValue([.. list.Items.Order(Comparer<Value>.Create((one, other) => Operators.Compare(one, other) ?? 0))]);
    }
}
