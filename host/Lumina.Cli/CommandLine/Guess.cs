using Lumina.Language.Diagnostics;

namespace Lumina.Cli.CommandLine;

/// <summary>What was probably meant.</summary>
internal static class Guess
{
    /// <summary>The nearest word, or else the only one that begins so; null when there is none.</summary>
    public static string? At(string word, IReadOnlyCollection<string> known)
    {
        if (Suggestion.Nearest(word, known) is { } near) return near;
        var longer = known.Where(candidate => word.Length > 1 && candidate.StartsWith(word, StringComparison.Ordinal)).Take(2).ToArray();
        return longer is [var only] ? only : null;
    }
}
