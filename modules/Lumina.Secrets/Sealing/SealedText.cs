using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Lumina.Secrets.Sealing;

/// <summary>What came of reading a file's text: all of it, or the first thing that is wrong.</summary>
/// <param name="File">What it says; null when there is a problem.</param>
/// <param name="Problem">One sentence with the line, and what to do.</param>
public sealed record SealedReading(SealedFile? File, string? Problem);

/// <summary>Reads the text of a file of sealed secrets. Nothing of a file that is not wholly right is taken.</summary>
public static class SealedText
{
    private static readonly string[] ConflictMarks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

    /// <param name="text">What the file says.</param>
    public static SealedReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > SealedFile.LargestFile || Encoding.UTF8.GetByteCount(text) > SealedFile.LargestFile)
            return Wrong(1, $"the file is larger than {SealedFile.LargestFile / 1024 / 1024} MiB");
        if (text.Length == 0) return Wrong(1, "the file is empty: it was cut short; take it back from git");
        // A text that ends with a line's end has an empty piece behind it.
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith('\r')) lines[i] = lines[i][..^1];
            if (ConflictMarks.Any(mark => lines[i].StartsWith(mark, StringComparison.Ordinal)))
                return Wrong(i + 1, "a merge left its conflict there: keep the lines of both sides, take its marks out, and of two lines of the same version keep one");
        }

        if (HeaderProblem(lines[0], out var keyId) is { } problem) return Wrong(1, problem);
        if (lines.Length < 3 || lines[^1].Length > 0 || lines[^2] != SealedFile.End)
            return Wrong(lines.Length, $"the file was cut short, or something stands behind its end (the line '{SealedFile.End}'); take it back from git");
        return lines.Length - 3 > SealedFile.MostEntries
            ? Wrong(SealedFile.MostEntries + 2, $"the file has more than {SealedFile.MostEntries} lines")
            : Entries(keyId, lines.AsSpan(1, lines.Length - 3));
    }

    private static string? HeaderProblem(string line, out string keyId)
    {
        keyId = "";
        if (!line.StartsWith(SealedFile.Mark, StringComparison.Ordinal)) return $"this is no file of sealed secrets: it does not begin with '{SealedFile.Mark.TrimEnd()}'";
        var words = line[SealedFile.Mark.Length..].Split(' ', 4);
        if (int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format > SealedFile.Format)
            return $"the file was written by a newer program: its format is {format}, this one reads up to {SealedFile.Format}";
        if (words.Length < 3 || !MasterKey.IsId(words[2]) || line != SealedFile.Header(words[2])) return "the file's first line was changed; take it back from git";
        keyId = words[2];
        return null;
    }

    private static SealedReading Entries(string keyId, ReadOnlySpan<string> lines)
    {
        var entries = ImmutableArray.CreateBuilder<SealedEntry>(lines.Length);
        var seen = new Dictionary<EnvelopeAddress, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var at = i + 2;
            if (Entry(lines[i]) is not { } entry) return Wrong(at, "this is no sealed value: name, environment, version, time and envelope are wanted, as they were written; take the line back from git");
            if (entry.KeyId != keyId)
                return Wrong(at, $"{entry.Name} is sealed with the key {entry.KeyId}, but the file is of {keyId}: a merge has brought a new master key together with an older value; take the line out, and set that value again");
            if (!seen.TryAdd(entry.Address, at))
                return Wrong(at, $"version {entry.Version} of {entry.Name} is there twice (lines {seen[entry.Address]} and {at}): two people have set it at once; keep one line, and set the other value again");
            entries.Add(entry);
        }

        // Versions are set one after the other and forgotten from the oldest: a hole is a line that somebody took out.
        var newest = entries.GroupBy(entry => (entry.Name, entry.Environment)).ToDictionary(group => group.Key, group => group.Max(entry => entry.Version));
        if (entries.FirstOrDefault(entry => entry.Version < newest[(entry.Name, entry.Environment)] && !seen.ContainsKey(entry.Address with { Version = entry.Version + 1 })) is { } before)
            return Wrong(seen[before.Address], $"version {before.Version + 1} of {before.Name} is missing, of which there are this one and newer ones; take its line back from git");
        return new(new(keyId, SealedFile.Sorted(entries)), null);
    }

    private static SealedEntry? Entry(string line)
    {
        if (line.Length > (2 * SealedNaming.Longest) + 40 + Envelope.LongestText) return null;
        var words = line.Split(' ');
        if (words.Length != 5 || !SealedNaming.IsName(words[0]) || !SealedNaming.IsEnvironment(words[1])) return null;
        if (!int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1 || Envelope.Label(words[4]) is not { } label) return null;
        var entry = new SealedEntry(words[0], words[1], version, label.CreatedAt, label.KeyId, words[4]);
        // What stands in the clear repeats what the envelope is bound to; each has one way to be written.
        return entry.ToLine() == line && label.IsForAll == (entry.Environment == SealedNaming.All) ? entry : null;
    }

    private static SealedReading Wrong(int line, string what) => new(null, $"{SealedFile.Name} line {line}: {what}.");
}
