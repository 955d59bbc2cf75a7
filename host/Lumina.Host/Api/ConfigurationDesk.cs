using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Targets;
using Lumina.Host.Views;

namespace Lumina.Host.Api;

/// <summary>Answers which configurations a component has had, and what is in them.</summary>
internal sealed class ConfigurationDesk(ConfigurationBoard board)
{
    public async Task<IResult> ListAsync(string environment, string plan, string component, CancellationToken cancellationToken)
    {
        if (Malformed(environment, plan, component) is { } wrong)
            return wrong;
        var key = new ComponentKey(environment, plan, component);
        return await board.ReadAsync(key, cancellationToken) is { } found
            ? Results.Json(found, ApiJson.Default.ComponentConfigurations)
            : await UnknownAsync(key, cancellationToken);
    }

    public async Task<IResult> DocumentAsync(string environment, string plan, string component, int number, CancellationToken cancellationToken)
    {
        if (Malformed(environment, plan, component) is { } wrong)
            return wrong;
        var key = new ComponentKey(environment, plan, component);
        if (await board.ReadAsync(key, cancellationToken) is not { } found)
            return await UnknownAsync(key, cancellationToken);
        if (found.Configurations.FirstOrDefault(c => c.Number == number) is not { } meant)
            return None(found, number);
        return await board.DocumentAsync(meant, cancellationToken) is { } document
            ? Results.Bytes(document, "application/json")
            : None(found, number);
    }

    private static IResult? Malformed(params string[] names) =>
        names.All(DeploymentDesk.IsName) ? null : Problems.BadRequest("Environments, plans and components have names of small letters, digits and '-'.");

    private async Task<IResult> UnknownAsync(ComponentKey key, CancellationToken cancellationToken) => Problems.Of(404, new Problem(
        ProblemCodes.NoSuchConfiguration, $"{key.Plan} never had a component '{key.Component}' in {key.Environment}.",
        await board.NearAsync(key, cancellationToken) is { } near ? $"Did you mean '{near}'?" : "lumina status lists what there is."));

    private static IResult None(ComponentConfigurations found, int number)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"configuration {number} of {found.Component} in {found.Environment}");
        return found.ArchivedIn is { } file && number > 0 && number < (found.Configurations is [var newest, ..] ? newest.Number : 0)
            ? Problems.Of(410, new Problem(
                ProblemCodes.ConfigurationArchived, $"The events that tell of {what} were archived, on the host's machine in {file} or in an older file.",
                $"gzip -dc '{file}' shows them. Those that are left: lumina config list {found.Component}"))
            : Problems.Of(404, new Problem(ProblemCodes.NoSuchConfiguration, $"There is no {what}.", $"Those that there are: lumina config list {found.Component}"));
    }
}
