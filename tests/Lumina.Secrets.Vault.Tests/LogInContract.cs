using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Lumina.Secrets.Vault.Tests.Asking;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>Who the host is, and what it may.</summary>
public sealed class LogInContract(VaultUnderTest vault)
{
    private string RoleMount => vault.Run + "-approle";

    [Fact]
    public async Task A_token_in_a_file_is_shown_and_one_that_is_no_token_is_refused()
    {
        await vault.PutAsync("login", ("key", "canary-login"));
        await vault.PutPolicyAsync("reads", Reads);
        var file = vault.Write("token", await vault.TokenAsync("reads") + "\n");
        using var store = VaultUnderTest.Open(vault.Options(new TokenLogin(file)));
        Has("canary-login", await store.ReadAsync("login"));

        using var stranger = VaultUnderTest.Open(vault.Options(new TokenLogin(vault.Write("stranger", "hvs.canary-stranger"))));
        Fails(await stranger.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.LogInRefused);
        using var nobody = VaultUnderTest.Open(vault.Options(new TokenLogin(file + "-none")));
        Fails(await nobody.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.NoCredentials);
    }

    [Fact]
    public async Task What_policies_forbid_is_told_with_the_policy_that_is_needed()
    {
        await vault.PutAsync("forbidden", ("key", "canary-forbidden"));
        await vault.PutPolicyAsync("reads-other", $$"""path "{{vault.Versioned}}/data/other/*" { capabilities = ["read"] }""");
        using var store = VaultUnderTest.Open(vault.Options(new TokenLogin(null, SecretValue.Of(await vault.TokenAsync("reads-other")))));

        Fails(await store.ReadAsync("forbidden"), SecretOutcome.Failed, VaultCodes.Forbidden, $"path \"{vault.Versioned}/data/forbidden\" {{ capabilities = [\"read\"] }}");
        Fails(await store.DescribeAsync("forbidden"), SecretOutcome.Failed, VaultCodes.Forbidden, $"{vault.Versioned}/metadata/forbidden");
        // A mount that it may not see is taken for none.
        Fails(await store.ReadAsync($"{vault.Plain}/x"), SecretOutcome.Failed, VaultCodes.Forbidden);
        Assert.Equal(1, store.LogIns);
    }

    [Fact]
    public async Task A_role_logs_in_with_its_secret_id_and_not_with_another()
    {
        await vault.PutAsync("login", ("key", "canary-login"));
        var roleId = await RoleAsync("plain");
        var secretId = (string)(await vault.WriteAsync($"auth/{RoleMount}/role/plain/secret-id"))["data"]!["secret_id"]!;
        using var store = VaultUnderTest.Open(vault.Options(new AppRoleLogin(roleId, vault.Write("secret-id", secretId)) { Mount = RoleMount }));
        Has("canary-login", await store.ReadAsync("login"));
        Assert.Contains("logged in by approle", (await store.CheckAsync(TestContext.Current.CancellationToken)).Value, StringComparison.Ordinal);

        using var other = VaultUnderTest.Open(vault.Options(new AppRoleLogin(roleId, vault.Write("other-id", "canary-0000-0000")) { Mount = RoleMount }));
        Fails(await other.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.LogInRefused, RoleMount);
        using var nowhere = VaultUnderTest.Open(vault.Options(new AppRoleLogin(roleId, vault.Write("other-id", secretId)) { Mount = vault.Run + "-none" }));
        Fails(await nowhere.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.LogInRefused);
    }

    [Fact]
    public async Task A_wrapped_secret_id_is_unwrapped_once_and_a_second_time_is_an_incident()
    {
        await vault.PutAsync("login", ("key", "canary-login"));
        var login = new AppRoleLogin(await RoleAsync("wrapped"), vault.Write("wrapped-id", await WrappedAsync("wrapped")), IsWrapped: true) { Mount = RoleMount };
        using var store = VaultUnderTest.Open(vault.Options(login));
        Has("canary-login", await store.ReadAsync("login"));

        // The secret id is kept: another log-in needs no other wrapping.
        await RevokeAsync(store);
        Has("canary-login", await store.ReadAsync("login"));
        Assert.Equal(2, store.LogIns);

        using var second = VaultUnderTest.Open(vault.Options(login));
        Fails(await second.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.UnwrappedBefore, "incident");
        Fails(await second.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.UnwrappedBefore, "incident");
        // A new one in the file mends it.
        vault.Write("wrapped-id", await WrappedAsync("wrapped"));
        Has("canary-login", await second.ReadAsync("login"));
    }

    [Fact]
    public async Task What_wraps_something_else_is_not_taken_for_a_secret_id()
    {
        await vault.PutAsync("bait", ("secret_id", "canary-bait"));
        var bait = await vault.AskAsync(HttpMethod.Get, $"{vault.Versioned}/data/bait", wrapTtl: "60s");
        var file = vault.Write("bait", (string)bait["wrap_info"]!["token"]!);
        using var store = VaultUnderTest.Open(vault.Options(new AppRoleLogin(await RoleAsync("baited"), file, IsWrapped: true) { Mount = RoleMount }));

        Fails(await store.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.UnwrappedBefore, "another in its place");
    }

    [Fact]
    public async Task A_signed_token_logs_in_while_it_is_good()
    {
        await vault.PutAsync("login", ("key", "canary-login"));
        await vault.PutPolicyAsync("reads", Reads);
        var mount = vault.Run + "-jwt";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await vault.WriteAsync("sys/auth/" + mount, new JsonObject { ["type"] = "jwt" });
        await vault.WriteAsync($"auth/{mount}/config", new JsonObject { ["jwt_validation_pubkeys"] = new JsonArray(key.ExportSubjectPublicKeyInfoPem()) });
        await vault.WriteAsync($"auth/{mount}/role/host", new JsonObject
        {
            ["role_type"] = "jwt",
            ["user_claim"] = "sub",
            ["bound_audiences"] = new JsonArray("vault"),
            ["token_policies"] = new JsonArray(vault.Run + "-reads"),
        });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var file = vault.Write("jwt", Signed(key, now + 600, "vault"));
        using var store = VaultUnderTest.Open(vault.Options(new JwtLogin("host", file) { Mount = mount }));
        Has("canary-login", await store.ReadAsync("login"));

        foreach (var (end, audience, role) in new[] { (now - 3600, "vault", "host"), (now + 600, "other", "host"), (now + 600, "vault", "nobody") })
        {
            vault.Write("jwt", Signed(key, end, audience));
            using var refused = VaultUnderTest.Open(vault.Options(new JwtLogin(role, file) { Mount = mount }));
            Fails(await refused.ReadAsync("login"), SecretOutcome.Failed, VaultCodes.LogInRefused, mount);
        }
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_by_one_log_in_for_all_who_ask()
    {
        await vault.PutAsync("login", ("key", "canary-login"));
        var roleId = await RoleAsync("many");
        var secretId = (string)(await vault.WriteAsync($"auth/{RoleMount}/role/many/secret-id"))["data"]!["secret_id"]!;
        using var store = VaultUnderTest.Open(vault.Options(new AppRoleLogin(roleId, vault.Write("many-id", secretId)) { Mount = RoleMount }));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.ReadAsync("login"))), answer => Has("canary-login", answer));
        Assert.Equal(1, store.LogIns);

        await RevokeAsync(store);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.ReadAsync("login"))), answer => Has("canary-login", answer));
        Assert.Equal(2, store.LogIns);
    }

    private string Reads => $$"""
        path "{{vault.Versioned}}/data/*" { capabilities = ["read"] }
        path "{{vault.Versioned}}/metadata/*" { capabilities = ["read"] }
        """;

    private static string Signed(ECDsa key, long end, string audience)
    {
        var claims = new JsonObject { ["sub"] = "lumina", ["aud"] = audience, ["iat"] = end - 900, ["nbf"] = end - 900, ["exp"] = end };
        var text = $"{Part("""{"alg":"ES256","typ":"JWT"}""")}.{Part(claims.ToJsonString())}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";

        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>As an operator would.</summary>
    private async Task RevokeAsync(VaultStore store) =>
        await vault.WriteAsync("auth/token/revoke", new JsonObject { ["token"] = (await store.TokenAsync(TestContext.Current.CancellationToken))!.RevealText() });

    /// <summary>The file with the id of a role that may read.</summary>
    private async Task<string> RoleAsync(string name)
    {
        await vault.EnableAsync(RoleMount, "approle");
        await vault.PutPolicyAsync("reads", Reads);
        await vault.WriteAsync($"auth/{RoleMount}/role/{name}", new JsonObject { ["token_policies"] = new JsonArray(vault.Run + "-reads"), ["token_ttl"] = "1h" });
        return vault.Write(name + "-role", (string)(await vault.AskAsync(HttpMethod.Get, $"auth/{RoleMount}/role/{name}/role-id"))["data"]!["role_id"]!);
    }

    private async Task<string> WrappedAsync(string name) =>
        (string)(await vault.AskAsync(HttpMethod.Post, $"auth/{RoleMount}/role/{name}/secret-id", [], wrapTtl: "60s"))["wrap_info"]!["token"]!;
}
