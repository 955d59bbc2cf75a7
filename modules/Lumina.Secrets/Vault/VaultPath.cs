namespace Lumina.Secrets.Vault;

/// <summary>
/// Paths of Vault. A plan names them, and must not reach by one what is no secret of an engine: with <c>..</c> in it, or below <c>auth/</c>, a path
/// would give out the host's own token.
/// </summary>
internal static class VaultPath
{
    private const int Longest = 1024;

    private static readonly string[] NotForSecrets = ["auth", "sys", "identity", "cubbyhole"];

    /// <summary>Whether each part between slashes is a name.</summary>
    public static bool IsPath(string path) => path.Length is > 0 and <= Longest && path.Split('/').All(IsName);

    /// <summary>Whether secrets may be read there.</summary>
    public static bool IsForSecrets(string path) => IsPath(path) && !NotForSecrets.Contains(path.Split('/')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>As it stands in an address.</summary>
    public static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static bool IsName(string part) => part is not ("" or "." or "..") && !part.Any(c => char.IsControl(c) || c is '\\' or '%' or '?' or '#') && part.Trim().Length == part.Length;
}
