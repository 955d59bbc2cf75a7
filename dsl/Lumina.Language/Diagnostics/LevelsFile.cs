using System.Collections.Immutable;

namespace Lumina.Language.Diagnostics;

/// <summary>What a <c>lumina.json</c> says.</summary>
/// <param name="Levels">The levels of findings, as far as the file can be understood.</param>
/// <param name="Problems">What is wrong in the file, in its order.</param>
public sealed record LevelsFile(FindingLevels Levels, ImmutableArray<Diagnostic> Problems)
{
    /// <summary>The file's name.</summary>
    public const string Name = "lumina.json";

    /// <summary>Reads the text of a <c>lumina.json</c>. Never throws for any text.</summary>
    /// <param name="file">The name to report problems under.</param>
    /// <param name="text">The text.</param>
    public static LevelsFile Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        var reader = new LevelsReader(file, text.StartsWith('\uFEFF') ? ' ' + text[1..] : text);
        return reader.Read();
    }
}
