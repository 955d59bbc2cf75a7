using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina show</c>.</summary>
internal sealed class Show : Verb
{
    private const int Label = 11;

    // "sha256:" and enough of it to tell plans apart; JSON has all.
    private const int Digest = 19;

    private readonly Argument<string> _id = new("ID") { Description = "A deployment, or the beginning or end of its id." };

    public Show(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "show", "Shows what a deployment did, and why it failed, with what was seen.",
            "lumina show dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F", "lumina show 3E4F --output json")
    {
        Add(_id);
        AddOptions();
    }

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var host = await session.Door().RequireAsync(cancellationToken);
        var id = await DeploymentId.ResolveAsync(host.Client, session.Value(_id) ?? "", cancellationToken);
        var detail = await host.Client.GetDeploymentAsync(id, cancellationToken);
        if (session.Screen.Json) session.Print(detail, json => json.DeploymentDetail);
        else Write(session, detail);
        return ExitCode.Done;
    }

    private static void Write(Session session, DeploymentDetail detail)
    {
        var summary = detail.Summary;
        var screen = session.Screen;
        screen.Report(summary.Id, Tone.Strong);
        var version = summary.Version is { } text ? " " + text : "";
        Line("what", $"{summary.Kind} {summary.Plan}{version} in {summary.Environment}");
        Line("outcome", DeploymentEnding.Summary(detail));
        Line("asked for", $"{Wording.Moment(summary.CreatedAt, session.World.Time)} by {summary.Actor}");
        if (summary.EndedAt is { } ended) Line("ended", Wording.Moment(ended, session.World.Time));
        if (summary.Reason is { } reason) Line("reason", reason);
        if (summary.DespiteFreeze is { } despite) Line("despite", "a freeze: " + despite);
        if (summary.FrozenUntil is { } until) Line("frozen", "until " + Wording.Moment(until, session.World.Time));
        if (summary.Approval is { } approval)
        {
            if (summary.State == "awaiting-approval") Line("approval", ApprovalText.Waits(approval, summary.Id, session.World.Time));
            else Line("approval", "was asked of " + ApprovalText.Needs(approval));
            foreach (var given in approval.Given) Line("agreed", ApprovalText.Of(given, session.World.Time));
        }

        if (summary.PlanDigest is { } digest) Line("plan", digest.Length > Digest ? digest[..Digest] + "…" : digest);
        if (detail.ArchivedIn is { } archive) Line("events", $"archived, on the host's machine in {archive}");
        screen.Report("");
        var components = detail.Components.Where(component => component.Action != "unchanged").ToList();
        if (components.Count > 0)
            screen.Console.Write(ProgressTable.Of(components, component => component.Seconds, screen.Width, int.MaxValue));
        foreach (var component in detail.Components.Where(component => component.Reason is not null || component.Evidence is not null))
        {
            screen.Report("");
            DeploymentEnding.WriteFailure(screen, component);
        }

        foreach (var component in detail.Components)
        {
            if (component.Approval is { } wanted) screen.Report($"{component.Name} {ApprovalText.Waits(wanted, summary.Id, session.World.Time)} {component.Name}", Tone.Doubtful);
        }

        foreach (var check in detail.Checks ?? [])
        {
            DecisionsText.Write(screen, check.Decisions);
            var about = check.Component is null ? "at the start" : FormattableString.Invariant($"before step {check.Step} of {check.Component}");
            screen.Report($"  asked {about}, {Wording.Moment(check.At, session.World.Time)}", Tone.Faint);
        }

        void Line(string name, string text)
        {
            var label = name.PadRight(Label);
            foreach (var line in Wrap.Lines(text, screen.Width - Label))
            {
                screen.Report(label + line);
                label = new string(' ', Label);
            }
        }
    }
}
