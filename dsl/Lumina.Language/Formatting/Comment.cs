using Lumina.Language.Text;

namespace Lumina.Language.Formatting;

/// <summary>A comment, and how many line ends stand between it and what is before it.</summary>
internal readonly record struct Comment(string Text, int LinesBefore)
{
    /// <summary>Whether it goes to the end of its line, so that nothing can follow it there.</summary>
    public bool IsToEndOfLine => Text.StartsWith("//", StringComparison.Ordinal);
}

/// <summary>What stands between two tokens, without its blanks.</summary>
/// <param name="Comments">In the order of the text.</param>
/// <param name="LinesAfter">How many line ends stand behind the last comment.</param>
internal readonly record struct Gap(IReadOnlyList<Comment> Comments, int LinesAfter)
{
    public static Gap Empty { get; } = new([], 0);

    public bool HasLineEnd => LinesAfter > 0 || Comments.Any(c => c.LinesBefore > 0);

    /// <summary>Whether a blank line, or a comment with a line of its own, stands in it.</summary>
    public bool Separates => LinesAfter > 1 || Comments.Any(c => c.LinesBefore > 0);

    public bool HasBlankLine => LinesAfter > 1 || Comments.Any(c => c.LinesBefore > 1);

    /// <summary>Both, one after the other.</summary>
    public Gap Then(Gap next)
    {
        if (Comments.Count == 0 && LinesAfter == 0)
            return next;
        var lines = LinesAfter;
        return next.Comments.Count == 0
            ? new Gap(Comments, lines + next.LinesAfter)
            : new Gap([.. Comments, .. next.Comments.Select((c, i) => i == 0 ? c with { LinesBefore = c.LinesBefore + lines } : c)], next.LinesAfter);
    }

    public static Gap Between(SourceText source, int start, int end)
    {
        if (start == end)
            return Empty;
        var comments = new List<Comment>();
        var lines = 0;
        var text = source.Text;
        for (var at = start; at < end;)
        {
            if (text[at] != '/')
            {
                lines += text[at++] == '\n' ? 1 : 0;
                continue;
            }
            var isBlock = text[at + 1] == '*';
            var found = isBlock ? text.IndexOf("*/", at + 2, end - at - 2, StringComparison.Ordinal) + 2 : text.IndexOf('\n', at, end - at);
            var stop = found < 0 ? end : found;
            comments.Add(new Comment(isBlock ? text[at..stop] : text[at..stop].TrimEnd(), lines));
            (at, lines) = (stop, 0);
        }
        return new Gap(comments, lines);
    }
}
