using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>Why a decision was made, for a person.</summary>
internal static class ExplanationText
{
    private const int Label = 10;

    public static void Write(Screen screen, DecisionExplanation explanation, TimeProvider time)
    {
        DecisionsText.Write(screen, explanation.Decision, indent: 0);
        screen.Report("");
        if (explanation is { Moment: { } moment, At: { } at })
            Line("asked", $"{Asked(moment, explanation)}, {Wording.Moment(at, time)}");
        Line("version", explanation.Decision.Version is { Length: > 0 } version ? version : "none");
        if (explanation.Decision.InputDigest is { Length: > 0 } digest) Line("input", digest);
        Write(screen, "where", explanation.Where);
        Write(screen, "when", explanation.When);
        if (explanation.Note is { } note)
        {
            screen.Report("");
            foreach (var line in Wrap.Lines(note, screen.Width)) screen.Report(line);
        }

        if (explanation.Replay.Count == 0) return;
        screen.Report("");
        screen.Report("to ask it once more, with the folder of its policies as DIR:");
        foreach (var command in explanation.Replay) screen.Report("  " + command);

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

    private static string Asked(string moment, DecisionExplanation explanation)
    {
        var when = moment switch { "plan" => "when the plan was looked at", "start" => "at the start", _ => "before the step" };
        var of = explanation.Deployment is { } deployment ? $" of {deployment}" : "";
        return $"{when}{of} ({explanation.Plan} in {explanation.Environment})";
    }

    private static void Write(Screen screen, string name, ConditionExplanation? condition)
    {
        if (condition is null) return;
        screen.Report("");
        var (outcome, tone) = condition.Failure is { } failure ? ($"failed: {failure}", Tone.Bad) : (condition.Value is true ? "is true" : "is false", Tone.Strong);
        foreach (var line in Wrap.Lines($"{name} {outcome}", screen.Width)) screen.Report(line, tone);
        int? silent = null;
        foreach (var (index, part) in condition.Parts.Index())
        {
            // What is in a part that was not come to was not either: that is said once. JSON has them all.
            if (part.Depth > silent) continue;
            var wasBegun = part.Value is not null || Inner(condition.Parts, index).Any(inner => inner.Value is not null);
            silent = wasBegun ? null : part.Depth;
            var value = part.Value ?? (wasBegun && condition.Failure is not null ? "failed" : "not evaluated");
            foreach (var line in Wrap.Lines($"{part.Text} → {value}", screen.Width, 2 + (2 * part.Depth))) screen.Report(line, wasBegun ? Tone.Plain : Tone.Faint);
        }
    }

    private static IEnumerable<PartExplanation> Inner(IReadOnlyList<PartExplanation> parts, int of) =>
        parts.Skip(of + 1).TakeWhile(part => part.Depth > parts[of].Depth);
}
