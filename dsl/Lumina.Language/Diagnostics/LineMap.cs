using Lumina.Language.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>Lines and columns of offsets in a text.</summary>
/// <param name="file">The name of its file.</param>
/// <param name="text">The text.</param>
public sealed class LineMap(string file, string text)
{
    private readonly SourceText _source = new(file, text);

    /// <summary>The place of a piece of the text; null when it reaches beyond it.</summary>
    public SourceLocation? Locate(int start, int length) =>
        start >= 0 && length >= 0 && start + (long)length <= _source.Length ? _source.Locate(new TextSpan(start, start + length)) : null;
}
