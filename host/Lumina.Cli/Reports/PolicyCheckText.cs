using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>What rules say about a plan, by environment, for a person.</summary>
internal static class PolicyCheckText
{
    private const int Most = 30;

    public static void Write(Screen screen, PolicyCheckOfPlan report)
    {
        foreach (var environment in report.Environments)
        {
            screen.Report($"{environment.Environment}: {Summary(environment)}", ToneOf(environment));
            // Nobody keeps them, so there is nothing to be had by their ids.
            foreach (var decision in environment.Decisions.Take(Most)) DecisionsText.Write(screen, decision with { Id = "" }, indent: 2);
            if (environment.Decisions.Count > Most) screen.Report($"  and {environment.Decisions.Count - Most} more; --output json has them all");
        }

        var denied = report.Environments.Where(environment => environment.Denied).Select(environment => environment.Environment).ToList();
        screen.Report("");
        var rules = $"{Wording.Count(report.Rules, "rule")} ({DecisionsText.Digest(report.Digest)}): ";
        if (denied.Count == 0) screen.Report($"{rules}{report.Plan} may be deployed", Tone.Good);
        else screen.Result($"{rules}{report.Plan} is denied in {string.Join(", ", denied)}", Tone.Bad);
    }

    private static string Summary(CheckedEnvironment environment)
    {
        (int Count, string One)[] parts =
            [(environment.Denials, "denial"), (environment.Approvals, "approval"), (environment.Warnings, "warning")];
        var counts = parts.Where(part => part.Count > 0).Select(part => Wording.Count(part.Count, part.One)).ToList();
        if (environment.Waived > 0) counts.Add(FormattableString.Invariant($"{environment.Waived} waived"));
        return counts.Count == 0 ? "nothing to say" : string.Join(", ", counts);
    }

    private static Tone ToneOf(CheckedEnvironment environment) =>
        environment.Denied ? Tone.Bad : environment.Approvals + environment.Warnings > 0 ? Tone.Doubtful : Tone.Good;
}
