using System.CommandLine;
using System.Globalization;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina history</c>.</summary>
internal sealed class History : Verb
{
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many at most, 1 to 1000.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    public History(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "history", "Lists deployments, the newest first.",
            "lumina history", "lumina history --env production --limit 5") =>
        AddOptions(_limit);

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var limit = session.Value(_limit);
        if (limit is < 1 or > 1000) throw CliException.BadCommandLine($"--limit is {limit}.", "It is a number from 1 to 1000.");
        var plan = session.HasPlan ? session.PlanInEnvironment().Plan : null;
        var host = await session.Door().RequireAsync(cancellationToken);
        var deployments = await host.Client.ListDeploymentsAsync(plan, session.Environment, limit, cancellationToken);
        if (session.Screen.Json) session.Print(deployments, json => json.DeploymentSummaryArray);
        else if (deployments.Length == 0) session.Screen.Report("no deployments yet");
        else session.Screen.Console.Write(TableOf(deployments, session));
        return ExitCode.Done;
    }

    private static string What(DeploymentSummary summary) =>
        (summary is { Version: { } version, Kind: not "remove" } ? $"{summary.Kind} {version}" : summary.Kind)
        + (summary.DespiteFreeze is null ? "" : ", despite a freeze");

    private static Table TableOf(DeploymentSummary[] deployments, Session session)
    {
        (string Title, int From, Func<DeploymentSummary, Text> Cell)[] columns =
        [
            ("deployment", 0, summary => new Text(summary.Id)),
            ("when", 110, summary => new Text(Wording.Moment(summary.CreatedAt, session.World.Time), Tables.StyleOf(Tone.Faint))),
            ("environment", 110, summary => new Text(summary.Environment)),
            ("what", 0, summary => new Text(What(summary))),
            ("outcome", 0, summary => new Text(Wording.State(summary.State), Tables.StyleOf(ProgressText.ToneOf(summary.State)))),
            ("changed", 76, summary => new Text(summary.Changed.ToString(CultureInfo.InvariantCulture))),
            ("took", 76, summary => new Text(Wording.Duration(summary.Seconds))),
            ("by", 110, summary => new Text(summary.Actor)),
        ];
        var shown = columns.Where(column => session.Screen.Width >= column.From).ToArray();
        var table = Tables.Plain([.. shown.Select(column => column.Title)]);
        table.Columns[0].NoWrap();
        foreach (var summary in deployments) table.AddRow(shown.Select(column => column.Cell(summary)));
        return table;
    }
}
