namespace Lumina.Cli.Surroundings;

/// <summary>Breaks text at blanks.</summary>
internal static class Wrap
{
    /// <summary>Lines of at most <paramref name="width"/> columns, except for words that are longer than a line. Lines after the first
    /// are indented by two more than it.</summary>
    public static IEnumerable<string> Lines(string text, int width, int indent = 0)
    {
        var line = new string(' ', indent);
        var isEmpty = true;
        foreach (var word in text.ReplaceLineEndings(" ").Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = new string(' ', indent + 2) + word;
            }
            else
            {
                line += isEmpty ? word : " " + word;
            }

            isEmpty = false;
        }

        yield return line;
    }
}
