using Lumina.Api;
using Lumina.Cli.Plans;
using Lumina.Cli.Policies;
using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Cli.Reports;

/// <summary>What <c>policy check --output json</c> prints.</summary>
/// <param name="Plan">The plan's name; null when it has none.</param>
/// <param name="Denied">Whether one of the environments is denied.</param>
/// <param name="Digest">The digest of the rules; empty when they can't be asked.</param>
/// <param name="Rules">How many there are.</param>
/// <param name="At">The time that they saw; null when they were not asked.</param>
/// <param name="Environments">Each that was asked about.</param>
/// <param name="Diagnostics">What was found in the plan, and behind it what was found in the rules.</param>
internal sealed record PolicyCheckOfPlan(
    string? Plan, bool Denied, string Digest, int Rules, DateTimeOffset? At, IReadOnlyList<CheckedEnvironment> Environments, IReadOnlyList<Finding> Diagnostics)
{
    public static PolicyCheckOfPlan Of(PlanQuestions questions, IReadOnlyCollection<(string Environment, PolicyVerdict Verdict)> answers) => new(
        questions.Plan.Compiled.Name, answers.Any(answer => answer.Verdict.IsDenied), questions.Rules.Rules.Digest, questions.Rules.Rules.Rules.Length, questions.Now,
        [.. answers.Select(answer => CheckedEnvironment.Of(answer.Environment, answer.Verdict))], FindingsOf(questions.Plan, questions.Rules));

    /// <summary>Of a plan or rules with errors: nothing was asked.</summary>
    public static PolicyCheckOfPlan Wrong(LoadedPlan plan, LoadedRules rules) => new(plan.Compiled.Name, Denied: false, "", 0, null, [], FindingsOf(plan, rules));

    private static Finding[] FindingsOf(LoadedPlan plan, LoadedRules rules) => [.. plan.Findings, .. Findings.Of(rules.Diagnostics)];
}

/// <param name="Environment">Its name.</param>
/// <param name="Denied">Whether nothing may be deployed there.</param>
/// <param name="Denials">How many rules deny something, each subject by itself.</param>
/// <param name="Approvals">How many of those require an approval.</param>
/// <param name="Warnings">How many of those warn.</param>
/// <param name="Waived">How many of those are waived, and count for none of the others.</param>
/// <param name="InputDigest">The digest of what they saw.</param>
/// <param name="Decisions">Each.</param>
internal sealed record CheckedEnvironment(
    string Environment, bool Denied, int Denials, int Approvals, int Warnings, int Waived, string InputDigest, IReadOnlyList<PolicyDecision> Decisions)
{
    public static CheckedEnvironment Of(string environment, PolicyVerdict verdict)
    {
        int Count(RuleEffect effect) => verdict.Decisions.Count(decision => decision.Waiver is null && decision.Effect == effect);
        return new(
            environment, verdict.IsDenied, Count(RuleEffect.Deny), Count(RuleEffect.RequireApproval), Count(RuleEffect.Warn), verdict.Decisions.Count(decision => decision.Waiver is not null),
            verdict.InputDigest, [.. verdict.Decisions.Select(Of)]);
    }

    private static PolicyDecision Of(Decision decision) => new(
        decision.Id, decision.Engine, decision.Rule, decision.Version, decision.Subject, decision.Component,
        decision.Effect switch { RuleEffect.Deny => "deny", RuleEffect.RequireApproval => "require-approval", _ => "warn" }, decision.Message)
    {
        Approval = decision.Approval is { } approval ? new(approval.From, approval.Count, approval.Expires.TotalSeconds) : null,
        Help = decision.Help,
        Place = decision.Place,
        Waiver = decision.Waiver is { } waiver ? new(waiver.Until, waiver.Reason, waiver.By) : null,
        InputDigest = decision.InputDigest,
        Milliseconds = Math.Round(decision.Milliseconds, 3),
    };
}
