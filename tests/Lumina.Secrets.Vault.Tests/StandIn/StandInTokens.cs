using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary>A token of the stand-in, and what it may.</summary>
internal sealed class StandInToken(string[] policies, TimeSpan? ttl, bool renewable, TimeSpan longest)
{
    public string[] Policies { get; } = policies;

    public bool IsRenewable { get; } = renewable;

    public DateTimeOffset Since { get; } = TimeProvider.System.GetUtcNow();

    public DateTimeOffset? Ends { get; private set; } = ttl is null ? null : TimeProvider.System.GetUtcNow() + ttl;

    public bool IsOver => Ends <= TimeProvider.System.GetUtcNow();

    public int Left => Ends is { } ends ? Math.Max(0, (int)(ends - TimeProvider.System.GetUtcNow()).TotalSeconds) : 0;

    public void Renew()
    {
        var (wanted, last) = (TimeProvider.System.GetUtcNow() + ttl, Since + longest);
        Ends = wanted < last ? wanted : last;
    }
}

/// <summary>Tokens and policies.</summary>
internal sealed partial class StandInTokens(string root)
{
    private const string Default = """
        path "auth/token/lookup-self" { capabilities = ["read"] }
        path "auth/token/renew-self" { capabilities = ["update"] }
        path "auth/token/revoke-self" { capabilities = ["update"] }
        path "sys/leases/renew" { capabilities = ["update"] }
        path "sys/wrapping/unwrap" { capabilities = ["update"] }
        """;

    private readonly ConcurrentDictionary<string, StandInToken> _tokens = new() { [root] = new(["root"], null, false, TimeSpan.Zero) };
    private readonly ConcurrentDictionary<string, (string Path, string[] Capabilities)[]> _policies = new() { ["default"] = Parse(Default)! };

    public static string Fresh(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public string Add(StandInToken token)
    {
        var text = Fresh("hvs.");
        _tokens[text] = token;
        return text;
    }

    public StandInToken? Find(string? text) => text is not null && _tokens.TryGetValue(text, out var token) && !token.IsOver ? token : null;

    public bool Revoke(string text) => _tokens.TryRemove(text, out _);

    /// <summary>False when it is no policy.</summary>
    public bool Put(string name, string hcl)
    {
        if (Parse(hcl) is not { } rules)
            return false;
        _policies[name] = rules;
        return true;
    }

    /// <summary>Whether a token may do something: the rule with the longest match says so, and nothing is nothing.</summary>
    public bool Allows(StandInToken token, string path, string capability) => token.Policies.Contains("root") || token.Policies
        .SelectMany(name => _policies.GetValueOrDefault(name) ?? [])
        .Where(rule => Matches(rule.Path, path))
        .GroupBy(rule => rule.Path.TrimEnd('*').Length)
        .OrderByDescending(group => group.Key)
        .FirstOrDefault() is { } most && most.All(rule => !rule.Capabilities.Contains("deny")) && most.Any(rule => rule.Capabilities.Contains(capability));

    /// <summary>Whether it may do anything at all below a mount.</summary>
    public bool SeesAnyOf(StandInToken token, string mount) => token.Policies.Contains("root") || token.Policies
        .SelectMany(name => _policies.GetValueOrDefault(name) ?? [])
        .Any(rule => !rule.Capabilities.Contains("deny") && (rule.Path.StartsWith(mount + "/", StringComparison.Ordinal) || Matches(rule.Path, mount + "/")));

    private static bool Matches(string rule, string path) => rule.EndsWith('*')
        ? path.StartsWith(rule[..^1], StringComparison.Ordinal)
        : rule.Split('/') is var parts && path.Split('/') is var names && parts.Length == names.Length && parts.Zip(names).All(pair => pair.First is "+" || pair.First == pair.Second);

    private static (string Path, string[] Capabilities)[]? Parse(string hcl)
    {
        var rest = Rule().Replace(hcl, "");
        return rest.Trim().Length > 0 ? null
            : [.. Rule().Matches(hcl).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(c => c.Trim('"')).ToArray()))];
    }

    [GeneratedRegex("""path\s+"([^"]+)"\s*\{\s*capabilities\s*=\s*\[([^\]]*)\]\s*\}""")]
    private static partial Regex Rule();
}
