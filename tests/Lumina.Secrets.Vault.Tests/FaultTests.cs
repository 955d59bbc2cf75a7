using System.Text;
using Microsoft.Extensions.Logging;
using static Lumina.Secrets.Vault.Tests.Asking;
using static Lumina.Secrets.Vault.Tests.LyingServer;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>What answers is slow, busy, cut off or lies.</summary>
public sealed class FaultTests
{
    private const string Token = "hvs.canary-token-that-is-shown", Read = "secret/data/a";

    [Theory]
    [InlineData(412, "")]
    [InlineData(429, "Retry-After: 0\r\n")]
    [InlineData(500, "")]
    [InlineData(502, "")]
    [InlineData(503, "")]
    public async Task What_passes_is_asked_again_and_not_for_ever(int status, string header)
    {
        await using var passing = Server(Read, count => count < 3 ? Http(status, """{"errors":[]}""", header) : null);
        Has(Value, await Open(passing).ReadAsync("secret/a"));
        Assert.Equal(3, passing.CountOf(Read));

        await using var lasting = Server(Read, _ => Http(status, """{"errors":["canary-of-an-engine"]}""", header));
        Fails(await Open(lasting, options => options with { Retries = 2 }).ReadAsync("secret/a"), SecretOutcome.Unavailable, VaultCodes.Busy, $"HTTP {status}");
        Assert.Equal(3, lasting.CountOf(Read));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_asked_again_and_one_that_is_not_there_is_unavailable()
    {
        await using var broken = Server(Read, count => count < 3 ? Cut : null);
        Has(Value, await Open(broken).ReadAsync("secret/a"));

        var nobody = Server(Read, _ => null);
        var store = Open(nobody);
        await nobody.DisposeAsync();
        Fails(await store.ReadAsync("secret/a"), SecretOutcome.Unavailable, VaultCodes.NoAnswer);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_no_longer_than_said()
    {
        await using var silent = new LyingServer((path, _) => path == Read ? null : Truth(path));
        var store = Open(silent, options => options with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 1 });

        Fails(await store.ReadAsync("secret/a"), SecretOutcome.Unavailable, VaultCodes.NoAnswer, "0.2 s");
        Assert.Equal(2, silent.CountOf(Read));
    }

    [Theory]
    [InlineData("canary")]
    [InlineData("")]
    [InlineData("[\"canary\"]")]
    [InlineData("""{"data":{"data":{"key":"canary-a"},"data":{"key":"canary-b"}}}""")]
    [InlineData("""{"data":{"data":{"key":"canary-a"}}}""")]
    [InlineData("""{"data":{"data":{"key":"canary-a"},"metadata":{"version":2,"created_time":"2026-03-01T10:00:00Z"}}}""")]
    [InlineData("""{"data":{"data":{"key":"canary-a"},"metadata":{"version":"1","created_time":"2026-03-01T10:00:00Z"}}}""")]
    [InlineData("""{"data":{"data":{"key":"canary-a"},"metadata":{"version":1,"created_time":"yesterday"}}}""")]
    [InlineData("""{"data":{"data":null,"metadata":{"version":1,"created_time":"2026-03-01T10:00:00Z"}}}""")]
    [InlineData("""{"data":{"data":{"key":"canary-a"},"metadata":{"version":1,"created_time":"2026-03-01T10:00:00Z"}}""")]
    public async Task What_is_not_what_was_asked_for_is_no_answer(string body)
    {
        await using var liar = Server(Read + "?version=1", _ => Http(200, body));

        Fails(await Open(liar).ReadAsync("secret/a", 1), SecretOutcome.Failed, VaultCodes.Malformed);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_read_to_its_end()
    {
        var body = new string('x', 3000);
        await using var announced = Server(Read, _ => Http(200, body));
        Fails(await Open(announced, options => options with { MaxAnswerBytes = 2048 }).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.Malformed, "2048");
        await using var endless = Server(Read, _ => $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}");
        Fails(await Open(endless, options => options with { MaxAnswerBytes = 2048 }).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.Malformed, "2048");
    }

    [Fact]
    public async Task What_is_no_HTTP_is_no_answer()
    {
        await using var strange = Server(Read, _ => "canary 200 of something else\r\n\r\n");

        Fails(await Open(strange).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.Malformed);
    }

    [Fact]
    public async Task Nothing_that_was_sent_or_kept_is_in_a_reason_an_exception_or_the_log()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-vault-");
        try
        {
            var (role, secret) = (Path.Combine(folder.FullName, "role"), Path.Combine(folder.FullName, "secret"));
            await File.WriteAllTextAsync(role, "canary-role");
            await File.WriteAllTextAsync(secret, "canary-secret-id");
            var log = new KeptLog();
            foreach (var echo in new[] { "canary-secret-id", "CANARY-SECRET-ID", Convert.ToBase64String(Encoding.UTF8.GetBytes("canary-secret-id")), "canary-se" })
            {
                await using var liar = Server("auth/approle/login", _ => Http(400, $$"""{"errors":["you said {{echo}}"]}"""));
                using var store = new VaultStore(Options(liar) with { Login = new AppRoleLogin(role, secret) }, TimeProvider.System, log);
                var answer = await store.ReadAsync("secret/a");
                Fails(answer, SecretOutcome.Failed, VaultCodes.LogInRefused);
                Assert.DoesNotContain("Y2FuYXJ5", answer.Reason, StringComparison.Ordinal);
            }

            await using var honest = Server("auth/approle/login", _ => Http(400, """{"errors":["invalid role or secret ID"]}"""));
            using var told = new VaultStore(Options(honest) with { Login = new AppRoleLogin(role, secret) }, TimeProvider.System, log);
            Fails(await told.ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.LogInRefused, "invalid role or secret ID");
            Assert.NotEmpty(log.Lines);
            Assert.DoesNotContain(log.Lines, line => line.Contains("canary", StringComparison.OrdinalIgnoreCase) || line.Contains("Y2FuYXJ5", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1/secret/data/b")]
    [InlineData("http://vault.example.com/v1/secret/data/a")]
    [InlineData("ftp://127.0.0.1/v1/secret/data/a")]
    [InlineData("/v1/secret/data/a")]
    [InlineData(null)]
    public async Task A_standby_that_sends_to_another_path_in_the_open_or_in_a_circle_is_not_followed(string? location)
    {
        await using var standby = Server(Read, _ => Http(307, "", location is null ? "" : $"Location: {location}\r\n"));

        Fails(await Open(standby).ReadAsync("secret/a"), SecretOutcome.Failed, VaultCodes.Malformed, "api_addr");
    }

    [Fact]
    public async Task A_standby_is_followed_to_the_active_node_with_the_token()
    {
        await using var active = new LyingServer((path, _) => Truth(path));
        await using var standby = Server(Read, _ => Http(307, "", $"Location: {active.Address}/v1/{Read}\r\n"));

        Has(Value, await Open(standby).ReadAsync("secret/a"));
        Assert.Contains($"X-Vault-Token: {Token}", Assert.Single(active.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, SecretOutcome.Done, "is active")]
    [InlineData(429, SecretOutcome.Done, "standby")]
    [InlineData(473, SecretOutcome.Done, "performance standby")]
    [InlineData(472, SecretOutcome.Unavailable, VaultCodes.NotReady)]
    [InlineData(474, SecretOutcome.Unavailable, VaultCodes.NotReady)]
    [InlineData(501, SecretOutcome.Unavailable, VaultCodes.NotReady)]
    [InlineData(503, SecretOutcome.Unavailable, VaultCodes.Sealed)]
    [InlineData(530, SecretOutcome.Unavailable, VaultCodes.NotReady)]
    [InlineData(500, SecretOutcome.Unavailable, VaultCodes.Busy)]
    [InlineData(404, SecretOutcome.Failed, VaultCodes.Malformed)]
    public async Task Its_health_is_told_by_the_status(int status, SecretOutcome outcome, string says)
    {
        await using var server = Server("sys/health", _ => Http(status, """{"version":"1.20.0"}"""));

        var check = await Open(server).CheckAsync(TestContext.Current.CancellationToken);

        Assert.Equal(outcome, check.Outcome);
        Assert.Contains(says, check.Value ?? check.Reason, StringComparison.Ordinal);
        Assert.Equal(1, server.CountOf("sys/health"));
    }

    [Fact]
    public async Task The_namespace_is_said_with_every_question_but_the_one_for_health()
    {
        await using var server = new LyingServer((path, _) => Truth(path));
        var store = Open(server, options => options with { Namespace = "team/part" });
        Has(Value, await store.ReadAsync("secret/a"));
        await store.CheckAsync(TestContext.Current.CancellationToken);

        Assert.All(server.Requests, request =>
        {
            Assert.Contains("X-Vault-Request: true", request, StringComparison.Ordinal);
            Assert.Equal(!request.Contains("sys/health", StringComparison.Ordinal), request.Contains("X-Vault-Namespace: team/part/", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_engine_of_a_path_is_asked_for_once()
    {
        await using var server = new LyingServer((path, _) => Truth(path));
        var store = Open(server);
        for (var i = 0; i < 5; i++)
            Has(Value, await store.ReadAsync(FormattableString.Invariant($"secret/p{i}")));

        Assert.Equal(1, server.Requests.Count(request => request.Contains("sys/internal/ui/mounts", StringComparison.Ordinal)));
        Assert.Equal(1, server.CountOf("auth/token/lookup-self"));
    }

    internal static VaultOptions Options(LyingServer server) => new()
    {
        Server = server.Address,
        Login = new TokenLogin(null, SecretValue.Of(Token)),
        Backoff = TimeSpan.FromMilliseconds(1),
    };

    private static LyingServer Server(string path, Func<int, string?> answer) => new((asked, count) => asked == path ? answer(count) ?? Truth(asked) : Truth(asked));

    private static VaultStore Open(LyingServer server, Func<VaultOptions, VaultOptions>? with = null) => VaultUnderTest.Open((with ?? (o => o))(Options(server)));

    private sealed class KeptLog : ILogger<VaultStore>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception) + exception);
    }
}
