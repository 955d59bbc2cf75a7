using System.Collections.Immutable;
using Lumina.Deployments.Deciding;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Deployments.Tests.Deciding;

/// <summary>Verdicts in few words.</summary>
internal static class Say
{
    public static PolicyVerdict Deny(string rule, string message = "no") => Verdict(Decision(rule, RuleEffect.Deny, message));

    public static PolicyVerdict Warn(string rule) => Verdict(Decision(rule, RuleEffect.Warn, "mind"));

    public static PolicyVerdict Ask(string from, int count = 1, TimeSpan? expires = null, string rule = "two-people") =>
        Verdict(Decision(rule, RuleEffect.RequireApproval, "ask") with
        {
            Approval = new ApprovalSpec { From = [from], Count = count, Expires = expires ?? TimeSpan.FromHours(24) },
        });

    public static PolicyVerdict Verdict(params Decision[] decisions) => new()
    {
        Decisions = [.. decisions],
        InputDigest = "sha256:in",
        Input = "{}"u8.ToArray(),
        Versions = ImmutableSortedDictionary<string, string>.Empty.Add("rules", "sha256:v1"),
    };

    public static PolicyVerdict Silence(string version = "sha256:v1") => new() { Versions = ImmutableSortedDictionary<string, string>.Empty.Add("rules", version) };

    private static Decision Decision(string rule, RuleEffect effect, string message) => new()
    {
        Id = "pol-0",
        Engine = "rules",
        Rule = rule,
        Version = "sha256:v1",
        Subject = "deployment",
        Effect = effect,
        Message = message,
        InputDigest = "sha256:in",
    };
}

/// <summary>Groups as a test has them: <c>managers</c> are anna, ben, carl and the tester who starts deployments; everybody else is in none.</summary>
internal sealed class TestGroups : IApproverGroups
{
    public bool IsIn(string group, string person) => group == "managers" && person is ("anna" or "ben" or "carl" or "tester");
}
