using Lumina.Api;
using Lumina.Deployments.Deciding;
using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Host.Views;

/// <summary>Decisions and approvals in the words of the wire contract.</summary>
internal static class DecisionReports
{
    public static PolicyDecision Of(Decision decision) => new(
        decision.Id, decision.Engine, decision.Rule, decision.Version, decision.Subject, decision.Component, Of(decision.Effect), decision.Message)
    {
        EarlierVersion = decision.EarlierVersion,
        Approval = decision.Approval is { } wanted ? new WantedApproval([.. wanted.From], wanted.Count, wanted.Expires.TotalSeconds) : null,
        Help = decision.Help,
        Place = decision.Place,
        Waiver = decision.Waiver is { } waiver ? new PolicyWaiver(waiver.Until, waiver.Reason, waiver.By) : null,
        InputDigest = decision.InputDigest,
        Milliseconds = Math.Round(decision.Milliseconds, 3),
    };

    public static ApprovalStatus? Of(ApprovalWait? wait) => wait is null ? null : new(
        wait.For,
        [.. wait.Needs.Select(need => new ApprovalNeedStatus(need.Why, need.From, need.Count, wait.Given.Count(agreement => agreement.As.Any(need.From.Contains))))],
        wait.Since, wait.Until,
        [.. wait.Given.Select(agreement => new AgreementReport(agreement.Actor, agreement.Comment, agreement.As, agreement.At))]);

    /// <summary><c>policy was asked: 1 denied, 2 warned</c>.</summary>
    public static string Message(PolicyCheck check)
    {
        (int Count, string What)[] parts = [(check.Denied, "denied"), (check.Approvals, "to be approved"), (check.Warned, "warned"), (check.Waived, "waived")];
        var said = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => FormattableString.Invariant($"{part.Count} {part.What}")));
        return "policy was asked: " + (said.Length == 0 ? "nothing against it" : said);
    }

    /// <summary><c>2 of release-managers (small-steps)</c>.</summary>
    public static string Message(IEnumerable<ApprovalNeed> needs) => string.Join(
        " and ", needs.Select(need => FormattableString.Invariant($"{need.Count} of {string.Join(" or ", need.From)} ({need.Why})")));

    private static string Of(RuleEffect effect) => effect switch
    {
        RuleEffect.Deny => "deny",
        RuleEffect.RequireApproval => "require-approval",
        _ => "warn",
    };
}
