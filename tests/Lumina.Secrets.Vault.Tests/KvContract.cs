using System.Text.Json.Nodes;
using Lumina.Language.Plans;
using static Lumina.Secrets.Vault.Tests.Asking;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>Values, with versions and without.</summary>
public sealed class KvContract(VaultUnderTest vault)
{
    [Fact]
    public async Task The_newest_version_is_read_and_one_that_was_asked_for_is_that_one()
    {
        await vault.PutAsync("app/db", ("key", "canary-one"), ("user", "app"));
        await vault.PutAsync("app/db", ("key", "canary-two"));
        using var store = VaultUnderTest.Open(vault.Options());

        var newest = await store.ReadAsync($"{vault.Versioned}/app/db");
        Has("canary-two", newest);
        Assert.Equal((2, 1, null), (newest.Value!.Version!.Number, newest.Value.Values.Count, newest.Value.Lease));
        var first = await store.ReadAsync($"{vault.Versioned}/app/db", 1);
        Has("canary-one", first);
        Has("app", first, "user");
        Assert.True(first.Value!.Version!.CreatedAt <= newest.Value.Version.CreatedAt);
    }

    [Fact]
    public async Task A_path_without_a_mount_before_it_is_of_the_usual_one()
    {
        await vault.PutAsync("usual/memory", ("key", "canary-usual"));
        using var store = VaultUnderTest.Open(vault.Options());

        Has("canary-usual", await store.ReadAsync("usual/memory"));
        Has("canary-usual", await store.ReadAsync("/usual/memory/"));
        Assert.Equal(1, (await store.DescribeAsync("usual/memory")).Value?.Number);
    }

    [Fact]
    public async Task What_is_newest_is_told_without_values_and_only_metadata_may_be_read_for_it()
    {
        await vault.PutAsync("told", ("key", "canary-a"));
        await vault.PutAsync("told", ("key", "canary-b"));
        await vault.PutPolicyAsync("metadata", $$"""path "{{vault.Versioned}}/metadata/*" { capabilities = ["read"] }""");
        using var store = VaultUnderTest.Open(vault.Options(new TokenLogin(null, SecretValue.Of(await vault.TokenAsync("metadata")))));

        var described = await store.DescribeAsync($"{vault.Versioned}/told");
        Assert.Equal((SecretOutcome.Done, 2), (described.Outcome, described.Value?.Number));
        Fails(await store.ReadAsync($"{vault.Versioned}/told"), SecretOutcome.Failed, VaultCodes.Forbidden, $"path \"{vault.Versioned}/data/told\"", "read");
    }

    [Fact]
    public async Task Deleted_is_not_destroyed_and_neither_is_not_there()
    {
        await vault.PutAsync("gone", ("key", "canary-a"));
        await vault.PutAsync("gone", ("key", "canary-b"));
        await vault.PutAsync("gone", ("key", "canary-c"));
        await vault.WriteAsync($"{vault.Versioned}/destroy/gone", new JsonObject { ["versions"] = new JsonArray(1) });
        await vault.WriteAsync($"{vault.Versioned}/delete/gone", new JsonObject { ["versions"] = new JsonArray(3) });
        using var store = VaultUnderTest.Open(vault.Options());
        var path = $"{vault.Versioned}/gone";

        Fails(await store.ReadAsync(path, 1), SecretOutcome.Failed, VaultCodes.Destroyed, "Version 1");
        Has("canary-b", await store.ReadAsync(path, 2));
        Fails(await store.ReadAsync(path), SecretOutcome.Failed, VaultCodes.Deleted, "Version 3", "undelete");
        Fails(await store.DescribeAsync(path), SecretOutcome.Failed, VaultCodes.Deleted, "Version 3");
        Fails(await store.ReadAsync(path, 4), SecretOutcome.Failed, VaultCodes.NotThere, "version 4");
        Fails(await store.ReadAsync($"{vault.Versioned}/never"), SecretOutcome.Failed, VaultCodes.NotThere);
        Fails(await store.DescribeAsync($"{vault.Versioned}/never"), SecretOutcome.Failed, VaultCodes.NotThere);

        await vault.WriteAsync($"{vault.Versioned}/undelete/gone", new JsonObject { ["versions"] = new JsonArray(3) });
        Has("canary-c", await store.ReadAsync(path));
    }

    [Fact]
    public async Task An_engine_without_versions_has_values_and_no_lease()
    {
        await vault.WriteAsync($"{vault.Plain}/app/db", new JsonObject { ["key"] = "canary-plain" });
        using var store = VaultUnderTest.Open(vault.Options());

        var read = await store.ReadAsync($"{vault.Plain}/app/db");
        Has("canary-plain", read);
        Assert.Equal((null, null), (read.Value!.Version, read.Value.Lease));
        Assert.Equal((SecretOutcome.Done, null), (await store.DescribeAsync($"{vault.Plain}/app/db") is var told ? told.Outcome : default, told.Value));
        Fails(await store.ReadAsync($"{vault.Plain}/app/db", 1), SecretOutcome.Failed, VaultCodes.NoVersions);
        Fails(await store.ReadAsync($"{vault.Plain}/never"), SecretOutcome.Failed, VaultCodes.NotThere);
    }

    [Fact]
    public async Task Values_that_are_no_text_are_their_JSON_and_null_is_none()
    {
        await vault.PutAsync("shapes", ("key", 5432), ("flag", true), ("map", new JsonObject { ["a"] = 1 }), ("none", null), ("odd name/é", "canary-ünïcode\n"));
        using var store = VaultUnderTest.Open(vault.Options());

        var read = await store.ReadAsync($"{vault.Versioned}/shapes");
        Has("5432", read);
        Has("true", read, "flag");
        Has("""{"a":1}""", read, "map");
        Has("canary-ünïcode\n", read, "odd name/é");
        Assert.False(read.Value!.Values.ContainsKey("none"));
    }

    [Theory]
    [InlineData("auth/token/lookup-self")]
    [InlineData("sys/policies/acl/root")]
    [InlineData("a/../../../../v1/auth/token/lookup-self")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a?version=1")]
    [InlineData("a%2e%2e/b")]
    [InlineData("cubbyhole/a")]
    [InlineData("")]
    public async Task A_path_that_leads_to_no_secret_of_an_engine_is_not_asked_for(string path)
    {
        using var store = VaultUnderTest.Open(vault.Options());

        Fails(await store.ReadAsync(path), SecretOutcome.Failed, VaultCodes.Refused);
        Assert.Equal(0, store.LogIns);
    }

    [Fact]
    public void References_to_one_version_of_one_path_are_one_entry()
    {
        using var store = VaultUnderTest.Open(vault.Options());
        var secret = new VaultSecret { Path = "a/b", Key = "one" };

        Assert.Equal("vault:a/b@newest", store.EntryOf(secret));
        Assert.Equal(store.EntryOf(secret with { Version = 3 }), store.EntryOf(new VaultSecret { Path = "/a/b", Key = "other", Version = 3, Newest = true }));
        Assert.True(store.Serves(secret));
        Assert.False(store.Serves(new SealedSecret { Name = "a" }));
    }
}
