using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>One check of a canary: what is measured, where it comes from, and what must hold.</summary>
internal sealed class CheckBinder(Evaluator evaluator)
{
    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    public MetricCheck Bind(SectionSettings check)
    {
        var read = new SettingsReader(check.Settings, evaluator);
        var metric = BindMetric(check);
        var isOwn = metric is not null && !RolloutWords.Metrics.Contains(metric);
        var defaults = new MetricCheck { Name = "", Metric = "" };
        var spec = defaults with
        {
            Name = check.Kind ?? "",
            Metric = metric ?? "",
            Query = read.Text("query"),
            Server = read.Text("server"),
            Url = read.Text("url"),
            Path = read.Text("path"),
            Command = read.Words("command") ?? [],
            Min = Bound(check, "min", metric),
            Max = Bound(check, "max", metric),
            Compare = read.Word("compare", RolloutWords.Compare) is null ? null : ComparedWith.Baseline,
            Tolerance = read.Percent("tolerance", 0, 1000) ?? 0,
            Confidence = read.Percent("confidence", 50, 99.9m),
            Worse = read.Word("worse", RolloutWords.Worse) switch { "lower" => WorseWhen.Lower, "either" => WorseWhen.Either, _ => WorseWhen.Higher },
            Over = read.Word("over", RolloutWords.Over) is "rollout" ? CheckSpan.Rollout : CheckSpan.Step,
            Every = Every(check, read) ?? defaults.Every,
            Count = read.Int("count", 1, 10_000),
            Failures = read.Int("failures", 0, 10_000) ?? defaults.Failures,
            Errors = read.Int("errors", 0, 10_000) ?? defaults.Errors,
            MinSamples = read.Int("min_samples", 1, 1_000_000),
            Group = read.Text("group"),
            Critical = read.Bool("critical") ?? false,
        };
        CheckTogether(check, spec);
        if (metric is not null)
            CheckSource(check, spec, isOwn);
        return spec;
    }

    private TimeSpan? Every(SectionSettings check, SettingsReader read)
    {
        if (read.Duration("every") is not { } every)
            return null;
        if (every < TimeSpan.FromSeconds(1))
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(read.PlaceOf("every", check.KindSpan)), "'every'", new DurationValue(every).ToText(), "1s or longer"));
        return every;
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

    private void CheckTogether(SectionSettings check, MetricCheck spec)
    {
        var settings = check.Settings;
        var isBounded = settings.Property("min") is not null || settings.Property("max") is not null;
        if (settings.Property("compare") is { } compare && isBounded)
            Conflict(compare, $"The check '{check.Kind}' has bounds and a comparison: leave compare out, or min and max.");
        else if (!isBounded && settings.Property("compare") is null)
            Miss(check, "max", "says nothing that must hold: write max = …, min = … or compare = baseline");
        foreach (var (name, article) in new[] { ("tolerance", "A tolerance"), ("worse", "What is worse") })
        {
            if (settings.Property(name) is { } property && settings.Property("compare") is null && isBounded)
                Conflict(property, $"{article} belongs to a comparison: write compare = baseline, or leave {name} out.");
        }
        if (settings.Property("confidence") is { } confidence && settings.Property("compare") is null && isBounded && spec.Metric != "error_rate")
            Conflict(confidence, "A confidence belongs to a comparison or to an error rate: write compare = baseline, or leave confidence out.");
        if (settings.Property("min_samples") is { } samples && settings.Property("compare") is null && isBounded && !RolloutWords.Counted.Contains(spec.Metric))
            Conflict(samples, "Each measurement is judged by itself here: leave min_samples out.");
        if (settings.Property("compare") is { } rates && spec.Metric == "request_rate")
            Conflict(rates, "A request rate follows the weights of the steps, so it can't be compared with the baseline's: write min = … or max = ….");
        if (spec is { Min: { } min, Max: { } max } && min > max)
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(settings.Properties["max"].Value.Span), "'max'", Written(settings.Properties["max"]), $"at least the min, {Written(settings.Properties["min"])}"));
    }

    /// <summary>Lumina's own metrics need no source, others exactly one.</summary>
    private void CheckSource(SectionSettings check, MetricCheck spec, bool isOwn)
    {
        var settings = check.Settings;
        var sources = RolloutWords.Sources.Select(settings.Property).OfType<PropertySyntax>().ToList();
        if (!isOwn)
        {
            foreach (var source in sources)
                Conflict(source, $"Lumina measures {spec.Metric} itself: leave {Named(source)} out, or give the metric a name of its own in quotes.");
            return;
        }
        if (sources.Count == 0)
            Miss(check, "query", $"has a metric of its own, '{spec.Metric}', and needs the query that asks for it: write query = \"…\", or url or command");
        foreach (var more in sources.Skip(1))
            Conflict(more, $"The check '{check.Kind}' has two sources: leave {Named(more)} out, or {Named(sources[0])}.");
        CheckBelongs(settings, "server", "query");
        CheckBelongs(settings, "path", "url");
        CheckAddress(settings, "server", spec.Server);
        CheckAddress(settings, "url", spec.Url);
        if (spec.Path is { } path && !path.StartsWith('$'))
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(settings.Properties["path"].Value.Span), "'path'", path, "a path from the document, which is $: $.data[0].rate"));
        if (settings.Property("compare") is { } compare && (spec.Query ?? spec.Url + spec.Path) is { Length: > 0 } text && !text.Contains("{{revision}}", StringComparison.Ordinal))
            Conflict(compare, $"The check '{check.Kind}' would compare a number with itself: put {{{{revision}}}} where its {Named(sources[0])} names the revision.");
    }

    private void CheckBelongs(Settings settings, string name, string source)
    {
        if (settings.Property(name) is { } property && settings.Property(source) is null)
            Conflict(property, $"'{name}' belongs to {source}: add {source}, or leave {name} out.");
    }

    private void CheckAddress(Settings settings, string name, string? text)
    {
        if (text is null || (Uri.TryCreate(text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            return;
        Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(settings.Properties[name].Value.Span), $"'{name}'", text, "an address that begins with http:// or https://"));
    }

    private void Miss(SectionSettings check, string property, string what)
    {
        if (check.Settings.Property(property) is null && !check.Settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(check.KindSpan), $"The check '{check.Kind}' {what}."));
    }

    private void Conflict(PropertySyntax property, string message) => Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(property.Name.Span), message));

    private string Named(PropertySyntax property) => Diagnostics.Source.ToString(property.Name.Span);

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
