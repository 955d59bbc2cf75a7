using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Canaries: their steps and what is checked meanwhile.</summary>
internal sealed class CanaryBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    public CanarySpec Bind(SectionSettings canary)
    {
        var settings = canary.Settings;
        var read = new SettingsReader(settings, evaluator);
        var noData = read.Word("no_data", RolloutWords.NoData);
        if (settings.Phrases("step").Count == 0 && !settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(canary.KindSpan), "A canary needs its steps: write step 5% for 1m."));
        return new CanarySpec
        {
            Steps = BindSteps(settings.Phrases("step")),
            Checks = [.. settings.Repeated("check").Select(BindCheck)],
            NoData = noData switch { "pass" => NoDataMode.Pass, "wait" => NoDataMode.Wait, _ => NoDataMode.Fail },
            Matches = [.. settings.Repeated("match").Select(new MatchBinder(evaluator).Bind).OfType<RequestMatch>()],
            Mirror = read.WholePercent("mirror", 1, 100),
            Sticky = read.Bool("sticky") ?? false,
        };
    }

    private ImmutableArray<CanaryStep> BindSteps(IReadOnlyList<PhraseSyntax> phrases)
    {
        var read = new ValueReader(evaluator);
        var steps = ImmutableArray.CreateBuilder<CanaryStep>(phrases.Count);
        foreach (var phrase in phrases)
        {
            var lasts = phrase.Tails is [var tail] ? read.Duration(tail.Value, "'for'") : null;
            if (read.Percent(phrase.Value, "'step'", p => p is > 0 and <= 100, "above 0% and at most 100%") is not { } weight)
                continue;
            if (steps.Count > 0 && weight <= steps[^1].Weight)
                Diagnostics.Add(GraphFindings.StepOrder(Diagnostics.Locate(phrase.Value.Span), new PercentageValue(weight).ToText(), new PercentageValue(steps[^1].Weight).ToText()));
            steps.Add(new CanaryStep { Weight = weight, For = lasts });
        }
        return steps.DrainToImmutable();
    }

    private MetricCheck BindCheck(SectionSettings check)
    {
        var read = new SettingsReader(check.Settings, evaluator);
        var metric = BindMetric(check);
        var isOwn = metric is not null && !RolloutWords.Metrics.Contains(metric);
        var spec = new MetricCheck
        {
            Name = check.Kind ?? "",
            Metric = metric ?? "",
            Query = read.Text("query"),
            Min = Bound(check, "min", metric),
            Max = Bound(check, "max", metric),
            Compare = read.Word("compare", RolloutWords.Compare) is null ? null : ComparedWith.Baseline,
            Tolerance = read.Percent("tolerance", 0, 1000) ?? 0,
        };
        CheckTogether(check, spec, isOwn, isKnown: metric is not null && !isOwn);
        return spec;
    }

    /// <summary>A known metric by its word; another in quotes. Null when it can't be read, which has been reported.</summary>
    private string? BindMetric(SectionSettings check)
    {
        if (check.Settings.Property("metric") is not { } property)
        {
            Miss(check, "metric", "has no metric: write metric = error_rate");
            return null;
        }
        var read = new ValueReader(evaluator);
        if (property.Value is LiteralSyntax { IsWord: true })
            return read.Word(property.Value, RolloutWords.Metrics, "'metric'");
        var text = read.Text(property.Value, "'metric'");
        if (text is not null && RolloutWords.Metrics.Contains(text))
            return read.Word(property.Value, RolloutWords.Metrics, "'metric'");
        return text;
    }

    private void CheckTogether(SectionSettings check, MetricCheck spec, bool isOwn, bool isKnown)
    {
        var settings = check.Settings;
        var isBounded = settings.Property("min") is not null || settings.Property("max") is not null;
        if (settings.Property("compare") is { } compare && isBounded)
            Conflict(compare, $"The check '{check.Kind}' has bounds and a comparison: leave compare out, or min and max.");
        else if (!isBounded && settings.Property("compare") is null)
            Miss(check, "max", "says nothing that must hold: write max = …, min = … or compare = baseline");
        if (settings.Property("tolerance") is { } tolerance && settings.Property("compare") is null && isBounded)
            Conflict(tolerance, "A tolerance belongs to a comparison: write compare = baseline, or leave tolerance out.");
        if (isOwn)
            Miss(check, "query", $"has a metric of its own, '{spec.Metric}', and needs the query that asks for it: write query = \"…\"");
        if (isKnown && settings.Property("query") is { } query)
            Conflict(query, $"Lumina measures {spec.Metric} itself: leave query out, or give the metric a name of its own in quotes.");
        if (spec is { Min: { } min, Max: { } max } && min > max)
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(settings.Properties["max"].Value.Span), "'max'", Written(settings.Properties["max"]), $"at least the min, {Written(settings.Properties["min"])}"));
    }

    private void Miss(SectionSettings check, string property, string what)
    {
        if (check.Settings.Property(property) is null && !check.Settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(check.KindSpan), $"The check '{check.Kind}' {what}."));
    }

    private void Conflict(PropertySyntax property, string message) => Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(property.Name.Span), message));

    private string Written(PropertySyntax property) => evaluator.Evaluate(property.Value).ToText();

    /// <summary>A bound in the unit of its metric: percent, milliseconds, or a plain number.</summary>
    private decimal? Bound(SectionSettings check, string name, string? metric)
    {
        if (check.Settings.Property(name) is not { } property)
            return null;
        var value = evaluator.Evaluate(property.Value);
        var type = metric switch
        {
            null => ValueKind.Unknown,
            "error_rate" => ValueKind.Percentage,
            "request_rate" => ValueKind.Decimal,
            _ when metric.StartsWith("latency", StringComparison.Ordinal) && RolloutWords.Metrics.Contains(metric) => ValueKind.Duration,
            _ => value.Type is ValueKind.Percentage or ValueKind.Duration ? value.Type : ValueKind.Decimal,
        };
        return Conversion.To(type, value, property.Value, $"'{name}'", Diagnostics) switch
        {
            PercentageValue { Percent: var percent } => percent,
            DurationValue { Time: var time } => (decimal)time.TotalMilliseconds,
            DecimalValue { Number: var number } => number,
            _ => null,
        };
    }
}
