using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>What policy says, denials first.</summary>
internal static class DecisionsText
{
    private const int Most = 30;

    public static bool IsDenied(IEnumerable<PolicyDecision>? decisions) => Denials(decisions).Any();

    public static IEnumerable<PolicyDecision> Denials(IEnumerable<PolicyDecision>? decisions) =>
        (decisions ?? []).Where(decision => decision is { Effect: "deny", Waiver: null });

    public static void Write(Screen screen, IReadOnlyList<PolicyDecision>? decisions)
    {
        if (decisions is not { Count: > 0 }) return;
        screen.Report("");
        screen.Report("policy:");
        foreach (var decision in decisions.Take(Most)) Write(screen, decision, indent: 2);
        if (decisions.Count > Most) screen.Report($"  and {decisions.Count - Most} more; --output json has them all");
    }

    /// <param name="screen">Where.</param>
    /// <param name="decision">What.</param>
    /// <param name="indent">By how much it is moved in.</param>
    public static void Write(Screen screen, PolicyDecision decision, int indent)
    {
        var (mark, what, tone) = decision switch
        {
            { Waiver: not null } => ("–", "waived", Tone.Faint),
            { Effect: "deny" } => ("✗", "denied", Tone.Bad),
            { Effect: "require-approval" } => ("?", "to be approved", Tone.Doubtful),
            _ => ("!", "warning", Tone.Doubtful),
        };
        foreach (var line in Wrap.Lines($"{mark} {what}: {decision.Rule} ({decision.Subject}): {decision.Message}", screen.Width, indent)) screen.Report(line, tone);
        if (decision.Approval is { } wanted) More($"by {Wanted(wanted.Count, wanted.From)}, within {Wording.Duration(wanted.WithinSeconds)}");
        if (decision.Waiver is { } waiver) More($"until {waiver.Until:yyyy-MM-dd}, by {waiver.By}: {waiver.Reason}");
        if (decision.EarlierVersion is { } earlier) More($"the rules have changed since: {Digest(earlier)} → {Digest(decision.Version)}");
        var origin = new[] { decision.Place, decision.Help, decision.Id }.Where(part => part is { Length: > 0 }).ToArray();
        var inOneLine = string.Join("   ", origin);
        foreach (var line in inOneLine.Length + indent + 4 <= screen.Width ? [inOneLine] : origin) More(line ?? "");

        void More(string text)
        {
            foreach (var line in Wrap.Lines(text, screen.Width, indent + 4)) screen.Report(line, Tone.Faint);
        }
    }

    /// <summary><c>2 of release-managers or owners</c>.</summary>
    public static string Wanted(int count, IReadOnlyList<string> from) => FormattableString.Invariant($"{count} of {string.Join(" or ", from)}");

    // "sha256:" and enough of it to tell versions apart; JSON has all.
    public static string Digest(string digest) => digest.Length > 19 ? digest[..19] + "…" : digest;
}
