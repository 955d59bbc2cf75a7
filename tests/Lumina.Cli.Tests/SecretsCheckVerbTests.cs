using System.Collections.Immutable;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using Lumina.Language.Plans;

namespace Lumina.Cli.Tests;

public sealed class SecretsCheckVerbTests : IDisposable
{
    private const string Secrets = "GET /api/v1/secrets/development/lumina";

    private static readonly SecretInUse Current = new("core", "secret DB_KEY", "vault", "lumina/core key", "current") { Version = 3, Newest = 3 };

    private readonly Desk _desk = new Desk { Width = 120 }.WithHost();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task All_current_is_done()
    {
        Answer(Current, Current with { State = "pinned", Newest = 4 }, Current with { State = "leased", Version = null, Newest = null });

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("secrets check"));

        Assert.EndsWith("lumina in development: 1 pinned, 1 leased, 1 current\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_version_is_told_and_ends_with_3()
    {
        Answer(Current, Current with { State = "old", Newest = 4 }, Current with { State = "unknown", Reason = "Vault is sealed" });

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("secrets check"));

        Assert.Matches(@"core +secret DB_KEY +old +3 +4", _desk.Out);
        Assert.Contains("unknown: core, secret DB_KEY: Vault is sealed", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("lumina in development: 1 old, 1 unknown, 1 current", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_not_fine()
    {
        Answer(Current, Current with { State = "unknown", Reason = "Vault is sealed" });

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("secrets check --output json"));

        Assert.Contains("\"state\": \"unknown\"", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"Vault is sealed\"", _desk.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0, "current")]
    [InlineData(3, 3, "old")]
    [InlineData(0, 1, "unknown")]
    public async Task A_sealed_one_is_compared_with_the_file_beside_the_plan(int newest, int code, string state)
    {
        _desk.Components =
        [
            new ComponentSpec
            {
                Name = "core",
                Target = new() { Kind = "process" },
                Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("KEY", new SealedSecret { Name = "db-key", Version = newest }),
            },
        ];
        Answer(new SecretInUse("core", "secret KEY", "sealed", "db-key", "unknown") { Version = 2 });

        Assert.Equal((ExitCode)code, await _desk.TypeAsync("secrets check"));
        Assert.Contains($"1 {state}", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_secrets_it_says_so()
    {
        Answer();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("secrets check"));
        Assert.Equal("nothing of lumina that runs in development uses a secret\n", _desk.Out);
    }

    private void Answer(params SecretInUse[] secrets) => _desk.Host.Answer(Secrets, new SecretsInUse("lumina", "development", secrets), ApiJson.Default.SecretsInUse);
}
