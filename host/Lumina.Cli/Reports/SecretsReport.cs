using Lumina.Api;
using Lumina.Cli.Surroundings;
using Lumina.Language.Plans;
using Spectre.Console;

namespace Lumina.Cli.Reports;

/// <summary>What <c>secrets check</c> prints.</summary>
internal static class SecretsReport
{
    private const int Wide = 100;

    private static readonly (string State, Tone Tone)[] States =
        [("old", Tone.Bad), ("ending", Tone.Bad), ("unknown", Tone.Doubtful), ("pinned", Tone.Doubtful), ("leased", Tone.Plain), ("current", Tone.Good)];

    /// <summary>With what the file beside the plan says of sealed secrets, which the host does not have.</summary>
    /// <param name="ofHost">What the host says.</param>
    /// <param name="plan">The plan as it is here; null when it has errors.</param>
    public static SecretsInUse Completed(SecretsInUse ofHost, Plan? plan)
    {
        var newest = (plan?.Components ?? []).SelectMany(component => component.SecretReferences()).OfType<SealedSecret>()
            .Where(secret => secret.Version > 0).DistinctBy(secret => secret.Name).ToDictionary(secret => secret.Name, StringComparer.Ordinal);
        return ofHost with { Secrets = [.. ofHost.Secrets.Select(use => use.Kind == "sealed" ? Compared(use, newest.GetValueOrDefault(use.Kept)) : use)] };
    }

    /// <summary>3 when one is old or runs out, else 1 when of one nothing is known.</summary>
    public static ExitCode ExitCodeOf(SecretsInUse report) =>
        report.Secrets.Any(use => use.State is "old" or "ending") ? ExitCode.Refused
        : report.Secrets.Any(use => use.State is "unknown") ? ExitCode.Failed
        : ExitCode.Done;

    public static void Write(Screen screen, SecretsInUse report, TimeProvider time)
    {
        if (report.Secrets.Count == 0)
        {
            screen.Report($"nothing of {report.Plan} that runs in {report.Environment} uses a secret");
            return;
        }

        var told = report.Secrets.Where(use => use.State != "current").OrderBy(use => Array.FindIndex(States, known => known.State == use.State)).ToArray();
        if (told.Length > 0) screen.Console.Write(TableOf(told, screen.Width, time));
        foreach (var use in told.Where(use => use.Reason is not null).DistinctBy(use => (use.State, use.Reason)))
            foreach (var line in Wrap.Lines($"{use.State}: {use.Component}, {use.Path}: {use.Reason}", screen.Width)) screen.Report(line, Tone.Doubtful);
        screen.Report($"{report.Plan} in {report.Environment}: " + string.Join(", ", States
            .Select(state => (state.State, Count: report.Secrets.Count(use => use.State == state.State))).Where(state => state.Count > 0)
            .Select(state => $"{state.Count} {state.State}")));
        if (told.Any(use => use.State is "old" or "ending")) screen.Report("lumina plan shows what would be restarted, lumina up does it", Tone.Faint);
    }

    private static SecretInUse Compared(SecretInUse use, SealedSecret? newest) => newest is null
        ? use with { Reason = "the plan here has no sealed secret of that name, or its file can't be read" }
        : use with { Newest = newest.Version, State = use.Version is null ? "unknown" : use.Version == newest.Version ? "current" : "old", Reason = use.Version is null ? "which version it got is not recorded" : null };

    private static Table TableOf(IReadOnlyList<SecretInUse> uses, int width, TimeProvider time)
    {
        (string Title, int From, Func<SecretInUse, Text> Cell)[] columns =
        [
            ("component", 0, use => new Text(use.Component)),
            ("secret", 0, use => new Text(use.Path)),
            ("state", 0, use => new Text(use.State, Tables.StyleOf(States.FirstOrDefault(known => known.State == use.State).Tone))),
            ("runs", 0, use => new Text(Number(use.Version))),
            ("newest", 0, use => new Text(Number(use.Newest))),
            ("until", 0, use => new Text(use.Expires is { } expires ? Wording.Moment(expires, time) : "")),
            ("since", Wide, use => new Text(use.Since is { } since ? Wording.Moment(since, time) : "", Tables.StyleOf(Tone.Faint))),
            ("kept as", Wide, use => new Text($"{use.Kind} {use.Kept}", Tables.StyleOf(Tone.Faint))),
        ];
        var shown = columns.Where(column => width >= column.From && (column.Title != "until" || uses.Any(use => use.Expires is not null))).ToArray();
        var table = Tables.Plain([.. shown.Select(column => column.Title)]);
        foreach (var use in uses) table.AddRow(shown.Select(column => column.Cell(use)));
        return table;
    }

    private static string Number(int? version) => version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
