using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina status</c>.</summary>
internal sealed class Status : Verb
{
    public Status(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "status", "Shows what runs where, in which version, and how healthy it is.",
            "lumina status", "lumina status --env staging --output json") =>
        AddOptions();

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var wanted = session.PlanInEnvironmentIfAny();
        var host = await session.Door().RequireAsync(cancellationToken);
        var statuses = await host.Client.GetStatusAsync(wanted?.Plan, wanted?.Environment, cancellationToken);
        if (session.Screen.Json) session.Print(StatusReport.Of(Only(statuses, wanted)), json => json.StatusReport);
        else Write(session, statuses, wanted);
        return ExitCode.Done;
    }

    private static void Write(Session session, PlanStatus[] statuses, (string Plan, string Environment)? wanted)
    {
        if (statuses.Length == 0)
            session.Screen.Report(wanted is { } one ? $"nothing of {one.Plan} runs in {one.Environment}" : "nothing runs");
        foreach (var status in statuses) session.Screen.Console.Write(StatusTable.Of(status, session.Screen.Width, session.World.Time));
    }

    private static PlanStatus Only(PlanStatus[] statuses, (string Plan, string Environment)? wanted) => statuses switch
    {
        [var one] => one,
        [] when wanted is var (plan, environment) => new(plan, environment, null, null, []),
        [] => throw CliException.BadCommandLine("Nothing runs, and no plan was named.", "Name one: lumina status PLAN --output json"),
        _ => throw CliException.BadCommandLine("More than one plan runs.", "Name one: lumina status PLAN --output json"),
    };
}
