namespace Lumina.Language.Text;

/// <summary>One file of a <see cref="SourceText"/>, with the beginnings of its lines.</summary>
internal sealed class SourceFile
{
    private readonly int[] _lineStarts;

    public SourceFile(string name, string path, int start, string text)
    {
        (Name, Path, Start, End) = (name, path, start, start + text.Length);
        _lineStarts = FindLineStarts(text, start);
    }

    /// <summary>The name to report problems under.</summary>
    public string Name { get; }

    /// <summary>Where it is, as seen from the folder of the plan's own file; empty for that one itself.</summary>
    public string Path { get; }

    /// <summary>The position of its first character.</summary>
    public int Start { get; }

    /// <summary>The position behind its last one.</summary>
    public int End { get; }

    /// <summary>The line and the column of a position, both from 1.</summary>
    public (int Line, int Column) LineAndColumn(int position)
    {
        var index = Array.BinarySearch(_lineStarts, position);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, position - _lineStarts[line] + 1);
    }

    /// <summary>The position of a line and a column, both from 1; the nearest one there is when there is no such place.</summary>
    public int PositionOf(int line, int column)
    {
        var start = _lineStarts[Math.Clamp(line, 1, _lineStarts.Length) - 1];
        var end = line >= _lineStarts.Length ? End : _lineStarts[Math.Max(line, 1)] - 1;
        return Math.Clamp(start + Math.Max(column, 1) - 1, start, Math.Max(start, end));
    }

    private static int[] FindLineStarts(string text, int start)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        starts[0] = start;
        var line = 0;
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            starts[++line] = start + at + 1;
        return starts;
    }
}
