using System.Text;
using Lumina.Api;
using Lumina.Configuration;

namespace Lumina.Host.Tests;

/// <summary>Which configurations a component has had, as a host tells it.</summary>
[Collection(HostTests.Name)]
public sealed class ConfigurationTests(RunningHost host)
{
    [Fact]
    public async Task Each_configuration_has_a_number_and_what_runs_is_marked()
    {
        var first = await host.DeployedAsync(Plan("config-numbers", "info"));
        var second = await host.DeployedAsync(Plan("config-numbers", "debug"));

        var found = await ListAsync("config-numbers", "a");

        Assert.Equal(
            [(2, true, second.Summary.Id), (1, false, first.Summary.Id)],
            found.Configurations.Select(c => (c.Number, c.Current, c.Deployment ?? "")));
        Assert.All(found.Configurations, c => Assert.NotNull(c.Since));
        Assert.Null(found.ArchivedIn);
    }

    [Fact]
    public async Task A_configuration_says_where_it_was_written_and_a_moved_line_is_no_change()
    {
        await host.DeployedAsync(Plan("config-origins", "info"));
        var again = await host.Client.PreviewAsync(RunningHost.Submission("// A line more.\n" + Plan("config-origins", "info")), CancellationToken.None);

        var configuration = await ReadAsync("config-origins", "a", 1);

        Assert.Equal(("info", "test.deploy:4"), (configuration.Variables["LOG_LEVEL"].Text, configuration.Variables["LOG_LEVEL"].Origin));
        Assert.Equal("test.deploy:5", configuration.Files["app.conf"].Origin);
        Assert.Equal(["unchanged"], again.Changes.Select(c => c.Action));
    }

    [Fact]
    public async Task Going_back_to_an_older_one_is_a_number_of_its_own_and_the_same_again_is_not()
    {
        await host.DeployedAsync(Plan("config-back", "info"));
        await host.DeployedAsync(Plan("config-back", "info", "run2"));
        await host.DeployedAsync(Plan("config-back", "debug"));
        await host.DeployedAsync(Plan("config-back", "info"));

        var found = await ListAsync("config-back", "a");

        Assert.Equal([3, 2, 1], found.Configurations.Select(c => c.Number));
        Assert.Equal(found.Configurations[2].Digest, found.Configurations[0].Digest);
        Assert.NotEqual(found.Configurations[1].Digest, found.Configurations[0].Digest);
    }

    [Fact]
    public async Task What_is_not_there_is_said_with_what_was_probably_meant()
    {
        await host.DeployedAsync(Plan("config-near", "info", component: "payments"));

        var component = await Assert.ThrowsAsync<ProblemException>(() => ListAsync("config-near", "paymnets"));
        var number = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync("config-near", "payments", 7));

        Assert.Equal((ProblemCodes.NoSuchConfiguration, "Did you mean 'payments'?"), (component.Problem.Code, component.Problem.Remedy));
        Assert.Equal((ProblemCodes.NoSuchConfiguration, "There is no configuration 7 of payments in development."), (number.Problem.Code, number.Problem.Message));
    }

    private Task<ComponentConfigurations> ListAsync(string plan, string component) => host.Client.GetConfigurationsAsync("development", plan, component, CancellationToken.None);

    private async Task<ConfigurationVersion> ReadAsync(string plan, string component, int number) =>
        ConfigurationJson.Read(Encoding.UTF8.GetBytes(await host.Client.GetConfigurationAsync("development", plan, component, number, CancellationToken.None)));

    private static string Plan(string name, string level, string command = "run", string component = "a") =>
        $"plan {name}\nenvironment development {{ target simulated }}\ncomponent {component} {{ command = \"{command}\"\n  config {{ LOG_LEVEL = \"{level}\" }}\n  config_file \"app.conf\" {{ content = \"x\" }}\n}}\n";
}
