using System.Collections.Immutable;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Host.Tests;

/// <summary>Policy and approvals as the wire has them.</summary>
public sealed class PolicyTests(PolicyHost fixture) : IClassFixture<PolicyHost>
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();
    private readonly RunningHost _host = fixture.Host;

    [Fact]
    public async Task What_policy_says_is_told_when_a_plan_is_looked_at()
    {
        fixture.Answer(_plan, PolicyHost.Decide(RuleEffect.Deny, "pinned-images", "a runs web:latest"), PolicyHost.Decide(RuleEffect.Warn, "mind", "well"));

        var preview = await _host.Client.PreviewAsync(RunningHost.Submission(Text()) with { Actor = "anna", Reason = "release" }, CancellationToken.None);

        Assert.Equal([("deny", "pinned-images", "a runs web:latest"), ("warn", "mind", "well")], preview.Decisions!.Select(d => (d.Effect, d.Rule, d.Message)));
        var asked = fixture.Asked(_plan)[^1];
        Assert.Equal((PolicyMoment.Plan, "anna", "release", null), (asked.Moment, asked.Deployment.Actor, asked.Deployment.Reason, asked.Deployment.Id));
    }

    [Fact]
    public async Task A_denial_refuses_the_deployment_and_can_be_read_afterwards()
    {
        fixture.Answer(_plan, PolicyHost.Decide(RuleEffect.Deny, "pinned-images", "a runs web:latest"));

        var detail = await _host.DeployedAsync(Text());

        Assert.Equal(("refused", "Refused by policy. pinned-images: a runs web:latest"), (detail.Summary.State, detail.Summary.Reason));
        Assert.Equal(["skipped"], detail.Components.Select(c => c.Outcome));
        var check = Assert.Single(detail.Checks!);
        Assert.Equal(("start", "pinned-images"), (check.Moment, Assert.Single(check.Decisions).Rule));
        var all = await _host.Client.GetDecisionsAsync(detail.Summary.Id, CancellationToken.None);
        Assert.Equal((detail.Summary.Id, "sha256:v1"), (all.Deployment, Assert.Single(all.Checks).Versions["rules"]));
    }

    [Fact]
    public async Task Silence_is_told_by_the_decisions_alone()
    {
        var detail = await _host.DeployedAsync(Text());

        Assert.Null(detail.Checks);
        Assert.Empty(Assert.Single((await _host.Client.GetDecisionsAsync(detail.Summary.Id, CancellationToken.None)).Checks).Decisions);
        Assert.Equal(404, (await Assert.ThrowsAsync<ProblemException>(() => _host.Client.GetDecisionsAsync("dep-none", CancellationToken.None))).Status);
    }

    [Fact]
    public async Task The_approval_that_a_plan_wants_is_told_waited_for_and_given()
    {
        var text = Text("approval { from = [\"release-managers\"]  count = 2 }");
        var preview = await _host.Client.PreviewAsync(RunningHost.Submission(text), CancellationToken.None);
        var wanted = Assert.Single(preview.Decisions!);
        Assert.Equal(("plan", "require-approval", 2, 86_400), (wanted.Engine, wanted.Effect, wanted.Approval!.Count, wanted.Approval.WithinSeconds));
        var id = (await _host.DeployAsync(text)).Deployment;
        var waiting = (await _host.Client.GetDeploymentAsync(id, CancellationToken.None)).Summary;
        Assert.Equal(("awaiting-approval", false), (waiting.State, waiting.Ended));
        Assert.Equal(("environment development", 2, 0), Assert.Single(waiting.Approval!.Needs) is var need ? (need.Why, need.Count, need.Given) : default);

        // Who started it is one of them, and does not count.
        foreach (var nobody in (string[])["tester", "dora"])
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(() => SayAsync(id, "approve", nobody));
            Assert.Equal((403, ProblemCodes.NotAnApprover, id), (refused.Status, refused.Problem.Code, refused.Problem.Deployment));
        }
        var half = await SayAsync(id, "approve", "anna");
        Assert.Equal(("awaiting-approval", 1), (half.State, half.Approval!.Needs[0].Given));
        await SayAsync(id, "approve", "ben");

        var detail = await _host.EndOfAsync(id);
        Assert.Equal("succeeded", detail.Summary.State);
        Assert.Equal([("anna", "looks good"), ("ben", "looks good")], detail.Summary.Approval!.Given.Select(g => (g.Actor, g.Comment)));
        var messages = new List<string>();
        await foreach (var e in _host.Client.ReadEventsAsync(id, 0, follow: false, CancellationToken.None))
            messages.Add(e.Message);
        Assert.Contains(messages, m => m.EndsWith("for 2 of release-managers (environment development) to agree (lumina approve)", StringComparison.Ordinal));
        Assert.Contains("ben agrees: looks good; it asks for its turn", messages);
    }

    [Fact]
    public async Task A_no_ends_it()
    {
        var id = (await _host.DeployAsync(Text("approval { from = [\"release-managers\"] }"))).Deployment;

        Assert.Equal(("rejected", true), await SayAsync(id, "reject", "ben") is var summary ? (summary.State, summary.Ended) : default);

        Assert.Equal("Rejected by ben: looks good", (await _host.EndOfAsync(id)).Summary.Reason);
        Assert.Equal(ProblemCodes.WrongState, (await Assert.ThrowsAsync<ProblemException>(() => SayAsync(id, "approve", "anna"))).Problem.Code);
    }

    [Fact]
    public async Task A_step_that_people_have_to_agree_to_says_whom_it_waits_for()
    {
        await _host.DeployedAsync(Canary("1"));
        fixture.Answer(_plan, request => request.Step is null ? []
            : [PolicyHost.Decide(RuleEffect.RequireApproval, "half-way", "ask") with { Approval = new ApprovalSpec { From = ["release-managers"] } }]);
        var id = (await _host.DeployAsync(Canary("2"))).Deployment;
        await UntilAsync(id, e => e.Type == "step-approval-wanted");

        var waiting = Assert.Single((await _host.Client.GetDeploymentAsync(id, CancellationToken.None)).Components);
        Assert.Equal(("approval", "step 2", "half-way"), (waiting.WaitsFor, waiting.Approval?.For, waiting.Approval?.Needs[0].Why));
        Assert.Contains("lumina approve", (await _host.Client.GetStatusAsync(_plan, null, CancellationToken.None))[0].Components[0].Note, StringComparison.Ordinal);
        await SayAsync(id, "approve", "ben");

        var detail = await _host.EndOfAsync(id);
        Assert.Equal("succeeded", detail.Summary.State);
        Assert.Equal(("step", "a", 2), detail.Checks![0] is var check ? (check.Moment, check.Component, check.Step) : default);
    }

    [Fact]
    public async Task A_step_that_is_denied_is_noticed_by_policy()
    {
        await _host.DeployedAsync(Canary("1"));
        fixture.Answer(_plan, request => request.Step is null ? [] : [PolicyHost.Decide(RuleEffect.Deny, "no-more", "enough")]);

        var detail = await _host.DeployedAsync(Canary("2"));

        Assert.Equal(("rolled-back", "policy"), (detail.Summary.State, Assert.Single(detail.Components).NoticedBy));
    }

    private Task<DeploymentSummary> SayAsync(string id, string verb, string actor) =>
        _host.Client.ControlAsync(id, verb, new ControlRequest(actor, "looks good"), CancellationToken.None);

    private async Task UntilAsync(string id, Func<DeploymentEvent, bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var e in _host.Client.ReadEventsAsync(id, 0, follow: true, patience.Token))
        {
            if (there(e))
                return;
        }
    }

    private string Canary(string version) => Text("", $"port = 80  command = \"run{version}\"  strategy canary {{ step 10% for 1ms }}");

    private string Text(string environment = "", string component = "command = \"run\"") =>
        $"plan {_plan} {{}}\nenvironment development {{ target simulated\n  {environment} }}\ncomponent a {{ {component} }}\n";
}

/// <summary>A host with a policy that tests write, and with a group.</summary>
public sealed class PolicyHost : IAsyncLifetime, IPolicy
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Func<PolicyRequest, Decision[]>> _answers = [];
    private readonly List<PolicyRequest> _asked = [];

    public PolicyHost() => Host = new RunningHost
    {
        Adjust = services => services.AddSingleton<IPolicy>(this),
        Groups = new GroupSettings(ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty.Add("release-managers", ["anna", "ben", "tester"])),
    };

    public RunningHost Host { get; }

    public bool IsSetUp => true;

    internal static Decision Decide(RuleEffect effect, string rule, string message) => new()
    {
        Id = "pol-0",
        Engine = "rules",
        Rule = rule,
        Version = "sha256:v1",
        Subject = "component a",
        Effect = effect,
        Message = message,
        InputDigest = "sha256:in",
    };

    internal void Answer(string plan, params Decision[] decisions) => Answer(plan, _ => decisions);

    internal void Answer(string plan, Func<PolicyRequest, Decision[]> answer)
    {
        lock (_gate)
            _answers[plan] = answer;
    }

    internal PolicyRequest[] Asked(string plan)
    {
        lock (_gate)
            return [.. _asked.Where(request => request.Plan.Name == plan)];
    }

    public Task<PolicyVerdict> DecideAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _asked.Add(request);
            return Task.FromResult(new PolicyVerdict
            {
                Decisions = [.. _answers.TryGetValue(request.Plan.Name, out var answer) ? answer(request) : []],
                Versions = ImmutableSortedDictionary<string, string>.Empty.Add("rules", "sha256:v1"),
            });
        }
    }

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
