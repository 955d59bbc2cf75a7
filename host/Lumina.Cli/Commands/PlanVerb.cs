using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Reports;
using Lumina.Cli.SavedPlans;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina plan</c>.</summary>
internal sealed class PlanVerb : Verb
{
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Save exactly this, for lumina apply FILE. The file holds the plan and its params; only its owner can read it.",
        HelpName = "FILE",
    };

    public PlanVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "plan", "Shows what would change and why, value by value. Lists what policy says to it. Changes nothing.",
            "lumina plan", "lumina plan --env staging --param version=1.4.1", "lumina plan --param version=1.4.1 --out release.plan") =>
        AddOptions(_out, common.Reason);

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var plan = session.LoadPlan();
        session.ReportFindings(plan);
        if (plan.HasErrors)
        {
            if (session.Screen.Json)
                session.Print(new(plan.Compiled.Name, session.Environment, null, null, [], [], plan.Findings), json => json.Preview);
            return ExitCode.Wrong;
        }

        var environment = plan.EnvironmentNamed(session.Environment);
        var host = await session.Door().RequireAsync(cancellationToken);
        var submission = plan.ToSubmission(environment);
        var preview = await PreviewAsync(session, host.Client, submission, cancellationToken);
        var result = Show(session, preview);
        if (result == ExitCode.Done && session.Value(_out) is { } file) Save(session, file, submission, preview);
        return result;
    }

    private static void Save(Session session, string file, PlanSubmission submission, Preview preview)
    {
        var world = session.World;
        SavedPlanFile.Write(
            Path.GetFullPath(file, world.CurrentDirectory), file,
            new(world.Time.GetUtcNow(), world.Actor, SavedPlan.ThisProgram, submission, preview));
        session.Screen.Message($"saved to {file}; do exactly this with: lumina apply {file}", Tone.Faint);
    }

    /// <summary>What it would do if this person did it now.</summary>
    internal static async Task<Preview> PreviewAsync(Session session, LuminaClient client, PlanSubmission submission, CancellationToken cancellationToken)
    {
        submission = submission with { Actor = session.World.Actor, Reason = session.Reason };
        try
        {
            return await client.PreviewAsync(submission, cancellationToken);
        }
        catch (PlanRefusedException refused)
        {
            return refused.Preview;
        }
    }

    private static ExitCode Show(Session session, Preview preview)
    {
        session.ReportFindings(preview.Diagnostics);
        var isWrong = preview.Diagnostics.Any(Findings.IsError);
        if (session.Screen.Json) session.Print(preview, json => json.Preview);
        else if (!isWrong) PreviewText.Write(session.Screen, preview, session.World.Time);
        return isWrong ? ExitCode.Wrong : ExitCode.Done;
    }
}
