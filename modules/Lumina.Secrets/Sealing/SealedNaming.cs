namespace Lumina.Secrets.Sealing;

/// <summary>What names and environments may look like, so that they stand in a line and mean one thing everywhere.</summary>
public static class SealedNaming
{
    /// <summary>The environment of what is for all of them.</summary>
    public const string All = "*";

    internal const int Longest = 128;

    /// <summary>Letters, digits, <c>- _ . /</c>, at most 128 of them.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');
    }

    /// <summary>A name, or <see cref="All"/>.</summary>
    public static bool IsEnvironment(string text) => text == All || IsName(text);
}
