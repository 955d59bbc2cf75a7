using System.Globalization;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Reports;

/// <summary>Configurations, and differences between them, for a person.</summary>
internal static class ConfigurationText
{
    public static void Write(Screen screen, ConfigurationReport report, TimeProvider time)
    {
        var known = report.Since is { } since ? $", since {Wording.Moment(since, time)}, brought by {report.Deployment}" : "";
        screen.Report(string.Create(CultureInfo.InvariantCulture, $"configuration {report.Number} of {report.Component} in {report.Environment}{known}{(report.Current ? "; it runs" : "")}"), Tone.Strong);
        if (report.Variables.Count == 0 && report.Files.Count == 0) screen.Report("nothing is in it");
        if (report.Variables.Count > 0) screen.Console.Write(TableOf(report.Variables));
        foreach (var file in report.Files)
        {
            screen.Report("");
            screen.Report($"file {file.Path}{(file.Secret ? " (secret)" : "")}{(file.Variable is { } variable ? $", in ${variable}" : "")}{(file.Origin is { } origin ? $"  {origin}" : "")}");
            foreach (var line in Lines(file.Content)) screen.Report("  " + line);
        }
    }

    public static void Write(Screen screen, ConfigurationDiffReport report)
    {
        screen.Report(string.Create(CultureInfo.InvariantCulture, $"configurations {report.From} and {report.To} of {report.Component} in {report.Environment}"), Tone.Strong);
        if (report.Changes.Count == 0) screen.Report("nothing is another");
        foreach (var change in report.Changes)
        {
            var (mark, tone) = (change.Before, change.After) switch { (null, _) => ("+", Tone.Good), (_, null) => ("-", Tone.Bad), _ => ("~", Tone.Doubtful) };
            var same = change.SameValue ? " (the same value)" : "";
            screen.Report($"{mark} {change.Path}: {Shown(change, mark)}{same}", tone);
            foreach (var line in change.Lines) screen.Report("    " + line, line[0] switch { '+' => Tone.Good, '-' => Tone.Bad, '@' => Tone.Faint, _ => Tone.Plain });
        }
    }

    private static string Shown(ConfigurationDiffEntry change, string mark) => mark switch
    {
        "+" => Quoted(change, change.After),
        "-" => Quoted(change, change.Before),
        _ when change.Before == change.After => $"{Quoted(change, change.After)}, with another value",
        _ => $"{Quoted(change, change.Before)} → {Quoted(change, change.After)}",
    };

    private static string Quoted(ConfigurationDiffEntry change, string? shown) => change.Path.StartsWith("config ", StringComparison.Ordinal) ? $"\"{shown}\"" : shown ?? "";

    private static Table TableOf(IReadOnlyList<VariableReport> variables)
    {
        var table = Tables.Plain("variable", "value", "from");
        foreach (var variable in variables)
            table.AddRow(
                new Text(variable.Name),
                variable.Secret is { } secret ? new Text($"({secret})", Tables.StyleOf(Tone.Doubtful)) : new Text(variable.Value ?? ""),
                new Text(variable.Origin ?? "", Tables.StyleOf(Tone.Faint)));
        return table;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
