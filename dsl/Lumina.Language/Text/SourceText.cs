using Lumina.Language.Diagnostics;

namespace Lumina.Language.Text;

/// <summary>
/// The texts of a compilation's files, one behind the other in one range of positions (as in Go's FileSet): a span says by itself which
/// file it is in. The plan's own file comes first and begins at 0.
/// </summary>
internal sealed class SourceText
{
    private readonly List<SourceFile> _files;

    public SourceText(string file, string text)
    {
        Text = text;
        _files = [new SourceFile(file, "", 0, text)];
    }

    /// <summary>The plan's own file.</summary>
    public SourceFile Main => _files[0];

    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>All texts, with a line end between each two.</summary>
    public string Text { get; private set; }

    public int Length => Text.Length;

    /// <summary>Puts another file behind those that are there. What has been said about positions stays true.</summary>
    /// <param name="name">The name to report problems under.</param>
    /// <param name="path">Where it is, as seen from the folder of the plan's own file.</param>
    /// <param name="text">What it says.</param>
    public SourceFile Add(string name, string path, string text)
    {
        var file = new SourceFile(name, path, Text.Length + 1, text);
        Text = string.Concat(Text, "\n", text);
        _files.Add(file);
        return file;
    }

    /// <summary>The name to report problems of another file under: its path, beside the name of the plan's file.</summary>
    /// <param name="path">Where it is, as seen from the folder of the plan's own file.</param>
    public string NameOf(string path)
    {
        var folder = Main.Name.LastIndexOf('/');
        return folder < 0 ? path : Main.Name[..(folder + 1)] + path;
    }

    public ReadOnlySpan<char> Slice(TextSpan span) => Text.AsSpan(span.Start, span.Length);

    public string ToString(TextSpan span) => Text.Substring(span.Start, span.Length);

    /// <summary>The file that a position is in.</summary>
    public SourceFile FileAt(int position)
    {
        if (_files.Count == 1 || position <= Main.End)
            return Main;
        var (low, high) = (1, _files.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_files[middle].Start <= position)
                low = middle;
            else
                high = middle - 1;
        }
        return _files[low];
    }

    public SourceLocation Locate(TextSpan span)
    {
        var file = FileAt(span.Start);
        var (line, column) = file.LineAndColumn(span.Start);
        var (endLine, endColumn) = file.LineAndColumn(Math.Min(span.End, file.End));
        return new SourceLocation(file.Name, span.Start - file.Start, span.Length, line, column, endLine, endColumn);
    }

    /// <summary>The line and the column of a position in its file, both from 1.</summary>
    public (int Line, int Column) LineAndColumn(int position) => FileAt(position).LineAndColumn(position);
}
