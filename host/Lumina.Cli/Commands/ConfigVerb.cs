using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Configuration;

namespace Lumina.Cli.Commands;

/// <summary>A verb of the configurations that a component has had.</summary>
internal abstract class ConfigVerb : Verb
{
    private readonly Argument<string> _component = new("COMPONENT") { Description = "A component of the plan." };

    protected ConfigVerb(World world, CommonOptions common, string name, string description, params string[] examples)
        : base(world, common, Needs.PlanOption | Needs.Host, name, description, examples) =>
        Add(_component);

    protected sealed override bool IsRepeatable => true;

    protected abstract Task<ExitCode> RunAsync(Session session, LuminaClient host, ComponentConfigurations found, CancellationToken cancellationToken);

    protected sealed override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (plan, environment) = session.PlanInEnvironment();
        var host = await session.Door().RequireAsync(cancellationToken);
        return await RunAsync(
            session, host.Client, await host.Client.GetConfigurationsAsync(environment, plan, session.Value(_component) ?? "", cancellationToken), cancellationToken);
    }

    protected static Argument<int?> Number(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>That which is meant: of that number, or that which runs, or else the newest.</summary>
    /// <exception cref="CliException">There is none at all.</exception>
    protected static int NumberOf(ComponentConfigurations found, int? number) => number
        ?? (found.Configurations.FirstOrDefault(c => c.Current) ?? (found.Configurations is [var newest, ..] ? newest : null))?.Number
        ?? throw new CliException(ExitCode.Wrong, new(
            ProblemCodes.NoSuchConfiguration, $"{found.Component} has no configuration in {found.Environment} yet.", "It gets one when it is deployed: lumina up"));

    /// <exception cref="ProblemException">There is none of that number, or what tells of it was archived.</exception>
    protected static async Task<ConfigurationVersion> ReadAsync(LuminaClient host, ComponentConfigurations found, int number, CancellationToken cancellationToken)
    {
        var text = await host.GetConfigurationAsync(found.Environment, found.Plan, found.Component, number, cancellationToken);
        try
        {
            return ConfigurationJson.Read(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException newer)
        {
            throw new CliException(ExitCode.Failed, new(
                ProblemCodes.BadRequest, string.Create(CultureInfo.InvariantCulture, $"Configuration {number} can't be read: {newer.Message}"), "Use the program that the host is of."));
        }
    }
}
