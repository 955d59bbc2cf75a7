using System.Collections.Immutable;
using System.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Engine;
using Diagnostic = Lumina.Language.Diagnostics.Diagnostic;

namespace Lumina.Policy.Testing;

/// <summary>Runs the tests of a set: each through the engine's own evaluation, with only the rule that it is about. Waivers are left out, so that what a test shows is the rule.</summary>
/// <param name="time">The clock that limits are measured by.</param>
/// <param name="limits">How long the rule of one test may take.</param>
public sealed class RuleTester(TimeProvider time, RuleLimits limits)
{
    private readonly EvaluationThreads _threads = new(time, limits.Threads);
    private readonly ConditionCompiler _compiler = new();

    /// <summary>How often something was compiled.</summary>
    internal int Compilations => _compiler.Compilations;

    /// <summary>Compiles the conditions, all at once, and runs the tests.</summary>
    /// <param name="rules">The set.</param>
    /// <param name="tests">Tests of its rules.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What came of them; or else what is wrong with the conditions.</returns>
    public async Task<(RuleTestReport? Report, ImmutableArray<Diagnostic> Problems)> RunAsync(
        RuleSet rules, IReadOnlyCollection<RuleTestSpec> tests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(tests);
        var (compiled, problems) = _compiler.Compile(rules);
        if (compiled is null)
            return (null, problems);
        var byName = compiled.Rules.ToDictionary(rule => rule.Rule.Name, StringComparer.Ordinal);
        var results = ImmutableArray.CreateBuilder<RuleTestResult>(tests.Count);
        foreach (var test in tests)
        {
            var rule = byName[test.Rule];
            var one = new CompiledRules(new RuleSet { Rules = [rule.Rule], Digest = rules.Digest }, [rule]);
            results.Add(await RunAsync(one, test, cancellationToken));
        }

        return (new(results.ToImmutable(), [.. rules.Rules.Select(rule => CoverageOf(rule, results))]), []);
    }

    private async Task<RuleTestResult> RunAsync(CompiledRules rule, RuleTestSpec test, CancellationToken cancellationToken)
    {
        var input = InputDocument.Write(TestRequest.Of(test, rule.Set.Rules[0].Subject));
        var guard = new Guard(time);
        guard.EndAt(time.GetTimestamp() + (long)(limits.Time.TotalSeconds * time.TimestampFrequency));
        var evaluation = new Evaluation(rule, input.Model!, input.Digest, guard); // Written here, so its model is there.
        var began = Stopwatch.GetTimestamp();
        try
        {
            var decided = await _threads.RunAsync(evaluation.Run, limits.Time + limits.Grace, cancellationToken);
            var failed = decided.FirstOrDefault(decision => evaluation.Failed.Contains(decision.Subject));
            return new(test, [.. test.Expectations.Where(e => !IsMet(e, decided, evaluation.Failed))], decided, failed?.Message, Stopwatch.GetElapsedTime(began));
        }
        catch (TimeoutException e)
        {
            return new(test, test.Expectations, [], $"The rule '{test.Rule}' can't tell: {e.Message}.", Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>A condition that fails denies, but that is not what an <c>expect deny</c> means: only who expects the very words of the failure has it met.</summary>
    private static bool IsMet(RuleExpectation expected, ImmutableArray<Decision> decided, IReadOnlySet<string> failed) =>
        expected.Outcome is ExpectedOutcome.Nothing
            ? decided.IsEmpty
            : decided.Any(decision => IsOf(expected.Outcome, decision.Effect)
                && (expected.Message is null ? !failed.Contains(decision.Subject) : decision.Message.Contains(expected.Message, StringComparison.Ordinal))
                && (expected.From.IsEmpty || (decision.Approval is { } approval && approval.From.ToHashSet(StringComparer.Ordinal).SetEquals(expected.From))));

    private static bool IsOf(ExpectedOutcome outcome, RuleEffect effect) => outcome switch
    {
        ExpectedOutcome.Deny => effect is RuleEffect.Deny,
        ExpectedOutcome.Warn => effect is RuleEffect.Warn,
        ExpectedOutcome.RequireApproval => effect is RuleEffect.RequireApproval,
        _ => false,
    };

    /// <summary>A condition that failed has neither fired nor been silent.</summary>
    private static RuleCoverage CoverageOf(RuleSpec rule, IEnumerable<RuleTestResult> results)
    {
        var seen = results.Where(result => result.Test.Rule == rule.Name && result.Failure is null).ToList();
        return new(rule, seen.Exists(result => !result.Decided.IsEmpty), seen.Exists(result => result.Decided.IsEmpty));
    }
}
