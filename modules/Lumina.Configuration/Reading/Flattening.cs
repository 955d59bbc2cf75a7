using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Compilation;

namespace Lumina.Configuration.Reading;

/// <summary>Makes variables of a file's tree: names joined by <c>__</c>, a list's items by their number from 0. An empty map or list is no variable.</summary>
internal sealed class Flattening(Problems problems)
{
    private readonly ImmutableArray<FileValue>.Builder _values = ImmutableArray.CreateBuilder<FileValue>();
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <returns>Empty when there is a problem.</returns>
    public static ImmutableArray<FileValue> Of(ValueNode root, Problems problems)
    {
        if (root is ScalarNode { Kind: ScalarKind.Null })
            return [];
        if (root is not MapNode map)
        {
            problems.Add(root.At, "A file of values has names with values at its top.");
            return [];
        }
        var flattening = new Flattening(problems);
        flattening.Entries(map, "");
        return problems.Any ? [] : flattening._values.ToImmutable();
    }

    private void Entries(MapNode map, string prefix)
    {
        foreach (var entry in map.Entries)
            Value(entry.Value, prefix + entry.Name, entry.NameAt);
    }

    private void Value(ValueNode node, string name, Place at)
    {
        switch (node)
        {
            case MapNode map:
                Entries(map, name + "__");
                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Length; i++)
                    Value(list.Items[i], name + "__" + i.ToString(CultureInfo.InvariantCulture), list.Items[i].At);
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                problems.Add(node.At, $"'{name}' has no value: a variable can't be null. Write \"\" for an empty one, or leave it out.");
                break;
            case ScalarNode scalar when scalar.Text.Contains('\0', StringComparison.Ordinal):
                problems.Add(node.At, $"The value of '{name}' has a character with the number 0 in it, which no variable can hold.");
                break;
            case ScalarNode scalar:
                Add(name, scalar.Text, at);
                break;
        }
    }

    private void Add(string name, string text, Place at)
    {
        if (!_lines.TryAdd(name, at.Line))
            problems.Add(at, $"This is the variable '{name}', which line {_lines[name].ToString(CultureInfo.InvariantCulture)} gives a value, too.");
        else if (_values.Count == Limits.Values)
            problems.Add(at, Limits.TooMany);
        else
            _values.Add(new(name, text, at.Line));
    }
}
