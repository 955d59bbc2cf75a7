using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.SavedPlans;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina apply</c>.</summary>
internal sealed class Apply : Verb
{
    public Apply(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "apply",
            "Shows what would change, asks, and does exactly that. Starts a local host first if none answers. PLAN may be a plan that was "
            + "saved with 'lumina plan --out': it is refused when what runs has moved since.",
            "lumina apply", "lumina apply release.plan --yes", "lumina apply --env staging --param version=1.4.1 --yes") =>
        AddOptions(common.Yes, common.OnConflict, common.Wait, common.DespiteFreeze, common.Reason);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var isSure = session.Value(Common.Yes);
        if (session.SavedPlan() is { } saved)
        {
            CheckCanAsk(session, isSure);
            return await new SavedPlanRun(session, saved.Plan, saved.Named).RunAsync(isSure, cancellationToken);
        }

        var plan = session.LoadPlan();
        session.ReportFindings(plan);
        if (plan.HasErrors) return Refuse(session, plan);
        CheckCanAsk(session, isSure);
        var submission = plan.ToSubmission(plan.EnvironmentNamed(session.Environment));
        var door = session.Door();
        var (host, _) = await door.EnsureAsync(onDemand: false, cancellationToken);
        var preview = await PlanVerb.PreviewAsync(session, host.Client, submission, cancellationToken);
        session.ReportFindings(preview.Diagnostics);
        if (preview.Diagnostics.Any(Findings.IsError))
        {
            if (session.Screen.Json) session.Print(DeploymentReport.Refused(preview.Diagnostics), json => json.DeploymentReport);
            return ExitCode.Wrong;
        }

        PreviewText.Write(session.Screen, preview, session.World.Time);
        if (PreviewText.ChangesNothing(preview))
        {
            if (session.Screen.Json) session.Print(DeploymentReport.NothingToDo(preview), json => json.DeploymentReport);
            return ExitCode.Done;
        }

        if (session.RefusesByPolicy(preview)) return ExitCode.Refused;
        session.RefuseInFreeze(preview);
        if (!isSure && !await session.Screen.AskAsync("Do it? [y/N] ", cancellationToken))
        {
            session.Screen.Message("nothing was touched");
            return ExitCode.Interrupted;
        }

        return await new DeploymentRun(session, door, revives: true).RunAsync(
            host,
            session.RequestFor("apply", submission, null, submission.Environment, expectedChanges: preview.ChangeDigest),
            cancellationToken);
    }

    private static void CheckCanAsk(Session session, bool isSure)
    {
        if (!isSure && !session.World.CanAsk)
        {
            throw CliException.BadCommandLine(
                "There is nobody to ask whether to go on: this is not a terminal.",
                "Look at it with lumina plan, then: lumina apply --yes");
        }
    }

    internal static ExitCode Refuse(Session session, LoadedPlan plan)
    {
        if (session.Screen.Json) session.Print(DeploymentReport.Refused(plan.Findings), json => json.DeploymentReport);
        else session.Screen.Complaint($"{plan.File.Name}: {Findings.Count(plan.Compiled.Diagnostics)}; nothing was touched", Tone.Bad);
        return ExitCode.Wrong;
    }
}
