namespace Lumina.Language.Checks.Style;

/// <summary>Whether a text looks like a secret: by the name it goes under, or by itself.</summary>
internal static partial class SecretLook
{
    private const int ShortestKey = 20;
    private const double LeastEntropy = 4.0;

    private static readonly HashSet<string> SecretWords = new(StringComparer.Ordinal)
    {
        "PASSWORD", "PASSWD", "PASS", "PWD", "PASSPHRASE", "SECRET", "SECRETS", "TOKEN", "KEY", "APIKEY", "CREDENTIAL", "CREDENTIALS",
    };

    /// <summary>Words behind which something about a secret stands, not the secret.</summary>
    private static readonly HashSet<string> HarmlessEnds = new(StringComparer.Ordinal)
    {
        "URL", "URI", "FILE", "PATH", "DIR", "NAME", "ID", "TTL", "HOST", "PORT", "ENABLED", "LENGTH", "SIZE", "TYPE", "ISSUER", "HEADER", "PREFIX",
        "ALGORITHM", "COUNT", "LIMIT", "TIMEOUT", "POLICY", "FORMAT", "ENDPOINT", "REGION", "VERSION",
    };

    private static readonly string[] Prefixes =
        ["sk-", "sk_live_", "sk_test_", "rk_live_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "ASIA", "AIza", "hvs.", "npm_", "pypi-"];

    /// <summary>Why it looks like a secret, as the beginning of a sentence; null when it doesn't.</summary>
    public static string? Why(string key, string text)
    {
        if (text.Contains("-----BEGIN ", StringComparison.Ordinal) && text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return "This is a private key";
        if (Prefixes.FirstOrDefault(p => text.StartsWith(p, StringComparison.Ordinal)) is { } prefix && text.Length >= prefix.Length + 12)
            return $"A text that begins with {prefix} looks like a key";
        if (HasPasswordInUrl(text))
            return "This address has a password in it";
        if (IsNamedSecret(key) && IsPossibleSecret(text))
            return $"A text called {key} looks like a secret";
        return LooksRandom(text) ? "This text looks like a key" : null;
    }

    private static bool IsNamedSecret(string key)
    {
        var words = key.ToUpperInvariant().Split('_');
        return words.Any(SecretWords.Contains) && !HarmlessEnds.Contains(words[^1]) && !words.Contains("PUBLIC");
    }

    /// <summary>Not empty, no number, no switch, no path, no address.</summary>
    private static bool IsPossibleSecret(string text) =>
        text.Length >= 4 && !text.All(char.IsAsciiDigit) && text is not ("true" or "false" or "none" or "null")
        && text[0] is not ('/' or '.' or '~') && !text.Contains("://", StringComparison.Ordinal);

    private static bool HasPasswordInUrl(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return false;
        var rest = text.AsSpan(authority + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        rest = end < 0 ? rest : rest[..end];
        var at = rest.LastIndexOf('@');
        var colon = rest.IndexOf(':');
        return at > 0 && colon >= 0 && colon < at - 1;
    }

    /// <summary>Long, of the letters of base 64, of all three kinds of them, and no word of any language: Shannon's entropy of its characters is high.</summary>
    private static bool LooksRandom(string text)
    {
        if (text.Length < ShortestKey || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '_' or '-'))
            return false;
        if (!text.Any(char.IsAsciiLetterUpper) || !text.Any(char.IsAsciiLetterLower) || text.Count(char.IsAsciiDigit) < 2)
            return false;
        var entropy = text.GroupBy(c => c).Select(g => (double)g.Count() / text.Length).Sum(p => -p * Math.Log2(p));
        return entropy >= LeastEntropy;
    }
}
