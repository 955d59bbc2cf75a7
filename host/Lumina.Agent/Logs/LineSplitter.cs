using System.Text;

namespace Lumina.Agent.Logs;

/// <summary>Makes lines of bytes as they come. A line that is too long is cut into several.</summary>
internal sealed class LineSplitter
{
    /// <summary>The longest line, in bytes.</summary>
    public const int Longest = 16 * 1024;

    private readonly byte[] _line = new byte[Longest];
    private int _length;

    public IEnumerable<string> Add(ReadOnlyMemory<byte> bytes)
    {
        var lines = new List<string>();
        foreach (var value in bytes.Span)
        {
            if (value == '\n')
            {
                lines.Add(Take());
                continue;
            }

            _line[_length++] = value;
            if (_length == Longest)
                lines.Add(Take());
        }

        return lines;
    }

    /// <summary>What came after the last line's end; null when nothing did.</summary>
    public string? Rest() => _length == 0 ? null : Take();

    private string Take()
    {
        var length = _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length;
        _length = 0;
        return Encoding.UTF8.GetString(_line, 0, length);
    }
}
