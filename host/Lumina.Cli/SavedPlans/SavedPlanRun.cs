using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Commands;
using Lumina.Cli.Hosts;
using Lumina.Cli.Plans;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.SavedPlans;

/// <summary>Does exactly what was saved, or says what has moved since.</summary>
internal sealed class SavedPlanRun(Session session, SavedPlan saved, string named)
{
    private Screen Screen => session.Screen;

    /// <param name="isSure">Whether nobody is to be asked.</param>
    /// <param name="cancellationToken">Ends the run; a deployment that was started goes on.</param>
    public async Task<ExitCode> RunAsync(bool isSure, CancellationToken cancellationToken)
    {
        // Where the plan's own folder is not, on another machine, the host is looked for as for any plan.
        var folder = saved.Submission.Directory;
        var door = session.Door(Directory.Exists(folder) ? Path.Combine(folder, PlanFile.DefaultName) : null);
        var (host, _) = await door.EnsureAsync(onDemand: false, cancellationToken);
        var now = await PlanVerb.PreviewAsync(session, host.Client, saved.Submission, cancellationToken);
        session.ReportFindings(saved.Submission, now.Diagnostics);
        if (now.Diagnostics.Any(Findings.IsError))
        {
            if (Screen.Json) session.Print(DeploymentReport.Refused(now.Diagnostics), json => json.DeploymentReport);
            return ExitCode.Wrong;
        }

        if (!saved.Holds(now)) return Refuse(now);
        Screen.Report($"saved {Wording.Moment(saved.SavedAt, session.World.Time)} by {saved.SavedBy} with lumina {saved.Program}", Tone.Faint);
        PreviewText.Write(Screen, now, session.World.Time);
        if (PreviewText.ChangesNothing(now))
        {
            if (Screen.Json) session.Print(DeploymentReport.NothingToDo(now), json => json.DeploymentReport);
            return ExitCode.Done;
        }

        if (session.RefusesByPolicy(now)) return ExitCode.Refused;
        session.RefuseInFreeze(now);
        if (isSure || await Screen.AskAsync("Do it? [y/N] ", cancellationToken)) return await DeployAsync(door, host, cancellationToken);
        Screen.Message("nothing was touched");
        return ExitCode.Interrupted;
    }

    private async Task<ExitCode> DeployAsync(HostDoor door, FoundHost host, CancellationToken cancellationToken)
    {
        var asked = session.RequestFor("apply", saved.Submission, null, saved.Preview.Environment, expectedChanges: saved.Preview.ChangeDigest);
        var request = asked with { ExpectedPlan = saved.Preview.PlanDigest };
        try
        {
            var result = await new DeploymentRun(session, door, revives: true).RunAsync(host, request, cancellationToken);
            // One that had to wait is looked at once more when its turn comes.
            if (result != ExitCode.Refused) return result;
            var now = await PlanVerb.PreviewAsync(session, (await door.RequireAsync(cancellationToken)).Client, saved.Submission, cancellationToken);
            if (saved.Holds(now)) return result;
            Tell(now);
            return ExitCode.Conflict;
        }
        catch (ProblemException answer) when (answer.Problem.Code == ProblemCodes.Stale)
        {
            // Something was deployed after the look above: the host decides, and it has refused.
            return Refuse(await PlanVerb.PreviewAsync(session, host.Client, saved.Submission, cancellationToken));
        }
    }

    private ExitCode Refuse(Preview now)
    {
        if (Screen.Json)
            session.Print(DeploymentReport.Refused(now.Diagnostics) with { Moved = WhatMoved.Between(saved.Preview, now) }, json => json.DeploymentReport);
        Tell(now);
        return ExitCode.Conflict;
    }

    private void Tell(Preview now)
    {
        var moved = WhatMoved.Between(saved.Preview, now);
        var isOtherPlan = saved.Preview.PlanDigest != now.PlanDigest;
        var message = moved.Count > 0 ? $"What runs is not what {named} was made against."
            : isOtherPlan ? $"This host makes another plan of the same text than the one in {named}."
            : $"What would be done now is not what {named} says.";
        Screen.Complaint($"error {ProblemCodes.Stale}: {message}", Tone.Bad);
        foreach (var component in moved)
        {
            Screen.Complaint("  " + Text(component));
            foreach (var value in component.Values)
                foreach (var line in Wrap.Lines(PreviewText.Text(value), Screen.Width, 6)) Screen.Complaint(line);
        }

        Screen.Complaint("  Nothing was touched. Look at it again, and save it anew: lumina plan --out " + named);
    }

    private static string Text(MovedComponent component) => component switch
    {
        { FromRevision: null, ToRevision: { } now } => $"{component.Name}: did not run, now revision {now}",
        { FromRevision: { } then, ToRevision: null } => $"{component.Name}: revision {then}, now it does not run",
        { FromRevision: { } then, ToRevision: { } now } when then != now => $"{component.Name}: revision {then} → {now}",
        _ => $"{component.Name}: revision {component.ToRevision}",
    };
}
