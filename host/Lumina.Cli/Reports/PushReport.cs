using Lumina.Policy.Opa;

namespace Lumina.Cli.Reports;

/// <summary>What <c>policy push --output json</c> prints.</summary>
internal sealed record PushReport(bool Ok, int Added, int Changed, int Removed, int Unchanged, string Revision, bool HasDecision, string? Code, string? Message, IReadOnlyList<PolicyProblem> Problems)
{
    public static PushReport Of(PushOutcome outcome) => new(
        outcome.Failure is null, outcome.Added, outcome.Changed, outcome.Removed, outcome.Unchanged, outcome.Revision, outcome.HasDecision,
        outcome.Failure?.Code, outcome.Failure?.Message, outcome.Failure?.Problems ?? []);
}
