using System.Globalization;
using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>A rehearsal as a person reads it: a line for each thing that happens, and what it comes to.</summary>
internal static class RehearsalText
{
    private const int LongestName = 16;
    private const int ShortestText = 24;

    public static void Write(Screen screen, RehearsalReport report)
    {
        screen.Report($"{report.Plan} in {report.Environment}, rehearsed", Tone.Strong);
        if (report.Components.Count == 0)
            screen.Report("nothing to change; with --from previous every component is rehearsed");
        else
            WriteEntries(screen, report);
        foreach (var note in report.Notes)
            Write(screen, "note: ", note, Tone.Faint);
        foreach (var notice in report.Noticed)
            Write(screen, $"{notice.Component}: ", Noticed(notice), Tone.Doubtful);
        if (report.Components.Count > 0)
            Write(screen, "", Ending(report), ToneOf(report.Outcome));
    }

    /// <summary><c>0.00 s</c>, <c>5 m 03.0 s</c>, <c>2 h 05 m 01 s</c>, <c>6 d 23 h 10 m</c>: when something happens, not how long it takes.</summary>
    public static string Moment(double seconds)
    {
        var at = TimeSpan.FromSeconds(seconds);
        return at switch
        {
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.00} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{at.Minutes} m {at.TotalSeconds % 60:00.0} s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{at.Hours} h {at.Minutes:00} m {at.Seconds:00} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{at.Days} d {at.Hours:00} h {at.Minutes:00} m"),
        };
    }

    private static void WriteEntries(Screen screen, RehearsalReport report)
    {
        var moments = report.Entries.Select(entry => Moment(entry.At)).ToArray();
        var times = moments.Max(moment => moment.Length);
        var names = report.Components.Count == 1 ? 0 : Math.Min(Math.Min(LongestName, screen.Width / 5), report.Components.Max(component => component.Name.Length));
        for (var i = 0; i < moments.Length; i++)
        {
            var entry = report.Entries[i];
            var name = names == 0 ? "" : "  " + Cut(entry.Component ?? "", names).PadRight(names);
            var share = entry.NewPercent is { } percent ? percent.ToString("0", CultureInfo.InvariantCulture) + "%" : "";
            Write(screen, $"  {moments[i].PadLeft(times)}{name}  {share,4}  ", entry.Text, ToneOf(entry.Kind));
        }
    }

    private static string Noticed(RehearsalNotice notice)
    {
        var after = notice.InjectedAt is { } injected ? $"noticed {Moment(notice.At - injected)} after it went wrong" : $"noticed at {Moment(notice.At)}";
        var back = notice.TrafficBackAt is { } at ? $"; all the traffic was back {Moment(at - notice.At)} later" : "";
        return $"{after}: {notice.Reason.TrimEnd('.')}{back}";
    }

    private static string Ending(RehearsalReport report) => report.Outcome switch
    {
        "succeeded" => $"would succeed, in {Moment(report.Seconds)}",
        "rolled-back" => $"would fail and be taken back, in {Moment(report.Seconds)}",
        "held" => $"stands at a gate, after {Moment(report.Seconds)}; without --hold-gates the rehearsal agrees and goes on",
        "waiting" => $"would stand until a person decides, from {Moment(report.Seconds)} on",
        "failed" => $"would fail, and not be taken back wholly: {report.Reason}",
        _ => report.Reason ?? "not through",
    };

    private static void Write(Screen screen, string lead, string text, Tone tone)
    {
        if (screen.Width - lead.Length < ShortestText)
        {
            // On a screen too narrow for that, the text stands below.
            screen.Report(lead.TrimEnd(), tone);
            foreach (var line in Wrap.Lines(text, screen.Width, 4)) screen.Report(line, tone);
            return;
        }

        foreach (var line in Wrap.Lines(text, screen.Width - lead.Length))
        {
            screen.Report(lead + line, tone);
            lead = new string(' ', lead.Length);
        }
    }

    private static string Cut(string name, int most) => name.Length <= most ? name : name[..(most - 1)] + "…";

    private static Tone ToneOf(string? kind) => kind switch
    {
        "noticed" or "injected" or "not-restored" or "waits" or "failed" or "rolled-back" or "waiting" or "unfinished" => Tone.Bad,
        "live" or "traffic-back" or "restored" or "removed" or "succeeded" => Tone.Good,
        _ => Tone.Plain,
    };
}
