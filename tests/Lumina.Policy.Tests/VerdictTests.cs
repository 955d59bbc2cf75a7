using Lumina.Language.Plans;
using Lumina.Language.Rules;

namespace Lumina.Policy.Tests;

public sealed class VerdictTests
{
    [Fact]
    public void What_is_waived_denies_nothing()
    {
        var denial = Decide("pinned-images", RuleEffect.Deny);

        Assert.True(new PolicyVerdict { Decisions = [denial] }.IsDenied);
        Assert.False(new PolicyVerdict { Decisions = [denial with { Waiver = new DecisionWaiver(new DateOnly(2027, 1, 31), "the vendor has no digest", "anna") }] }.IsDenied);
    }

    [Fact]
    public void An_approval_that_two_rules_ask_for_is_asked_for_once()
    {
        var verdict = new PolicyVerdict { Decisions = [Ask("a", "release-managers"), Ask("b", "release-managers"), Ask("c", "security"), Decide("d", RuleEffect.Warn)] };

        Assert.Equal(["release-managers", "security"], verdict.Approvals.Select(a => Assert.Single(a.From)));
    }

    private static Decision Ask(string rule, string from) => Decide(rule, RuleEffect.RequireApproval) with { Approval = new ApprovalSpec { From = [from] } };

    private static Decision Decide(string rule, RuleEffect effect) => new()
    {
        Id = "pol-00000000000000000000",
        Engine = "rules",
        Rule = rule,
        Version = "sha256:0",
        Subject = "deployment",
        Effect = effect,
        Message = "No.",
        InputDigest = "sha256:0",
    };
}
