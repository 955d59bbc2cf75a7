using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lumina.Configuration.Reading;

/// <summary>Reads one document of YAML 1.2 by its core schema, with the place of each value. Aliases share what they stand for: the tree stays small
/// however often it is named, and its size is known before anybody walks it.</summary>
internal sealed class YamlFile
{
    private readonly Parser _parser;
    private readonly Problems _problems;
    private readonly Dictionary<string, ValueNode> _anchors = new(StringComparer.Ordinal);

    private YamlFile(string text, Problems problems)
    {
        _parser = new(new StringReader(text));
        _problems = problems;
    }

    /// <returns>Null when there is a problem. An empty document is a null.</returns>
    public static ValueNode? Read(string text, Problems problems)
    {
        try
        {
            var node = new YamlFile(text, problems).Document();
            return problems.Any ? null : node;
        }
        catch (YamlException wrong)
        {
            problems.Add(At(wrong.Start, wrong.Start), $"This is not YAML: {wrong.Message}");
            return null;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
        {
            // The parser's own slips on texts that are far from YAML, found by the property test; it says no place.
            problems.Add(new(1, 1, 1), $"This is not YAML: {wrong.Message}");
            return null;
        }
    }

    private ValueNode? Document()
    {
        _parser.MoveNext();
        _parser.MoveNext();
        if (_parser.Current is not DocumentStart)
            return new ScalarNode(new(1, 1, 1), ScalarKind.Null, "");
        _parser.MoveNext();
        var node = Value(1);
        if (node is null)
            return null;
        _parser.MoveNext();
        _parser.MoveNext();
        if (_parser.Current is DocumentStart next)
            _problems.Add(At(next.Start, next.End), "A second document begins here; a file of values has one.");
        return node;
    }

    private ValueNode? Value(int depth)
    {
        var current = _parser.Current!; // There is one until the end of the stream, and the end of each value comes before that.
        var at = At(current.Start, current.End);
        if (current is AnchorAlias alias)
            return _anchors.TryGetValue(alias.Value.Value, out var meant) ? Fits(meant, at, depth) : Wrong(at, $"Nothing before this has the anchor '{alias.Value.Value}'.");
        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
            return Wrong(at, $"Tags ({tagged.Tag}) are not taken.");
        var node = current switch
        {
            Scalar { Style: ScalarStyle.Plain } plain => CoreScalar.Of(at, plain.Value),
            Scalar scalar => new ScalarNode(at, ScalarKind.Text, scalar.Value),
            _ when depth > Limits.Depth => Wrong(at, Limits.TooDeep),
            MappingStart => Map(at, depth),
            _ => List(at, depth),
        };
        if (node is not null && current is NodeEvent { Anchor: { IsEmpty: false } anchor })
            _anchors[anchor.Value] = node;
        return node is null ? null : Fits(node, at, depth);
    }

    private ValueNode? Fits(ValueNode node, Place at, int depth) =>
        node.Size > 3 * Limits.Values ? Wrong(at, Limits.TooMany)
        : node.Depth + depth - 1 > Limits.Depth ? Wrong(at, Limits.TooDeep)
        : node;

    private MapNode? Map(Place at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var nameAt = At(_parser.Current!.Start, _parser.Current.End);
            if (_parser.Current is not Scalar { Value: { Length: > 0 } name, Tag.IsEmpty: true } key)
            {
                Wrong(nameAt, "A name has to be plain text here.");
                return null;
            }
            if (key is { Style: ScalarStyle.Plain, Value: "<<" })
                _problems.Add(nameAt, "'<<' merges maps in YAML 1.1 only; write the values out, or use an alias for a whole value.");
            _parser.MoveNext();
            if (Value(depth + 1) is not { } value)
                return null;
            if (names.Add(name))
                entries.Add(new(name, nameAt, value));
            else
                _problems.Add(nameAt, $"'{name}' is there twice.");
        }
        return new(at, entries.ToImmutable());
    }

    private ListNode? List(Place at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<ValueNode>();
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            if (Value(depth + 1) is not { } item)
                return null;
            items.Add(item);
        }
        return new(at, items.ToImmutable());
    }

    private ValueNode? Wrong(Place at, string message)
    {
        _problems.Add(at, message);
        return null;
    }

    private static Place At(Mark start, Mark end) => new(
        Math.Max(1, (int)start.Line), Math.Max(1, (int)start.Column), start.Line == end.Line ? Math.Max(1, (int)(end.Column - start.Column)) : 1);
}
