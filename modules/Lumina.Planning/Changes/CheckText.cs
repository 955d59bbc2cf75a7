using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>A check in one line: everything in it that another plan may have otherwise. What has its default is left out.</summary>
internal static class CheckText
{
    private static readonly MetricCheck Defaults = new() { Name = "", Metric = "" };

    public static string? Of(MetricCheck? check)
    {
        if (check is null) return null;
        var words = new List<string> { check.Metric };
        if (check.Query is not null) words.Add($"by {check.Query}");
        if (check.Server is not null) words.Add($"from {check.Server}");
        if (check.Url is not null) words.Add($"by {check.Url}");
        if (check.Path is not null) words.Add($"at {check.Path}");
        if (!check.Command.IsEmpty) words.Add($"by {PlanNotation.Of(check.Command)}");
        if (check.Min is { } min) words.Add("min " + PlanNotation.Of(min) + UnitOf(check));
        if (check.Max is { } max) words.Add("max " + PlanNotation.Of(max) + UnitOf(check));
        if (check.Compare is ComparedWith.Baseline) AddComparison(check, words);
        if (check.Confidence is { } confidence) words.Add($"confidence {PlanNotation.Of(confidence)}%");
        if (check.Over is CheckSpan.Rollout) words.Add("over the whole rollout");
        if (check.Every != Defaults.Every) words.Add("every " + PlanNotation.Of(check.Every));
        if (check.Count is { } count) words.Add("count " + Number(count));
        if (check.Failures != Defaults.Failures) words.Add("failures " + Number(check.Failures));
        if (check.Errors != Defaults.Errors) words.Add("errors " + Number(check.Errors));
        if (check.MinSamples is { } samples) words.Add("min_samples " + Number(samples));
        if (check.Group is not null) words.Add($"in group {check.Group}");
        if (check.Critical) words.Add("critical");
        return string.Join(' ', words);
    }

    public static string? Of(ScoreSpec? score) => score is null
        ? null
        : string.Join(", ", (string[])[
            $"pass {PlanNotation.Of(score.Pass)}%",
            .. score.Marginal is { } marginal ? [$"marginal {PlanNotation.Of(marginal)}%"] : Array.Empty<string>(),
            .. score.Groups.Select(group => $"{group.Name} {PlanNotation.Of(group.Weight)}%")]);

    private static void AddComparison(MetricCheck check, List<string> words)
    {
        words.Add($"against the baseline, tolerance {PlanNotation.Of(check.Tolerance)}%");
        if (check.Worse != Defaults.Worse) words.Add(check.Worse == WorseWhen.Lower ? "lower is worse" : "either is worse");
    }

    private static string UnitOf(MetricCheck check) => check switch
    {
        { Query: not null } or { Url: not null } or { Command.IsEmpty: false } => "",
        { Metric: "error_rate" } => "%",
        _ => check.Metric.StartsWith("latency", StringComparison.Ordinal) ? "ms" : "",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
