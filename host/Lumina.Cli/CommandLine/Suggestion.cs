namespace Lumina.Cli.CommandLine;

/// <summary>What was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest word; null when none is near enough.</summary>
    public static string? For(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: Distance(word, candidate)))
        .Where(found => found.distance <= Math.Max(1, Math.Min(word.Length, found.candidate.Length) / 3)
            || (word.Length > 1 && found.candidate.StartsWith(word, StringComparison.Ordinal)))
        .OrderBy(found => found.distance)
        .ThenBy(found => found.candidate, StringComparer.Ordinal)
        .Select(found => found.candidate)
        .FirstOrDefault();

    // Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }
}
