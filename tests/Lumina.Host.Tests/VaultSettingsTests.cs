using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Host.Views;
using Lumina.Secrets;
using Lumina.Secrets.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Host.Tests;

/// <summary>What a host is told of Vault.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class VaultSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-vault-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_said_is_no_vault()
    {
        var services = new ServiceCollection();
        SecretSetup.Add(services, Parse([]));

        Assert.Null(Parse([]).Vault);
        Assert.Empty(services);
        Assert.Null(new SecretStoreBoard([]).Names);
    }

    [Fact]
    public void Each_way_to_log_in_is_told_by_the_command_line_or_the_environment()
    {
        var (token, role) = (Private("token"), Private("role"));

        Assert.Equal(new TokenLogin(token), Parse(["--vault", "https://vault:8200/", "--vault-token-file", token]).Vault?.Login);
        Assert.Equal("canary-token", ((TokenLogin)Parse(["--vault", "https://vault"], ("LUMINA_VAULT_TOKEN", "canary-token")).Vault!.Login).Token?.RevealText());
        Assert.Equal(
            new AppRoleLogin(role, token, IsWrapped: true) { Mount = "hosts" },
            Parse(["--vault", "https://vault", "--vault-auth", "approle", "--vault-auth-mount", "hosts", "--vault-role-id-file", role, "--vault-secret-id-file", token, "--vault-secret-id-wrapped"]).Vault?.Login);
        Assert.Equal(
            new KubernetesLogin("lumina", role),
            Parse([], ("LUMINA_VAULT_ADDR", "https://vault"), ("LUMINA_VAULT_AUTH", "kubernetes"), ("LUMINA_VAULT_ROLE", "lumina"), ("LUMINA_VAULT_TOKEN_FILE", role)).Vault?.Login);
        var vault = Parse(["--vault", "https://vault", "--vault-auth", "jwt", "--vault-token-file", token, "--vault-namespace", "team", "--vault-mount", "kv/"]).Vault!;
        Assert.Equal((new JwtLogin(null, token), "https://vault", "team", "kv"), ((JwtLogin)vault.Login, vault.Server, vault.Namespace, vault.Mount));
    }

    [Theory]
    [InlineData("not where it is", "--vault-mount", "kv")]
    [InlineData("as whom the host logs in", "--vault", "https://vault")]
    [InlineData("no way to log in", "--vault", "https://vault", "--vault-auth", "ldap")]
    [InlineData("something is missing", "--vault", "https://vault", "--vault-auth", "kubernetes")]
    [InlineData("can't be read", "--vault", "https://vault", "--vault-token-file", "/nowhere")]
    [InlineData("in the open", "--vault", "http://vault.example.com", "--vault-auth", "kubernetes", "--vault-role", "a", "--vault-token-file", "/dev/null")]
    public void What_can_not_be_is_told(string message, params string[] args)
    {
        var problem = Assert.Throws<HostStartException>(() => Parse(args));

        Assert.Equal(ProblemCodes.BadCommandLine, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_others_can_read_is_none()
    {
        var file = Private("open");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("chmod 600", Assert.Throws<HostStartException>(() => Parse(["--vault", "https://vault", "--vault-token-file", file])).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_is_away_is_a_store_that_is_not_well()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        // Nobody listens on that port of this machine.
        SecretSetup.Add(services, Parse(["--vault", "http://127.0.0.1:1", "--vault-token-file", Private("token")]));
        await using var provider = services.BuildServiceProvider();

        var board = new SecretStoreBoard(provider.GetServices<ISecretStore>());
        var status = Assert.Single(await board.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["vault"], board.Names);
        Assert.Equal(("vault", false), (status.Kind, status.Healthy));
        Assert.EndsWith("(LUM7140)", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", status.Message, StringComparison.Ordinal);
    }

    private string Private(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, "canary-" + name);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private HostSettings Parse(string[] args, params (string Name, string Value)[] variables)
    {
        IConfiguration configuration = HostConfiguration.Read(_folder.FullName, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        return HostSettings.Parse(["run", "--state", "/x", .. args], configuration) ?? throw new InvalidOperationException("It is no command line of ours.");
    }
}
