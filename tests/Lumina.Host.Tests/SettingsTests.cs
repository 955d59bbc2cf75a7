using System.Net;
using Lumina.Api;
using Lumina.Host.Starting;
using Microsoft.Extensions.Configuration;

namespace Lumina.Host.Tests;

/// <summary>What the command line, the environment and the file say about the store and the cluster.</summary>
public sealed class SettingsTests : IDisposable
{
    private const string Where = "Host=db;Database=lumina;Username=lumina";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_said_is_sqlite_alone()
    {
        var settings = Parse([]);

        Assert.Equal(new StoreSettings(StoreEngine.Sqlite, null, null), settings.Store);
        Assert.Equal(new ClusterSettings(), settings.Cluster);
    }

    [Fact]
    public void The_command_line_counts_more_than_the_environment_and_that_more_than_the_file()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), """
            { "Lumina": { "Store": "sqlite", "Connection": "Host=file", "PasswordFile": "/file", "Cluster": { "Name": "file", "SiloPort": 1 } } }
            """);

        var settings = Parse(["--connection", Where], ("LUMINA_STORE", "postgres"), ("LUMINA_CONNECTION", "Host=variable"), ("LUMINA_CLUSTER", "variable"));

        Assert.Equal(new StoreSettings(StoreEngine.Postgres, Where, "/file"), settings.Store);
        Assert.Equal(new ClusterSettings("variable", 1), settings.Cluster);
    }

    [Theory]
    [InlineData("There is no store", "--store", "oracle")]
    [InlineData("nothing says where", "--store", "postgres")]
    [InlineData("Everybody on this machine can read a password", "--store", "postgres", "--connection", Where + ";Password=sesame")]
    [InlineData("no port", "--silo-port", "70000")]
    [InlineData("no IP address", "--silo-address", "db.example")]
    [InlineData("every address", "--silo-address", "0.0.0.0")]
    [InlineData("not encrypted", "--silo-address", "10.0.0.5")]
    public void What_can_not_be_is_told(string message, params string[] args)
    {
        var problem = Assert.Throws<HostStartException>(() => Parse(args));

        Assert.Equal(ProblemCodes.BadCommandLine, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", problem.Message + problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_environment_is_taken() =>
        Assert.Contains("sesame", Parse([], ("LUMINA_STORE", "postgres"), ("LUMINA_CONNECTION", Where + ";Password=sesame")).Store.Connection, StringComparison.Ordinal);

    [Fact]
    public void Silos_meet_on_a_network_only_when_it_was_said_that_it_is_safe() =>
        Assert.Equal(IPAddress.Parse("10.0.0.5"), Parse(["--silo-address", "10.0.0.5", "--plain-silo-network"]).Cluster.SiloAddress);

    [Fact]
    public void Hosts_can_share_a_token_and_an_agent()
    {
        var settings = Parse(["--agent-state", "/shared/agent"], ("LUMINA_TOKEN_FILE", "/etc/token"));

        Assert.Equal(("/etc/token", "/shared/agent"), (settings.TokenFile, settings.AgentDirectory));
        Assert.Equal((null, "/x/agent"), (Parse([]).TokenFile, Parse([]).AgentDirectory));
    }

    [Theory]
    [InlineData("short", UnixFileMode.UserRead, "has no token")]
    [InlineData("0123456789abcdef 123456789abcdef", UnixFileMode.UserRead, "has no token")]
    [InlineData("0123456789abcdef0123456789abcdef", UnixFileMode.UserRead | UnixFileMode.OtherRead, "Others than its owner")]
    public void A_token_that_is_none_or_that_everybody_can_read_is_refused(string content, UnixFileMode mode, string message)
    {
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, mode);

        Assert.Contains(message, Assert.Throws<HostStartException>(() => TokenFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_taken_without_the_end_of_its_line()
    {
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, "0123456789abcdef0123456789abcdef\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead);

        using var folder = HostFolder.Take(Path.Combine(_folder.FullName, "state"), file);

        Assert.Equal("0123456789abcdef0123456789abcdef", folder.Token);
    }

    [Fact]
    public void What_comes_with_the_program_is_what_it_does_without()
    {
        var shipped = HostConfiguration.Read(AppContext.BaseDirectory, _ => null);

        Assert.Equal("sqlite", shipped["Lumina:Store"]);
        Assert.Equal(Parse([]), HostSettings.Parse(["run", "--state", "/x"], shipped));
    }

    private HostSettings Parse(string[] args, params (string Name, string Value)[] variables) =>
        HostSettings.Parse(["run", "--state", "/x", .. args], Read(variables)) ?? throw new InvalidOperationException("It is no command line of ours.");

    private IConfiguration Read((string Name, string Value)[] variables) =>
        HostConfiguration.Read(_folder.FullName, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
