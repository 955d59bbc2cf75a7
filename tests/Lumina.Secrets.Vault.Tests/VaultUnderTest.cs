using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lumina.Secrets.Vault.Tests.StandIn;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Lumina.Secrets.Vault.Tests.VaultUnderTest))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Lumina.Secrets.Vault.Tests;

/// <summary>
/// The Vault that the contract is tested against: the one at <c>LUMINA_TEST_VAULT_ADDR</c>, or else the stand-in. What the tests need is set up through
/// Vault's own API, under names that no other run has.
/// </summary>
public sealed class VaultUnderTest : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-vault-");
    private readonly HashSet<string> _enabled = [];
    private VaultStandIn? _standIn;
    private string? _unsealKey;

    public string Address { get; private set; } = "";

    /// <summary>Begins all names of this run.</summary>
    public string Run { get; } = "lumina-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));

    /// <summary>The mount of KV version 2 that is this run's own.</summary>
    public string Versioned => Run + "-v2";

    /// <summary>The mount of KV version 1.</summary>
    public string Plain => Run + "-v1";

    /// <summary>A path that lends what is read: leases of a few seconds, that can be renewed.</summary>
    public string Lending { get; private set; } = "";

    public string RootToken { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("LUMINA_TEST_VAULT_ADDR");
        if (string.IsNullOrEmpty(given))
        {
            _standIn = await VaultStandIn.StartAsync();
            (Address, RootToken, _unsealKey) = (_standIn.Address, _standIn.RootToken, _standIn.UnsealKey);
        }
        else
        {
            (Address, RootToken) = (given, Variable("LUMINA_TEST_VAULT_TOKEN"));
            (_unsealKey, Lending) = (Variable("LUMINA_TEST_VAULT_UNSEAL_KEY"), Variable("LUMINA_TEST_VAULT_LENDING_PATH"));
        }

        await WriteAsync("sys/mounts/" + Versioned, new JsonObject { ["type"] = "kv", ["options"] = new JsonObject { ["version"] = "2" } });
        await WriteAsync("sys/mounts/" + Plain, new JsonObject { ["type"] = "kv", ["options"] = new JsonObject { ["version"] = "1" } });
        if (_standIn is not null)
        {
            await WriteAsync($"sys/mounts/{Run}-db", new JsonObject
            {
                ["type"] = "lending",
                ["config"] = new JsonObject { ["default_lease_ttl"] = "3s", ["max_lease_ttl"] = "6s" },
            });
            Lending = Run + "-db/creds/app";
        }

        static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is needed beside LUMINA_TEST_VAULT_ADDR: see README.md.");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
        if (_standIn is not null)
            await _standIn.DisposeAsync();
    }

    /// <summary>Asks as root. What is refused fails the test.</summary>
    public async Task<JsonObject> AskAsync(HttpMethod method, string path, JsonObject? body = null, string? wrapTtl = null)
    {
        using var request = new HttpRequestMessage(method, $"{Address}/v1/{path}");
        request.Headers.Add("X-Vault-Token", RootToken);
        if (wrapTtl is not null)
            request.Headers.Add("X-Vault-Wrap-TTL", wrapTtl);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path} was answered with {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync() is { Length: > 0 } text ? (JsonObject)JsonNode.Parse(text)! : [];
    }

    public Task<JsonObject> WriteAsync(string path, JsonObject? body = null) => AskAsync(HttpMethod.Post, path, body ?? []);

    /// <summary>Writes another version of values.</summary>
    public Task PutAsync(string path, params (string Key, JsonNode? Value)[] values) =>
        WriteAsync($"{Versioned}/data/{path}", new JsonObject { ["data"] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, v.Value))) });

    public Task PutPolicyAsync(string name, string hcl) => AskAsync(HttpMethod.Put, $"sys/policies/acl/{Run}-{name}", new JsonObject { ["policy"] = hcl });

    /// <summary>Has a log-in method there, once.</summary>
    public async Task EnableAsync(string mount, string type)
    {
        if (_enabled.Add(mount))
            await WriteAsync("sys/auth/" + mount, new JsonObject { ["type"] = type });
    }

    /// <summary>Whether a lease is there no more.</summary>
    public async Task<bool> HasRunOutAsync(string lease)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Address}/v1/sys/leases/lookup") { Content = JsonContent.Create(new JsonObject { ["lease_id"] = lease }) };
        request.Headers.Add("X-Vault-Token", RootToken);
        using var response = await _http.SendAsync(request);
        return !response.IsSuccessStatusCode;
    }

    public Task SealAsync() => AskAsync(HttpMethod.Put, "sys/seal", []);

    public Task UnsealAsync() => AskAsync(HttpMethod.Put, "sys/unseal", new JsonObject { ["key"] = _unsealKey });

    /// <summary>A token with policies of this run.</summary>
    public async Task<string> TokenAsync(string policy, string ttl = "1h") => (string)(await WriteAsync("auth/token/create", new JsonObject
    {
        ["policies"] = new JsonArray($"{Run}-{policy}"),
        ["ttl"] = ttl,
    }))["auth"]!["client_token"]!;

    public VaultOptions Options(VaultLogin? login = null) => new()
    {
        Server = Address,
        Login = login ?? new TokenLogin(null, SecretValue.Of(RootToken)),
        Mount = Versioned,
        Backoff = TimeSpan.FromMilliseconds(1),
        AllowPlainHttp = true,
    };

    public static VaultStore Open(VaultOptions options, TimeProvider? time = null) => new(options, time ?? TimeProvider.System, NullLogger<VaultStore>.Instance);

    /// <summary>A file with a text, of this run.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
