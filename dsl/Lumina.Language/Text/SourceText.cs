using Lumina.Language.Diagnostics;

namespace Lumina.Language.Text;

/// <summary>A text with the name of its file and the beginnings of its lines.</summary>
internal sealed class SourceText
{
    private readonly int[] _lineStarts;

    public SourceText(string file, string text)
    {
        File = file;
        Text = text;
        _lineStarts = FindLineStarts(text);
    }

    public string File { get; }

    public string Text { get; }

    public int Length => Text.Length;

    public ReadOnlySpan<char> Slice(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    public string ToString(TextSpan span) => Text.Substring(span.Start, span.Length);

    public SourceLocation Locate(TextSpan span)
    {
        var (line, column) = LineAndColumn(span.Start);
        var (endLine, endColumn) = LineAndColumn(span.End);
        return new SourceLocation(File, span.Start, span.Length, line, column, endLine, endColumn);
    }

    /// <summary>The line and the column of an offset, both from 1.</summary>
    public (int Line, int Column) LineAndColumn(int position)
    {
        var index = Array.BinarySearch(_lineStarts, position);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, position - _lineStarts[line] + 1);
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        var line = 0;
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            starts[++line] = at + 1;
        return starts;
    }
}
