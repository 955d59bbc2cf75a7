using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>What no engine says, and counts like it: the approval that the plan itself wants, and that policy gave no answer.</summary>
internal static class DecisionsOfLumina
{
    /// <summary>Denials first, then approvals, warnings and what is waived.</summary>
    public static int Rank(Decision decision) => decision switch
    {
        { Waiver: not null } => 3,
        { Effect: RuleEffect.Deny } => 0,
        { Effect: RuleEffect.RequireApproval } => 1,
        _ => 2,
    };

    public static Decision Approval(PolicyMoment moment, DeploymentIntent intent, ApprovalSpec approval, string inputDigest) => new()
    {
        Id = Id("plan", "approval", intent.PlanDigest ?? "", moment, intent.Environment, inputDigest),
        Engine = "plan",
        Rule = "approval",
        Version = intent.PlanDigest ?? "",
        Subject = "environment " + intent.Environment,
        Effect = RuleEffect.RequireApproval,
        Message = $"The plan wants {Approvals.Wanted(approval.Count, approval.From)} to agree before anything is deployed in {intent.Environment}.",
        Approval = approval,
        InputDigest = inputDigest,
    };

    public static Decision Denial(PolicyRequest request, string cause)
    {
        var subject = request.Step is { } step ? SubjectOf(step) : "deployment";
        return new()
        {
            Id = Id("lumina", "policy-answers", $"{request.Deployment.Id}\n{request.Plan.Name}\n{request.Plan.Environment.Name}\n{cause}", request.Moment, subject, ""),
            Engine = "lumina",
            Rule = "policy-answers",
            Version = "",
            Subject = subject,
            Component = request.Step?.Component,
            Effect = RuleEffect.Deny,
            Message = cause,
            InputDigest = "",
        };
    }

    public static string SubjectOf(StepFacts step) => string.Create(CultureInfo.InvariantCulture, $"step {step.Number} of {step.Component}");

    private static string Id(string engine, string rule, string version, PolicyMoment moment, string subject, string inputDigest) =>
        "pol-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', engine, rule, version, subject, moment.ToString(), inputDigest))))[..20];
}
