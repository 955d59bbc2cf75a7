using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lumina.Secrets.Vault.Tests.StandIn;

/// <summary>
/// Stands in for a Vault where there is none: as much of it as is asked, with its statuses and bodies, as its documentation has them. It refuses what a
/// Vault refuses: no token, a token that has run out, what policies don't allow, the wrong method, a body that is no JSON object.
/// </summary>
internal sealed class VaultStandIn : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly StandInTokens _tokens;
    private readonly ConcurrentDictionary<string, IStandInEngine> _engines = new();
    private readonly ConcurrentDictionary<string, IStandInLogin> _logins = new();
    private readonly ConcurrentDictionary<string, (JsonObject Answer, string Path)> _wrapped = new();
    private volatile bool _isSealed;
    private int _refusals;

    private VaultStandIn(WebApplication server)
    {
        _server = server;
        _tokens = new StandInTokens(RootToken);
        _engines["secret"] = new VersionedEngine();
        _logins["token"] = new TokenPaths(_tokens);
        server.Run(ServeAsync);
    }

    public StandInLeases Leases { get; } = new();

    /// <summary>How many questions were refused because it is sealed.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Makes the passwords that are lent.</summary>
    public Func<string> Password { get; init; } = () => StandInTokens.Fresh("canary-");

    public string RootToken { get; } = StandInTokens.Fresh("canary-root-");

    public string UnsealKey { get; } = StandInTokens.Fresh("canary-unseal-");

    public string Address => _server.Urls.First();

    public static async Task<VaultStandIn> StartAsync(Func<string>? password = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var standIn = password is null ? new VaultStandIn(builder.Build()) : new VaultStandIn(builder.Build()) { Password = password };
        await standIn._server.StartAsync();
        return standIn;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value ?? "");
        using var text = new StreamReader(request.Body);
        var answer = await text.ReadToEndAsync() is var sent && !path.StartsWith("/v1/", StringComparison.Ordinal) ? Answered.NotFound
            : BodyOf(sent) is { } body ? Answer(context, path[4..], body)
            : Answered.Errors(400, "failed to parse JSON input: invalid character");
        if (request.Headers["X-Vault-Wrap-TTL"].ToString() is { Length: > 0 } && answer is { Status: 200, Body: { } inner })
            answer = Wrap(inner, path[4..]);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        if (answer.Body is not null)
            await context.Response.WriteAsync(answer.Body.ToJsonString());
    }

    private static JsonObject? BodyOf(string text)
    {
        try
        {
            return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private Answered Answer(HttpContext context, string path, JsonObject body)
    {
        var tokenText = context.Request.Headers["X-Vault-Token"].ToString() is { Length: > 0 } shown ? shown : null;
        int? version = int.TryParse(context.Request.Query["version"], out var number) ? number : null;
        var asked = new Asked(context.Request.Method, path, body, _tokens.Find(tokenText), tokenText, version);
        if (path == "sys/health")
            return asked.IsRead ? Health() : Answered.WrongMethod;
        if (path == "sys/unseal" && asked.IsWrite)
            return Unseal(asked);
        if (_isSealed)
        {
            Interlocked.Increment(ref _refusals);
            return Answered.Errors(503, "Vault is sealed");
        }

        if (path == "sys/wrapping/lookup" && asked.IsWrite)
            return asked.Text("token") is { } looked && _wrapped.TryGetValue(looked, out var of) ? Answered.Of(new JsonObject { ["creation_path"] = of.Path, ["creation_ttl"] = 60 }) : NoWrapping();
        if (path == "sys/wrapping/unwrap" && asked.IsWrite)
            return (asked.Text("token") ?? tokenText) is { } once && _wrapped.TryRemove(once, out var wrapped) ? new Answered(200, wrapped.Answer) : NoWrapping();
        if (path.StartsWith("auth/", StringComparison.Ordinal) && path.EndsWith("/login", StringComparison.Ordinal))
            return Login(asked);
        if (asked.Token is null)
            return tokenText is null ? Answered.Forbidden : Answered.Errors(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n");
        if (path.StartsWith("sys/internal/ui/mounts/", StringComparison.Ordinal))
            return asked.IsRead ? Mount(asked, path["sys/internal/ui/mounts/".Length..]) : Answered.WrongMethod;
        if (!_tokens.Allows(asked.Token, path, asked.IsRead ? "read" : "update") && !(asked.IsWrite && _tokens.Allows(asked.Token, path, "create")))
            return Answered.Forbidden;
        return path.Split('/') switch
        {
            ["sys", "seal"] when asked.IsWrite => Seal(),
            ["sys", "policies", "acl", var name] when asked.IsWrite => asked.Text("policy") is { } hcl && _tokens.Put(name, hcl) ? Answered.Nothing : Answered.Errors(400, "failed to parse policy"),
            ["sys", "mounts", ..] when asked.IsWrite => MountEngine(path["sys/mounts/".Length..], asked),
            ["sys", "auth", ..] when asked.IsWrite => MountLogin(path["sys/auth/".Length..], asked),
            ["sys", "leases", "renew"] => asked.IsWrite ? Leases.Renew(asked) : Answered.WrongMethod,
            ["sys", "leases", "revoke"] => asked.IsWrite ? Leases.Revoke(asked) : Answered.WrongMethod,
            ["sys", "leases", "lookup"] => asked.IsWrite ? Leases.LookUp(asked) : Answered.WrongMethod,
            ["auth", ..] => Login(asked),
            _ => Of(_engines, path) is { } mount ? _engines[mount].Answer(asked, path[(mount.Length + 1)..]) : Answered.Errors(404, $"no handler for route \"{path}\". route entry not found."),
        };
    }

    private static Answered NoWrapping() => Answered.Errors(400, "wrapping token is not valid or does not exist");

    private static string? Of<T>(ConcurrentDictionary<string, T> mounts, string path) => mounts.Keys.FirstOrDefault(mount => path.StartsWith(mount + "/", StringComparison.Ordinal));

    private Answered Health() => new(_isSealed ? 503 : 200, new JsonObject
    {
        ["initialized"] = true,
        ["sealed"] = _isSealed,
        ["standby"] = _isSealed,
        ["version"] = "1.20.0",
        ["cluster_name"] = "stand-in",
    });

    private Answered Seal()
    {
        _isSealed = true;
        return Answered.Nothing;
    }

    private Answered Unseal(Asked asked)
    {
        if (asked.Text("key") != UnsealKey)
            return Answered.Errors(400, "'key' must be a valid hex or base64 string");
        _isSealed = false;
        return new Answered(200, new JsonObject { ["sealed"] = false });
    }

    private Answered Login(Asked asked) => Of(_logins, asked.Path["auth/".Length..]) is { } mount
        ? _logins[mount].Answer(asked, asked.Path[("auth/".Length + mount.Length + 1)..])
        : asked.Token is null ? Answered.Forbidden : Answered.Errors(404, "no handler for route");

    /// <summary>What is not there and what may not be seen are told alike.</summary>
    private Answered Mount(Asked asked, string path) => Of(_engines, path + "/") is { } mount && _tokens.SeesAnyOf(asked.Token!, mount)
        ? Answered.Of(new JsonObject
        {
            ["path"] = mount + "/",
            ["type"] = _engines[mount].Type,
            ["options"] = _engines[mount].Version is { } version ? new JsonObject { ["version"] = version } : null,
        })
        : Answered.Errors(403, "preflight capability check returned 403, please ensure client's policies grant access to path \"" + path + "/\"");

    private Answered MountEngine(string mount, Asked asked)
    {
        var terms = asked.Body["config"] as JsonObject;
        IStandInEngine? engine = (asked.Text("type"), (asked.Body["options"] as JsonObject)?["version"]?.ToString()) switch
        {
            ("kv", "2") => new VersionedEngine(),
            ("kv", _) => new PlainEngine(),
            ("lending", _) => new LendingEngine(
                Leases, mount, Asked.TimeOf(terms?["default_lease_ttl"]) ?? TimeSpan.FromHours(1), Asked.TimeOf(terms?["max_lease_ttl"]) ?? TimeSpan.FromDays(32), Password),
            _ => null,
        };
        return engine is null ? Answered.Errors(400, "plugin not found in the catalog") : _engines.TryAdd(mount, engine) ? Answered.Nothing : Answered.Errors(400, $"path is already in use at {mount}/");
    }

    private Answered MountLogin(string mount, Asked asked)
    {
        IStandInLogin? login = asked.Text("type") switch
        {
            "approle" => new RoleLogin(_tokens),
            "jwt" => new SignedLogin(_tokens),
            _ => null,
        };
        return login is null ? Answered.Errors(400, "plugin not found in the catalog") : _logins.TryAdd(mount, login) ? Answered.Nothing : Answered.Errors(400, $"path is already in use at {mount}/");
    }

    private Answered Wrap(JsonObject answer, string path)
    {
        var token = StandInTokens.Fresh("hvs.wrap.");
        _wrapped[token] = (answer, path);
        return new Answered(200, new JsonObject { ["wrap_info"] = new JsonObject { ["token"] = token, ["ttl"] = 60, ["creation_path"] = path }, ["data"] = null, ["auth"] = null });
    }
}
