using System.Collections.Immutable;
using System.Globalization;
using DiffPlex;

namespace Lumina.Configuration.Comparing;

/// <summary>The lines of two texts as a unified difference.</summary>
internal static class LineComparison
{
    /// <summary>Lines that are the same, around those that are not.</summary>
    private const int Context = 3;

    public static ImmutableArray<string> Of(string before, string after)
    {
        (before, after) = (before.ReplaceLineEndings("\n"), after.ReplaceLineEndings("\n"));
        var found = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new LineChunks());
        string[] old = [.. found.PiecesOld], now = [.. found.PiecesNew];
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var first = 0; first < found.DiffBlocks.Count;)
        {
            var last = first;
            while (last + 1 < found.DiffBlocks.Count && found.DiffBlocks[last + 1].DeleteStartA - End(last) <= 2 * Context)
                last++;
            var start = Math.Max(0, found.DiffBlocks[first].DeleteStartA - Context);
            var end = Math.Min(old.Length, End(last) + Context);
            var shift = found.DiffBlocks[first].InsertStartB - found.DiffBlocks[first].DeleteStartA;
            var grown = found.DiffBlocks.Skip(first).Take(last - first + 1).Sum(block => block.InsertCountB - block.DeleteCountA);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"@@ -{Range(start, end - start)} +{Range(start + shift, end - start + grown)} @@"));
            var at = start;
            for (var block = first; block <= last; block++)
            {
                var change = found.DiffBlocks[block];
                lines.AddRange(old[at..change.DeleteStartA].Select(line => " " + line));
                lines.AddRange(old.Skip(change.DeleteStartA).Take(change.DeleteCountA).Select(line => "-" + line));
                lines.AddRange(now.Skip(change.InsertStartB).Take(change.InsertCountB).Select(line => "+" + line));
                at = End(block);
            }
            lines.AddRange(old[at..end].Select(line => " " + line));
            first = last + 1;
        }
        return lines.ToImmutable();

        int End(int block) => found.DiffBlocks[block].DeleteStartA + found.DiffBlocks[block].DeleteCountA;
    }

    /// <summary>Of a range without lines the line before it is named.</summary>
    private static string Range(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private sealed class LineChunks : IChunker
    {
        /// <summary>Behind the end of the last line there is no further one.</summary>
        public IReadOnlyList<string> Chunk(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
