using Lumina.Language.Formatting;

namespace Lumina.Language.Editing;

/// <summary>A piece of a text and what to write in its place.</summary>
/// <param name="Range">What is replaced.</param>
/// <param name="Text">What is written.</param>
public sealed record TextChange(TextRange Range, string Text)
{
    /// <summary>The change that lays a document out; null when it is laid out already, or has errors of syntax.</summary>
    public static TextChange? ThatFormats(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var result = PlanFormatter.Format(document.Text, document.File);
        return result.Changed ? Between(document.Text, result.Text) : null;
    }

    /// <summary>The smallest single change from one text to another, so that carets and marks outside of it stay.</summary>
    internal static TextChange Between(string before, string after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        if (start > 0 && char.IsHighSurrogate(before[start - 1]))
            start--;
        var end = 0;
        var most = Math.Min(before.Length, after.Length) - start;
        while (end < most && before[^(end + 1)] == after[^(end + 1)])
            end++;
        if (end > 0 && char.IsLowSurrogate(before[^end]))
            end--;
        return new TextChange(new TextRange(start, before.Length - start - end), after[start..^end]);
    }
}
