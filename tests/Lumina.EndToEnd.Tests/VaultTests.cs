using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.EndToEnd.Tests.Machine;
using Lumina.Secrets.Vault.Tests.StandIn;

namespace Lumina.EndToEnd.Tests;

/// <summary>
/// Deployments whose secrets are in a Vault: a real host, agent and command line, and the stand-in that the client's contract is tested against. The host has
/// a token with the policy that the documentation calls the least, and nothing else. The values are the canary: seen anywhere, they fail the test.
/// </summary>
public sealed partial class VaultTests : IAsyncLifetime
{
    private const string Versioned = """
        secret VAULT_KEY = vault("lumina/web", "key")
          strategy rolling { batch = 1  deadline = param.deadline }
        """;

    private const string Lent = """secret VAULT_KEY = vault("database/creds/lumina", "password")""";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private VaultStandIn _vault = null!;
    private Workspace _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _vault = await VaultStandIn.StartAsync(() => Canary.Value + " lent");
        await WriteAsync("sys/mounts/database", new JsonObject { ["type"] = "lending", ["config"] = new JsonObject { ["default_lease_ttl"] = "6s", ["max_lease_ttl"] = "1h" } });
        await PutAsync("one");
        var page = await File.ReadAllTextAsync(Programs.PathOf("docs/secrets/vault.md"));
        await WriteAsync("sys/policies/acl/lumina", new JsonObject { ["policy"] = string.Join('\n', PolicyLine().Matches(page).Select(line => line.Value)) });
        var token = (string)(await WriteAsync("auth/token/create", new JsonObject { ["policies"] = new JsonArray("lumina"), ["ttl"] = "1h" }))["auth"]!["client_token"]!;
        _workspace = new Workspace($"{new Solo(Versioned).Text}param deadline : duration = 10m\n")
        {
            Variables = new Dictionary<string, string> { ["LUMINA_VAULT_ADDR"] = _vault.Address, ["LUMINA_VAULT_TOKEN"] = token },
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        await _vault.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task A_rotation_shows_in_the_plan_restarts_and_goes_back_with_everything_else()
    {
        (await RunAsync("up", "--param", "misbehave=leak=VAULT_KEY")).Ends(0);
        await GotAsync(revision: 1, "one");
        Assert.Contains("the secret is ***", (await RunAsync("logs", "web")).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("nothing to change", (await RunAsync("plan", "--param", "misbehave=leak=VAULT_KEY")).Ends(0).ToString(), StringComparison.Ordinal);

        await PutAsync("two");
        Assert.Equal("old", (string?)(await RunAsync("secrets", "check", "-o", "json")).Ends(3).Json["secrets"]!.AsArray().Single(secret => (string?)secret!["kind"] == "vault")!["state"]);
        Assert.Contains("(secret, version 1 → 2)", (await RunAsync("plan", "--param", "misbehave=leak=VAULT_KEY")).Ends(0).Out, StringComparison.Ordinal);
        (await RunAsync("plan", "--param", "misbehave=leak=VAULT_KEY", "--out", "two.plan")).Ends(0);
        (await RunAsync("apply", "two.plan", "--yes")).Ends(0);
        await GotAsync(revision: 2, "two");

        (await RunAsync("rollback")).Ends(0);
        await GotAsync(revision: 3, "one");
        foreach (var command in (string[][])[["status", "-o", "json"], ["show", "-o", "json"], ["history", "-o", "json"], ["secrets", "check", "-o", "json"], ["doctor"]])
            await RunAsync(command);
        (await RunAsync("down")).Ends(0);
    }

    [Fact]
    public async Task A_sealed_vault_is_waited_for_and_then_the_old_version_serves_on()
    {
        (await RunAsync("up")).Ends(0);
        var before = await GotAsync(revision: 1, "one");

        await SealAsync();
        var refused = (await RunAsync("up", "--param", "version=2", "--param", "deadline=3s")).Ends(5);
        Assert.Contains("could not be had for 3 s", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Contains("LUM7141", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Equal(before.Pids, (await GotAsync(revision: 1, "one")).Pids);
        Assert.Contains("LUM7141", (await RunAsync("doctor")).Ends(1).Out, StringComparison.Ordinal);

        // One that is unsealed while it is waited for only delays.
        var asked = _vault.Refusals;
        var waiting = _workspace.Begin("up", "--param", "version=3");
        await Eventually.SeeAsync("the host asks the sealed vault again and again", () => _vault.Refusals, refusals => refusals > asked + 3);
        await UnsealAsync();
        (await waiting.Ending).Ends(0);
        await GotAsync(revision: 3, "one");
    }

    [Fact]
    public async Task What_is_lent_is_renewed_while_it_runs_and_given_back_when_it_goes()
    {
        _workspace.Write("lumina.deploy", new Solo(Lent).Text);
        (await RunAsync("up")).Ends(0);
        await GotAsync(revision: 1, "lent");
        var lease = Assert.Single(_vault.Leases.Lent);
        await Eventually.SeeAsync("the lease is renewed", () => _vault.Leases.Renewed, renewed => renewed.Contains(lease));

        // Another revision is lent another one, and the first goes back.
        (await RunAsync("up", "--param", "version=2")).Ends(0);
        await GotAsync(revision: 2, "lent");
        await Eventually.SeeAsync("the first lease is given back", () => _vault.Leases.GivenBack, given => given.SequenceEqual([lease]));
        var second = Assert.Single(_vault.Leases.Lent);

        (await RunAsync("down")).Ends(0);
        await Eventually.SeeAsync("the second lease is given back", () => _vault.Leases.GivenBack, given => given.SequenceEqual([lease, second]));
        Assert.Empty(_vault.Leases.Lent);
    }

    private Task<CliRun> RunAsync(params string[] arguments) => _workspace.RunAsync(arguments);

    /// <summary>Both instances run with a value, and know nothing of how the host gets at it.</summary>
    private async Task<Running> GotAsync(int revision, string value)
    {
        var running = await Solo.SettleAsync(_workspace, revision);
        foreach (var pid in running.Pids.Append(_workspace.AgentPid))
        {
            var variables = Processes.RawVariables(pid).Split('\0');
            Assert.DoesNotContain(variables, variable => variable.StartsWith("LUMINA_VAULT_TOKEN=", StringComparison.Ordinal));
            Assert.Equal(pid != _workspace.AgentPid, variables.Contains($"VAULT_KEY={Canary.Value} {value}"));
        }
        return running;
    }

    /// <summary>Writes another version.</summary>
    private async Task PutAsync(string value) =>
        await WriteAsync("secret/data/lumina/web", new JsonObject { ["data"] = new JsonObject { ["key"] = $"{Canary.Value} {value}" } });

    private async Task SealAsync() => await WriteAsync("sys/seal", []);

    private async Task UnsealAsync() => await WriteAsync("sys/unseal", new JsonObject { ["key"] = _vault.UnsealKey });

    /// <summary>Asks as root.</summary>
    private async Task<JsonObject> WriteAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_vault.Address}/v1/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Vault-Token", _vault.RootToken);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path} was answered with {(int)response.StatusCode}");
        return text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!;
    }

    [GeneratedRegex("""^    path "[^"]*" +\{ capabilities = .*\}$""", RegexOptions.Multiline)]
    private static partial Regex PolicyLine();
}
