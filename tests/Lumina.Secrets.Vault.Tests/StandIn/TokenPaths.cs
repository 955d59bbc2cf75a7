using System.Globalization;
using System.Text.Json.Nodes;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary><c>auth/token</c>.</summary>
internal sealed class TokenPaths(StandInTokens tokens) : IStandInLogin
{
    public Answered Answer(Asked asked, string path) => (path, asked.Token) switch
    {
        ("lookup-self", { } token) => asked.IsRead ? LookUp(token) : Answered.WrongMethod,
        ("renew-self", { } token) => asked.IsWrite ? Renew(asked, token) : Answered.WrongMethod,
        ("create", not null) => asked.IsWrite ? Create(asked) : Answered.WrongMethod,
        ("revoke", not null) => asked.IsWrite && asked.Text("token") is { } text ? Revoke(text) : Answered.WrongMethod,
        _ => Answered.NotFound,
    };

    private static Answered LookUp(StandInToken token) => Answered.Of(new JsonObject
    {
        ["ttl"] = token.Left,
        ["renewable"] = token.IsRenewable,
        ["expire_time"] = token.Ends?.ToString("O", CultureInfo.InvariantCulture),
        ["policies"] = new JsonArray([.. token.Policies.Select(p => (JsonNode)p)]),
    });

    private static Answered Renew(Asked asked, StandInToken token)
    {
        if (!token.IsRenewable)
            return Answered.Errors(400, "lease is not renewable");
        token.Renew();
        return Answered.Of(null, auth: new JsonObject { ["client_token"] = asked.TokenText, ["lease_duration"] = token.Left, ["renewable"] = true });
    }

    private Answered Create(Asked asked)
    {
        var (ttl, renewable) = (asked.Time("ttl") ?? TimeSpan.FromHours(1), asked.Body["renewable"]?.GetValue<bool>() ?? true);
        var text = tokens.Add(new StandInToken(["default", .. asked.Texts("policies")], ttl, renewable, TimeSpan.FromDays(32)));
        return Answered.Of(null, auth: new JsonObject { ["client_token"] = text, ["lease_duration"] = (int)ttl.TotalSeconds, ["renewable"] = renewable });
    }

    private Answered Revoke(string text) => tokens.Revoke(text) ? Answered.Nothing : Answered.Errors(400, "token not found");
}
