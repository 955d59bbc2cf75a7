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
        var inconclusive = read.Word("inconclusive", RolloutWords.Inconclusive);
        var checks = settings.Repeated("check");
        if (settings.Phrases("step").Count == 0 && !settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(canary.KindSpan), "A canary needs its steps: write step 5% for 1m."));
        var bind = new CheckBinder(evaluator);
        ImmutableArray<MetricCheck> bound = [.. checks.Select(bind.Bind)];
        if (settings.Section("score") is null)
            CheckWithoutScore(checks);
        return new CanarySpec
        {
            Steps = BindSteps(settings.Phrases("step")),
            Checks = bound,
            Score = settings.Section("score") is { } score ? BindScore(score, bound) : null,
            Inconclusive = inconclusive == "fail" ? InconclusiveMode.Fail : InconclusiveMode.Pause,
            NoData = noData switch { "pass" => NoDataMode.Pass, "wait" => NoDataMode.Wait, _ => NoDataMode.Fail },
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

    private ScoreSpec BindScore(SectionSettings score, ImmutableArray<MetricCheck> checks)
    {
        var read = new SettingsReader(score.Settings, evaluator);
        var defaults = new ScoreSpec();
        var spec = defaults with
        {
            Pass = read.Percent("pass", 0, 100) ?? defaults.Pass,
            Marginal = read.Percent("marginal", 0, 100),
            Groups = [.. score.Settings.Repeated("group").Select(BindGroup).OfType<GroupWeight>()],
        };
        if (spec.Marginal > spec.Pass)
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(read.PlaceOf("marginal", score.KindSpan)), "'marginal'", new PercentageValue(spec.Marginal.Value).ToText(), $"at most the pass mark, {new PercentageValue(spec.Pass).ToText()}"));
        if (spec.Groups.Sum(group => group.Weight) is > 100 and var sum)
            Diagnostics.Add(ValueFindings.OutOfRange(Diagnostics.Locate(score.KindSpan), "The weight of all groups", new PercentageValue(sum).ToText(), "at most 100%"));
        foreach (var group in score.Settings.Repeated("group").Where(group => checks.All(check => check.Group != group.Kind)))
            Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(group.KindSpan), $"No check is in the group '{group.Kind}': write group = \"{group.Kind}\" in one."));
        return spec;
    }

    private GroupWeight? BindGroup(SectionSettings group)
    {
        var weight = new SettingsReader(group.Settings, evaluator).Percent("weight", 0, 100);
        if (group.Settings.Property("weight") is null && !group.Settings.HasUnknown)
            Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(group.KindSpan), $"The group '{group.Kind}' has no weight: write weight = 50%."));
        return weight is null ? null : new GroupWeight(group.Kind ?? "", weight.Value);
    }

    /// <summary>What only a score looks at.</summary>
    private void CheckWithoutScore(IEnumerable<SectionSettings> checks)
    {
        foreach (var property in checks.SelectMany(check => new[] { check.Settings.Property("group"), check.Settings.Property("critical") }).OfType<PropertySyntax>())
            Diagnostics.Add(ValueFindings.Conflict(Diagnostics.Locate(property.Name.Span), $"'{Diagnostics.Source.ToString(property.Name.Span)}' belongs to a score: add score {{ }} to the canary, or leave it out."));
    }
}
