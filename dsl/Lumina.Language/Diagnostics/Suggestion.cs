namespace Lumina.Language.Diagnostics;

/// <summary>"Did you mean": the known name that is nearest to an unknown one.</summary>
public static class Suggestion
{
    private const int LongestName = 63;
    private const int ShortestSure = 4;

    /// <summary>The nearest of the known names by edit distance (a swap of neighbours counts once); null when none is near:
    /// at most one edit for every three characters, three in all; of a shorter name only the case. Ties go to the first in ordinal order.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > LongestName)
            return null;
        string? nearest = null;
        var least = Math.Min(3, name.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) > least)
                continue;
            var distance = Distance(name, candidate);
            if (distance < least || (distance == least && nearest is not null && string.CompareOrdinal(candidate, nearest) < 0))
                (least, nearest) = (distance, candidate);
        }
        return nearest;
    }

    internal static string Ask(string? near) => near is null ? "" : $" Did you mean '{near}'?";

    internal static TextFix? Write(string? near, SourceLocation at) =>
        near is null ? null : new TextFix($"write {near}", at.Start, at.Length, near);

    /// <summary>As <see cref="Write"/>, of one of the language's own words. It is safe when one slip of the pen leads from that word to what is
    /// written and from no other word: names that people give (db-1, db-2) are never taken for each other so easily.</summary>
    internal static TextFix? WriteWord(string written, string? near, SourceLocation at, IEnumerable<string> known) =>
        Write(near, at) is { } fix
            ? fix with { IsSafe = written.Length >= ShortestSure && Distance(written, near!) <= 1 && !known.Any(word => word != near && IsWithinOne(written, word)) }
            : null;

    /// <summary>The words of a list as it is written in a message: <c>http, tcp or command</c>.</summary>
    internal static string[] WordsOf(string listed) => listed.Replace(" or ", ", ", StringComparison.Ordinal).Split(", ");

    private static bool IsWithinOne(string written, string word) => Math.Abs(written.Length - word.Length) <= 1 && Distance(written, word) <= 1;

    /// <summary>Optimal string alignment, case ignored.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                current[j] = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            var oldest = before;
            before = last;
            last = current;
            current = oldest;
        }
        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
