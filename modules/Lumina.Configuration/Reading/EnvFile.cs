using System.Collections.Immutable;
using System.Text;

namespace Lumina.Configuration.Reading;

/// <summary>
/// Reads <c>.env</c>: <c>NAME=value</c>, <c>export NAME=value</c>, comments with <c>#</c>, values in single quotes (as they stand) or double quotes
/// (<c>\n \r \t \" \\ \$</c> mean something), both over several lines when they are long. A <c>$</c> is a <c>$</c>: nothing is put in. All values are text.
/// </summary>
internal sealed class EnvFile
{
    private readonly string _text;
    private readonly Problems _problems;
    private readonly ImmutableArray<MapEntry>.Builder _entries = ImmutableArray.CreateBuilder<MapEntry>();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at, _line = 1, _lineStart;

    private EnvFile(string text, Problems problems)
    {
        // Not all that Unicode calls the end of a line: in a value it stays what it is.
        _text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _problems = problems;
    }

    /// <returns>Null when there is a problem.</returns>
    public static MapNode? Read(string text, Problems problems)
    {
        var file = new EnvFile(text, problems);
        while (file._at < file._text.Length)
            file.Line();
        return problems.Any ? null : new(new(1, 1, 1), file._entries.ToImmutable());
    }

    private bool IsAtEnd => _at >= _text.Length || _text[_at] == '\n';

    private void Line()
    {
        Blanks();
        if (!IsAtEnd && _text[_at] != '#')
            Entry();
        while (!IsAtEnd)
            _at++;
        Next();
    }

    private void Entry()
    {
        var name = Name();
        if (name == "export" && !IsAtEnd && _text[_at] is ' ' or '\t')
        {
            Blanks();
            name = Name();
        }
        var nameAt = Here(_at - name.Length, name.Length);
        Blanks();
        if (name.Length == 0 || IsAtEnd || _text[_at] != '=')
        {
            _problems.Add(nameAt, "A line has to be NAME=value; a name has letters, digits and '_', and begins with no digit.");
            return;
        }
        _at++;
        Blanks();
        var valueAt = Here(_at, 1);
        if (Value() is not { } value)
            return;
        if (_names.Add(name))
            _entries.Add(new(name, nameAt, new ScalarNode(valueAt, ScalarKind.Text, value)));
        else
            _problems.Add(nameAt, $"'{name}' is there twice.");
    }

    private string Name()
    {
        var start = _at;
        while (!IsAtEnd && (char.IsAsciiLetter(_text[_at]) || _text[_at] == '_' || (_at > start && char.IsAsciiDigit(_text[_at]))))
            _at++;
        return _text[start.._at];
    }

    private string? Value()
    {
        if (!IsAtEnd && _text[_at] is '"' or '\'')
            return Quoted(_text[_at]);
        var start = _at;
        while (!IsAtEnd && !(_text[_at] == '#' && (_at == start || _text[_at - 1] is ' ' or '\t')))
            _at++;
        return _text[start.._at].TrimEnd(' ', '\t');
    }

    private string? Quoted(char quote)
    {
        var opened = Here(_at++, 1);
        var value = new StringBuilder();
        for (; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\n')
                (_line, _lineStart) = (_line + 1, _at + 1);
            if (quote == '"' && _text[_at] == '\\' && _at + 1 < _text.Length && Escaped(_text[_at + 1]) is { } meant)
            {
                value.Append(meant);
                _at++;
            }
            else
            {
                value.Append(_text[_at]);
            }
        }
        if (_at >= _text.Length)
        {
            _problems.Add(opened, "These quotes are never closed.");
            return null;
        }
        _at++;
        Blanks();
        if (!IsAtEnd && _text[_at] != '#')
        {
            _problems.Add(Here(_at, 1), "After closing quotes there may only be a comment.");
            return null;
        }
        return value.ToString();
    }

    private static char? Escaped(char escape) => escape switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' or '\\' or '$' => escape,
        _ => null,
    };

    private void Blanks()
    {
        while (!IsAtEnd && _text[_at] is ' ' or '\t')
            _at++;
    }

    private void Next()
    {
        _at++;
        (_line, _lineStart) = (_line + 1, _at);
    }

    private Place Here(int start, int length) => new(_line, start - _lineStart + 1, Math.Max(1, length));
}
