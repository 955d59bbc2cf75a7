namespace Lumina.Policy.Model;

/// <summary>Words that conditions may use besides the variables.</summary>
public static class RuleWords
{
    private const int LongestPattern = 1000;

    /// <summary>A duration of seconds: <c>Seconds(30)</c>.</summary>
    public static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);

    /// <summary>A duration of minutes: <c>component.Rollback.Within &gt; Minutes(5)</c>.</summary>
    public static TimeSpan Minutes(double count) => TimeSpan.FromMinutes(count);

    /// <summary>A duration of hours.</summary>
    public static TimeSpan Hours(double count) => TimeSpan.FromHours(count);

    /// <summary>A duration of days.</summary>
    public static TimeSpan Days(double count) => TimeSpan.FromDays(count);

    /// <summary>A number of bytes: <c>component.Resources.Memory &gt; MiB(512)</c>.</summary>
    public static long MiB(long count) => checked(count * 1024 * 1024);

    /// <summary>A number of bytes, in GiB.</summary>
    public static long GiB(long count) => MiB(checked(count * 1024));

    /// <summary>Whether a text is one of several: <c>component.Image.Registry.IsOneOf("ghcr.io", "registry.example.com")</c>.</summary>
    public static bool IsOneOf(this string? text, params string[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others)
            if (string.Equals(text, other, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Whether a text is like a pattern, in which <c>*</c> is any characters and <c>?</c> is one: <c>component.Image.Text.Like("ghcr.io/*")</c>.</summary>
    public static bool Like(this string? text, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length > LongestPattern)
            throw new ArgumentException("The pattern is longer than 1000 characters.", nameof(pattern));
        return text is not null && IsLike(text, pattern);
    }

    /// <summary>At a mismatch the last star takes one character more: at most as many steps as both lengths multiplied.</summary>
    private static bool IsLike(string text, string pattern)
    {
        int at = 0, part = 0, star = -1, from = 0;
        while (at < text.Length)
        {
            if (part < pattern.Length && pattern[part] == '*')
                (star, from) = (part++, at);
            else if (part < pattern.Length && (pattern[part] == '?' || pattern[part] == text[at]))
                (part, at) = (part + 1, at + 1);
            else if (star >= 0)
                (part, at) = (star + 1, ++from);
            else
                return false;
        }

        return pattern.AsSpan(part).Trim('*').IsEmpty;
    }
}
