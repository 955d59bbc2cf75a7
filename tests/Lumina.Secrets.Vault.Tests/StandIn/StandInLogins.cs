using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary>A way to log in.</summary>
internal interface IStandInLogin
{
    Answered Answer(Asked asked, string path);
}

/// <summary>What a role's tokens are like.</summary>
internal sealed record RoleTerms(string[] Policies, TimeSpan Ttl, TimeSpan Longest)
{
    public static RoleTerms Of(Asked asked) =>
        new(["default", .. asked.Texts("token_policies")], asked.Time("token_ttl") ?? TimeSpan.FromHours(1), asked.Time("token_max_ttl") ?? TimeSpan.FromHours(24));

    public Answered LogIn(StandInTokens tokens) => Answered.Of(null, auth: new JsonObject
    {
        ["client_token"] = tokens.Add(new StandInToken(Policies, Ttl, true, Longest)),
        ["accessor"] = StandInTokens.Fresh(""),
        ["policies"] = new JsonArray([.. Policies.Select(p => (JsonNode)p)]),
        ["lease_duration"] = (int)Ttl.TotalSeconds,
        ["renewable"] = true,
    });
}

/// <summary>AppRole.</summary>
internal sealed class RoleLogin(StandInTokens tokens) : IStandInLogin
{
    private readonly ConcurrentDictionary<string, Role> _roles = new();

    public Answered Answer(Asked asked, string path) => path.Split('/') switch
    {
        ["login"] => asked.IsWrite ? LogIn(asked) : Answered.WrongMethod,
        ["role", var name] when asked.IsWrite => Put(name, asked),
        ["role", var name, "role-id"] when asked.IsRead && _roles.TryGetValue(name, out var role) => Answered.Of(new JsonObject { ["role_id"] = role.Id }),
        ["role", var name, "secret-id"] when asked.IsWrite && _roles.TryGetValue(name, out var role) => SecretId(role),
        _ => Answered.NotFound,
    };

    private static Answered SecretId(Role role)
    {
        var id = Guid.NewGuid().ToString();
        role.SecretIds[id] = true;
        return Answered.Of(new JsonObject { ["secret_id"] = id, ["secret_id_accessor"] = Guid.NewGuid().ToString(), ["secret_id_ttl"] = 0, ["secret_id_num_uses"] = 0 });
    }

    private Answered Put(string name, Asked asked)
    {
        _roles[name] = new Role(Guid.NewGuid().ToString(), RoleTerms.Of(asked));
        return Answered.Nothing;
    }

    private Answered LogIn(Asked asked) =>
        asked.Text("role_id") is not { Length: > 0 } id ? Answered.Errors(400, "missing role_id")
        : _roles.Values.FirstOrDefault(role => role.Id == id) is not { } role ? Answered.Errors(400, "invalid role or secret ID")
        : asked.Text("secret_id") is { } secretId && role.SecretIds.ContainsKey(secretId) ? role.Terms.LogIn(tokens)
        : Answered.Errors(400, "invalid role or secret ID");

    private sealed record Role(string Id, RoleTerms Terms)
    {
        public ConcurrentDictionary<string, bool> SecretIds { get; } = new();
    }
}

/// <summary>Signed tokens (ES256), checked with a key that was set up.</summary>
internal sealed class SignedLogin(StandInTokens tokens) : IStandInLogin
{
    private readonly ConcurrentDictionary<string, (RoleTerms Terms, string[] Audiences, string UserClaim)> _roles = new();
    private ECDsa? _key;

    public Answered Answer(Asked asked, string path) => path.Split('/') switch
    {
        ["config"] when asked.IsWrite => Configure(asked),
        ["role", var name] when asked.IsWrite => Put(name, asked),
        ["login"] => asked.IsWrite ? LogIn(asked) : Answered.WrongMethod,
        _ => Answered.NotFound,
    };

    private Answered Configure(Asked asked)
    {
        _key = ECDsa.Create();
        _key.ImportFromPem(asked.Texts("jwt_validation_pubkeys").Single());
        return Answered.Nothing;
    }

    private Answered Put(string name, Asked asked)
    {
        if (asked.Text("user_claim") is not { } claim || asked.Text("role_type") != "jwt")
            return Answered.Errors(400, "a user claim must be defined on the role");
        _roles[name] = (RoleTerms.Of(asked), asked.Texts("bound_audiences"), claim);
        return Answered.Nothing;
    }

    private Answered LogIn(Asked asked)
    {
        if (asked.Text("role") is not { } name || !_roles.TryGetValue(name, out var role))
            return Answered.Errors(400, $"role \"{asked.Text("role")}\" could not be found");
        if (asked.Text("jwt") is not { } jwt)
            return Answered.Errors(400, "missing token");
        if (jwt.Split('.') is not [var head, var claims, var signature] || _key?.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256) != true)
            return Answered.Errors(400, "error validating token: error verifying token signature: no known key successfully validated the token signature");
        var said = JsonNode.Parse(Base64Url.DecodeFromChars(claims))!;
        return DateTimeOffset.FromUnixTimeSeconds((long)said["exp"]!) <= TimeProvider.System.GetUtcNow() ? Answered.Errors(400, "error validating token: invalid expiration time (exp) claim: token is expired")
            : !role.Audiences.Contains((string?)said["aud"]) ? Answered.Errors(400, "error validating token: invalid audience (aud) claim: audience claim does not match any expected audience")
            : said[role.UserClaim] is null ? Answered.Errors(400, $"claim \"{role.UserClaim}\" not found in token")
            : role.Terms.LogIn(tokens);
    }
}
