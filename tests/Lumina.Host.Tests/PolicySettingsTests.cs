using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Policy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Host.Tests;

/// <summary>What a host is told of rules, of OPA and of groups.</summary>
public sealed class PolicySettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-policy-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_said_is_no_policy_and_no_group()
    {
        var settings = Parse([]);

        Assert.Equal((false, null, false), (settings.Policy.IsWanted, settings.Policy.Engines, settings.Groups.IsIn("release-managers", "anna")));
        PolicySetup.Add(new ServiceCollection(), settings);
    }

    [Fact]
    public void Folders_of_rules_may_be_several_and_the_command_line_counts_most()
    {
        var (one, two) = (Folder("one"), Folder("two"));

        Assert.Equal([one, two], Parse(["--rules", one, "--rules", two], ("LUMINA_RULES", "/nowhere")).Policy.Rules);
        Assert.Equal([one, two], Parse([], ("LUMINA_RULES", $"{one}{Path.PathSeparator}{two}")).Policy.Rules);
        Assert.Equal([two], Parse([], $$"""{ "Lumina": { "Policy": { "Rules": ["{{two}}"] } } }""").Policy.Rules);
        Assert.Equal(["rules"], Parse(["--rules", one]).Policy.Engines);
    }

    [Fact]
    public void Opa_is_said_with_its_decision_and_what_follows_when_it_is_away()
    {
        var token = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(token, "sesame");

        var settings = Parse(["--opa", "http://opa:8181", "--opa-token-file", token], """
            { "Lumina": { "Policy": { "Opa": { "Path": "/lumina/main/", "Timeout": "250ms", "OnUnavailable": { "development": "warn", "production": "deny" } } } } }
            """);

        var opa = settings.Policy.Opa!;
        Assert.Equal(("http://opa:8181/", "lumina/main", token, TimeSpan.FromMilliseconds(250)), (opa.Url, opa.Path, opa.TokenFile, opa.Timeout));
        Assert.Equal([("development", "warn"), ("production", "deny")], opa.OnUnavailable.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(["opa"], settings.Policy.Engines);
        Assert.Equal("lumina", Parse(["--opa", "https://opa"], "{}").Policy.Opa?.Path);
    }

    [Theory]
    [InlineData("There is no folder /nowhere", "--rules", "/nowhere")]
    [InlineData("is not the address of an OPA", "--opa", "opa:8181", "--opa-path", "a")]
    [InlineData("not where it is", "--opa-path", "lumina/main")]
    [InlineData("There is no file /nowhere", "--opa", "http://opa:8181", "--opa-path", "a", "--opa-token-file", "/nowhere")]
    [InlineData("no time for which OPA is waited for", "--opa", "http://opa:8181", "--opa-path", "a", "--opa-timeout", "60s")]
    public void What_can_not_be_is_told(string message, params string[] args)
    {
        var problem = Assert.Throws<HostStartException>(() => Parse(args));

        Assert.Equal(ProblemCodes.BadCommandLine, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_but_warn_and_deny_is_told() => Assert.Contains("'ignore' is nothing that follows", Assert.Throws<HostStartException>(() => Parse([], """
        { "Lumina": { "Policy": { "Opa": { "Url": "http://opa:8181", "Path": "a", "OnUnavailable": { "development": "ignore" } } } } }
        """)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("would be sent to another machine in the open", "http://opa.example.com:8181", "sesame")]
    [InlineData("has no token that can be read", "http://127.0.0.1:8181", "")]
    public void A_host_that_can_not_ask_opa_as_it_was_told_to_does_not_start(string message, string url, string token)
    {
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, token);

        var problem = Assert.Throws<HostStartException>(() => PolicySetup.Add(new ServiceCollection(), Parse(["--opa", url, "--opa-token-file", file])));

        Assert.Equal(ProblemCodes.BadCommandLine, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opa_on_another_machine_is_asked_in_the_open_only_when_that_is_said()
    {
        string[] open = ["--opa", "http://opa.example.com:8181"];

        Assert.Contains("--opa-plain-http", Assert.Throws<HostStartException>(() => PolicySetup.Add(new ServiceCollection(), Parse(open))).Message, StringComparison.Ordinal);
        PolicySetup.Add(new ServiceCollection(), Parse([.. open, "--opa-plain-http"]));
        PolicySetup.Add(new ServiceCollection(), Parse(open, """{ "Lumina": { "Policy": { "Opa": { "PlainHttp": true } } } }"""));
        Assert.Contains("not where it is", Assert.Throws<HostStartException>(() => Parse(["--opa-plain-http"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_engine_that_is_wanted_is_asked()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        PolicySetup.Add(services, Parse(["--rules", Folder("rules"), "--opa", "http://127.0.0.1:8181"]));

        using var provider = services.BuildServiceProvider();
        Assert.True(provider.GetRequiredService<IPolicy>().IsSetUp);
        Assert.Equal(["rules", "opa"], provider.GetServices<IPolicyEngine>().Select(engine => engine.Name));
    }

    [Fact]
    public void Groups_name_people_to_the_letter()
    {
        var groups = Parse([], """{ "Lumina": { "Groups": { "release-managers": ["anna", " ben "], "owners": [] } } }""").Groups;

        Assert.True(groups.IsIn("release-managers", "anna") && groups.IsIn("release-managers", "ben"));
        Assert.False(groups.IsIn("release-managers", "Anna") || groups.IsIn("owners", "anna") || groups.IsIn("others", "anna"));
    }

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    private HostSettings Parse(string[] args, string file)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), file);
        return Parse(args);
    }

    private HostSettings Parse(string[] args, params (string Name, string Value)[] variables)
    {
        IConfiguration configuration = HostConfiguration.Read(_folder.FullName, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        return HostSettings.Parse(["run", "--state", "/x", .. args], configuration) ?? throw new InvalidOperationException("It is no command line of ours.");
    }
}
