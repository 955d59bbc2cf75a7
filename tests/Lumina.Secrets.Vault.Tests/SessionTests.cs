using Microsoft.Extensions.Time.Testing;
using static Lumina.Secrets.Vault.Tests.Asking;
using static Lumina.Secrets.Vault.Tests.LyingServer;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>How long the host stays logged in, by a clock of the test's own; and what a pod says of itself.</summary>
public sealed class SessionTests : IDisposable
{
    private const string LogIn = "auth/kubernetes/login", Renew = "auth/token/renew-self";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-vault-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_token_is_renewed_when_two_thirds_of_its_time_are_over()
    {
        await using var server = Server(path => path == Renew ? Auth("hvs.canary-1", 300, true) : null);
        using var store = Open(server);
        Has(Value, await store.ReadAsync("secret/a"));

        _time.Advance(TimeSpan.FromSeconds(199));
        Has(Value, await store.ReadAsync("secret/a"));
        Assert.Equal(0, server.CountOf(Renew));
        for (var renewal = 1; renewal <= 3; renewal++)
        {
            _time.Advance(TimeSpan.FromSeconds(201));
            await UntilAsync(() => Task.FromResult(server.CountOf(Renew) == renewal && store.TokenSince == _time.GetUtcNow()));
        }

        Has(Value, await store.ReadAsync("secret/a"));
        Assert.Equal(1, server.CountOf(LogIn));
    }

    [Theory]
    [InlineData(false, 200, 300)]
    [InlineData(true, 403, 300)]
    [InlineData(true, 200, 20)]
    public async Task One_that_can_not_be_renewed_or_only_for_a_while_is_replaced_in_time(bool isRenewable, int status, int seconds)
    {
        await using var server = Server(path => path switch
        {
            LogIn => Auth("hvs.canary-2", 300, isRenewable),
            Renew => status == 200 ? Auth("hvs.canary-2", seconds, true) : Http(status, """{"errors":["permission denied"]}"""),
            _ => null,
        });
        using var store = Open(server);
        Has(Value, await store.ReadAsync("secret/a"));

        _time.Advance(TimeSpan.FromSeconds(201));

        await UntilAsync(() => Task.FromResult(store.LogIns == 2));
        Has(Value, await store.ReadAsync("secret/a"));
        Assert.Equal(2, server.CountOf(LogIn));
    }

    [Fact]
    public async Task One_that_could_not_be_renewed_because_vault_is_away_is_tried_again_while_it_is_good()
    {
        var isAway = true;
        await using var server = Server(path => path == Renew ? Volatile.Read(ref isAway) ? Http(500, "{}") : Auth("hvs.canary-1", 300, true) : null);
        using var store = Open(server);
        Has(Value, await store.ReadAsync("secret/a"));

        _time.Advance(TimeSpan.FromSeconds(201));
        await UntilAsync(() => Task.FromResult(server.CountOf(Renew) == 1));
        Volatile.Write(ref isAway, false);
        // Some time later: when it is tried again is not told by anything outside.
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(server.CountOf(Renew) >= 2);
        });

        Has(Value, await store.ReadAsync("secret/a"));
        Assert.Equal(1, server.CountOf(LogIn));
    }

    [Fact]
    public async Task One_that_has_run_out_is_not_shown_any_more()
    {
        await using var server = Server(_ => null);
        using var store = Open(server);
        Has(Value, await store.ReadAsync("secret/a"));

        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));

        Has(Value, await store.ReadAsync("secret/a"));
        Assert.True(server.CountOf(LogIn) >= 2);
    }

    [Fact]
    public async Task A_pod_shows_its_role_and_the_token_that_is_in_its_file_now()
    {
        await using var server = Server(_ => null);
        using var store = Open(server);
        Has(Value, await store.ReadAsync("secret/a"));
        await File.WriteAllTextAsync(TokenFile, "canary.pod.second");
        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));
        Has(Value, await store.ReadAsync("secret/a"));

        var logIns = server.Requests.Where(request => request.Contains(LogIn, StringComparison.Ordinal)).ToArray();
        Assert.StartsWith("POST /v1/auth/kubernetes/login ", logIns[0], StringComparison.Ordinal);
        Assert.EndsWith("""{"role":"lumina-host","jwt":"canary.pod.first"}""", logIns[0], StringComparison.Ordinal);
        Assert.EndsWith("""{"role":"lumina-host","jwt":"canary.pod.second"}""", logIns[^1], StringComparison.Ordinal);
        Assert.All(logIns, request => Assert.DoesNotContain("X-Vault-Token", request, StringComparison.Ordinal));
    }

    private string TokenFile => Path.Combine(_folder.FullName, "pod-token");

    private static string Auth(string token, int seconds, bool isRenewable) =>
        Http(200, $$"""{"auth":{"client_token":"{{token}}","lease_duration":{{seconds}},"renewable":{{(isRenewable ? "true" : "false")}} } }""");

    private static LyingServer Server(Func<string, string?> answer) =>
        new((path, _) => answer(path) ?? (path is LogIn or Renew ? Auth("hvs.canary-1", 300, true) : Truth(path)));

    private VaultStore Open(LyingServer server)
    {
        File.WriteAllText(TokenFile, "canary.pod.first\n");
        return VaultUnderTest.Open(FaultTests.Options(server) with { Login = new KubernetesLogin("lumina-host", TokenFile), Retries = 0, Timeout = TimeSpan.FromMinutes(5), Patience = TimeSpan.FromMinutes(10) }, _time);
    }
}
