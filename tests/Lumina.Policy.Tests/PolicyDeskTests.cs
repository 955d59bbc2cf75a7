using Lumina.Language.Rules;

namespace Lumina.Policy.Tests;

public sealed class PolicyDeskTests
{
    private static readonly Dictionary<string, string> Never = [];
    private static readonly PolicyRequest Request = Requests.Of(Requests.Web);

    [Fact]
    public async Task Without_an_engine_there_is_silence()
    {
        var desk = new PolicyDesk([]);

        Assert.False(desk.IsSetUp);
        Assert.Same(PolicyVerdict.Silent, await desk.DecideAsync(Request, Never, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_are_put_together_and_sorted()
    {
        var desk = new PolicyDesk([
            new Says("rules", "v2", ("b", RuleEffect.Warn, false), ("a", RuleEffect.Deny, true), ("c", RuleEffect.RequireApproval, false)),
            new Says("opa", "w1", ("d", RuleEffect.Deny, false), ("a", RuleEffect.Deny, false)),
        ]);

        var verdict = await desk.DecideAsync(Request, new Dictionary<string, string> { ["rules"] = "v1", ["opa"] = "w1" }, TestContext.Current.CancellationToken);

        Assert.Equal(["opa a", "opa d", "rules c", "rules b", "rules a"], verdict.Decisions.Select(d => d.Engine + " " + d.Rule));
        Assert.Equal([null, null, "v1", "v1", "v1"], verdict.Decisions.Select(d => d.EarlierVersion));
        Assert.Equal("opa=w1 rules=v2", string.Join(' ', verdict.Versions.Select(v => v.Key + "=" + v.Value)));
        Assert.Equal(InputDocument.Write(Request).Digest, verdict.InputDigest);
        Assert.True(verdict.IsDenied);
    }

    [Fact]
    public async Task The_same_question_to_the_same_rule_has_the_same_id()
    {
        var desk = new PolicyDesk([new Says("rules", "v1", ("a", RuleEffect.Deny, false), ("b", RuleEffect.Deny, false))]);
        var later = Request with { Now = Request.Now.AddSeconds(1) };

        var ids = new List<string>();
        foreach (var request in new[] { Request, Request, later, Request with { Moment = PolicyMoment.Start } })
            ids.AddRange((await desk.DecideAsync(request, Never, TestContext.Current.CancellationToken)).Decisions.Select(d => d.Id));

        Assert.All(ids, id => Assert.Matches("^pol-[0-9a-f]{20}$", id));
        Assert.Equal(ids[..2], ids[2..4]);
        Assert.Equal(6, ids.Distinct().Count());
    }

    [Fact]
    public async Task An_engine_that_throws_has_said_no()
    {
        var verdict = await new PolicyDesk([new Throws()]).DecideAsync(Request, Never, TestContext.Current.CancellationToken);

        Assert.True(verdict.IsDenied);
        Assert.Equal("The engine 'broken' failed: bug", Assert.Single(verdict.Decisions).Message);
    }

    private sealed class Says(string name, string version, params (string Rule, RuleEffect Effect, bool IsWaived)[] decisions) : IPolicyEngine
    {
        public string Name => name;

        public Task<EngineAnswer> DecideAsync(PolicyRequest request, PolicyInput input, CancellationToken cancellationToken) => Task.FromResult(new EngineAnswer(
            [.. decisions.Select(d => new Decision
            {
                Id = "", Engine = name, Rule = d.Rule, Version = version, Subject = "deployment", Effect = d.Effect, Message = "No.", InputDigest = input.Digest,
                Waiver = d.IsWaived ? new(new(2027, 3, 1), "so", "anna") : null,
            })],
            version));

        public Task<EngineHealth> LookAsync(CancellationToken cancellationToken) => Task.FromResult(new EngineHealth(name, version, []));
    }

    private sealed class Throws : IPolicyEngine
    {
        public string Name => "broken";

        public Task<EngineAnswer> DecideAsync(PolicyRequest request, PolicyInput input, CancellationToken cancellationToken) => throw new InvalidOperationException("bug");

        public Task<EngineHealth> LookAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("bug");
    }
}
