using System.Collections.Concurrent;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Verdict = Lumina.Deployments.Strategies.Verdict;

namespace Lumina.Host.Judging;

/// <summary>
/// Judges canaries by the checks of their plan. How far the analysis of a step has got is kept in memory only: after a restart of the host
/// the step's analysis begins anew, with what is measured from then on. That can make a step last longer, and never lets one pass that was not looked at.
/// </summary>
internal sealed class AnalysisJudge(TargetRegistry targets, IHttpClientFactory clients, TimeProvider time, MetricSettings settings) : ICanaryJudge
{
    private readonly ConcurrentDictionary<ComponentKey, StepAnalysis> _analyses = new();
    private readonly SpawnedCommands _commands = new(time);

    public async Task<Verdict> JudgeAsync(ComponentKey component, Rollout rollout, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (rollout.To is not { Spec.Strategy: CanarySpec { Checks.IsDefaultOrEmpty: false } canary } to)
            return Verdict.Good;
        if (targets.TryFind(to.Spec.Target.Kind) is not { } target)
            return new Verdict.Unclear($"there is no driver for the target '{to.Spec.Target.Kind}'");

        var spec = AnalysisSpec.Of(canary);
        var now = time.GetUtcNow();
        var analysis = _analyses.TryGetValue(component, out var known) && known.IsOf(rollout, since)
            ? known
            : new StepAnalysis(rollout.Deployment, rollout.Step, since, RolloutAnalysis.Begin(spec, now));
        var run = analysis.Run;
        if (RolloutAnalysis.Due(spec, run, now).Length > 0)
        {
            var subject = new AnalysisSubject(component.Environment, component.Component, to.Number, rollout.From?.Revision.Number, to.Directory);
            var reader = new MetricReader(new TargetTraffic(target, component), _commands, clients.CreateClient(nameof(AnalysisJudge)), time, settings.Prometheus);
            run = RolloutAnalysis.Fold(spec, run, await reader.ReadAsync(subject, spec, run, now, cancellationToken), now);
        }

        if (IsOver(canary, rollout.Step, since, now))
            run = RolloutAnalysis.Conclude(spec, run);
        _analyses[component] = analysis with { Run = run };
        return VerdictOf(run.Verdict);
    }

    /// <summary>A gate has no end of its own: whoever opens it has looked.</summary>
    private static bool IsOver(CanarySpec canary, int step, DateTimeOffset since, DateTimeOffset now) =>
        step >= 1 && step <= canary.Steps.Length && canary.Steps[step - 1].For is { } lasts && now >= since + lasts;

    private static Verdict VerdictOf(Analysis.Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Failed => new Verdict.Failing(
            verdict.Check is { } check ? $"The check '{check}' failed: {verdict.Evidence}." : $"The analysis failed: {verdict.Evidence}.", verdict.Evidence),
        VerdictKind.Waiting => new Verdict.Waiting(),
        VerdictKind.Inconclusive => new Verdict.Unclear(verdict.Evidence),
        _ => Verdict.Good,
    };

    private sealed record StepAnalysis(string Deployment, int Step, DateTimeOffset Since, AnalysisRun Run)
    {
        public bool IsOf(Rollout rollout, DateTimeOffset since) => rollout.Deployment == Deployment && rollout.Step == Step && since == Since;
    }
}

/// <summary>Where metrics come from unless a plan says otherwise.</summary>
/// <param name="Prometheus">The address of a Prometheus; null for none.</param>
internal sealed record MetricSettings(string? Prometheus)
{
    /// <summary>The variable of the host's environment that names it.</summary>
    public const string Variable = "LUMINA_PROMETHEUS";

    public static MetricSettings OfEnvironment() => new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null);
}
