using System.Globalization;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina config list</c>.</summary>
internal sealed class ConfigList : ConfigVerb
{
    public ConfigList(World world, CommonOptions common)
        : base(
            world, common, "list", "Lists the configurations that a component has had, the newest first.",
            "lumina config list core", "lumina config list core --env production --output json") =>
        AddOptions();

    protected override Task<ExitCode> RunAsync(Session session, LuminaClient host, ComponentConfigurations found, CancellationToken cancellationToken)
    {
        if (session.Screen.Json)
        {
            session.Print(found, json => json.ComponentConfigurations);
            return Task.FromResult(ExitCode.Done);
        }

        if (found.Configurations.Count == 0) session.Screen.Report($"{found.Component} has no configuration in {found.Environment} yet");
        else session.Screen.Console.Write(TableOf(found, session));
        if (found.ArchivedIn is { } file) session.Screen.Report($"older events were archived, on the host's machine in {file}", Tone.Faint);
        return Task.FromResult(ExitCode.Done);
    }

    private static Table TableOf(ComponentConfigurations found, Session session)
    {
        var table = Tables.Plain("number", "", "since", "revision", "brought by");
        foreach (var configuration in found.Configurations)
        {
            table.AddRow(
                new Text(configuration.Number.ToString(CultureInfo.InvariantCulture)),
                new Text(configuration.Current ? "runs" : "", Tables.StyleOf(Tone.Good)),
                new Text(configuration.Since is { } since ? Wording.Moment(since, session.World.Time) : "archived", Tables.StyleOf(Tone.Faint)),
                new Text(configuration.Revision?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(configuration.Deployment ?? ""));
        }

        return table;
    }
}
