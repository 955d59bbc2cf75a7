using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Lumina.Configuration.Reading;

/// <summary>Reads JSON as the standard has it (no comments, no commas at the end), with the place of each value.</summary>
internal ref struct JsonFile
{
    private readonly byte[] _utf8;
    private readonly Problems _problems;
    private Utf8JsonReader _reader;
    private int _offset, _line = 1, _column = 1;
    private long _values;

    private JsonFile(string text, Problems problems)
    {
        _utf8 = Encoding.UTF8.GetBytes(text);
        _problems = problems;
        _reader = new(_utf8, new JsonReaderOptions { MaxDepth = 2 * Limits.Depth });
    }

    /// <returns>Null when there is a problem.</returns>
    public static ValueNode? Read(string text, Problems problems)
    {
        var file = new JsonFile(text, problems);
        try
        {
            file._reader.Read();
            var node = file.Value(1);
            if (node is not null)
                file._reader.Read();
            return problems.Any ? null : node;
        }
        catch (JsonException wrong)
        {
            // The place is the parser's own, in bytes of the line: close enough for a line that is broken.
            var line = (int)(wrong.LineNumber ?? 0) + 1;
            problems.Add(new(line, (int)(wrong.BytePositionInLine ?? 0) + 1, 1), $"This is not JSON: {Sentence(wrong.Message)}");
            return null;
        }
    }

    private static string Sentence(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;

    private ValueNode? Value(int depth)
    {
        var at = Here();
        if (depth > Limits.Depth + 1)
        {
            _problems.Add(at, Limits.TooDeep);
            return null;
        }
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray) && ++_values > Limits.Values)
        {
            _problems.Add(at, Limits.TooMany);
            return null;
        }
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Map(at, depth),
            JsonTokenType.StartArray => List(at, depth),
            JsonTokenType.String => Text() is { } text ? new ScalarNode(at, ScalarKind.Text, text) : null,
            JsonTokenType.Number => Number(at),
            JsonTokenType.True => new ScalarNode(at, ScalarKind.Boolean, "true"),
            JsonTokenType.False => new ScalarNode(at, ScalarKind.Boolean, "false"),
            _ => new ScalarNode(at, ScalarKind.Null, ""),
        };
    }

    private readonly ScalarNode Number(Place at)
    {
        var written = Encoding.UTF8.GetString(_reader.ValueSpan);
        return new(at, ScalarKind.Number, written) { Number = written };
    }

    private MapNode? Map(Place at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameAt = Here();
            var name = Text();
            _reader.Read();
            var value = Value(depth + 1);
            if (value is null || name is null)
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
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (Value(depth + 1) is not { } item)
                return null;
            items.Add(item);
        }
        return new(at, items.ToImmutable());
    }

    private string? Text()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            _problems.Add(Here(), "This text has half a character in it (a \\u escape without its other half).");
            return null;
        }
    }

    /// <summary>Where the token is. Tokens come in order, so each character is looked at once.</summary>
    private Place Here()
    {
        for (var start = (int)_reader.TokenStartIndex; _offset < start; _offset++)
        {
            if (_utf8[_offset] == '\n')
                (_line, _column) = (_line + 1, 1);
            else if ((_utf8[_offset] & 0xC0) != 0x80)
                _column += _utf8[_offset] >= 0xF0 ? 2 : 1;
        }
        var quotes = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        return new(_line, _column, Encoding.UTF8.GetCharCount(_reader.ValueSpan) + quotes);
    }
}
