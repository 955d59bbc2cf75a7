using Lumina.Deployments.Components;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Language.Rules;
using Lumina.Policy;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Policy in the life of a deployment, on a real silo.</summary>
public sealed class PolicyTests(PolicyCluster fixture) : IClassFixture<PolicyCluster>
{
    private static readonly StrategySpec Gated = new CanarySpec { Steps = [new CanaryStep { Weight = 10 }, new CanaryStep { Weight = 50 }] };

    private readonly LuminaCluster _cluster = fixture.Cluster;
    private readonly ScriptedPolicy _policy = fixture.Policy;
    private readonly Scenario _scenario = new(fixture.Cluster);

    [Fact]
    public async Task A_denial_at_the_start_refuses_it_and_nothing_was_touched()
    {
        _policy.Answer(_scenario.Plan, _ => Say.Deny("pinned-images", "a runs web:latest"));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));

        Assert.Equal((DeploymentStatus.Refused, "Refused by policy. pinned-images: a runs web:latest"), (ended.Status, ended.Reason));
        Assert.Equal([DeploymentPlanned.Name, PolicyDecided.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(ended.Id));
        Assert.Null((await _scenario.StateOfAsync("a")).Rollout);
        // Its turn is free again.
        _policy.Answer(_scenario.Plan, _ => Say.Silence());
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")))).Status);
    }

    [Fact]
    public async Task What_was_decided_can_be_read_again_with_what_it_was_made_of()
    {
        _policy.Answer(_scenario.Plan, _ => Say.Warn("mind"));

        var id = await _scenario.ApplyAsync(Component("a"));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);

        var check = Assert.Single(await ChecksOfAsync(id));
        Assert.Equal((PolicyMoment.Start, 0, 0, 1, 0), (check.Moment, check.Denied, check.Approvals, check.Warned, check.Waived));
        Assert.Equal("sha256:v1", check.Versions["rules"]);
        var decision = Assert.Single(DecisionsJson.Read((await _cluster.Documents.GetAsync(check.Decisions!))!.Value.Span));
        Assert.Equal(("mind", RuleEffect.Warn), (decision.Rule, decision.Effect));
        Assert.Equal("{}"u8.ToArray(), (await _cluster.Documents.GetAsync(check.Input!))!.Value.ToArray());
    }

    [Fact]
    public async Task It_is_asked_what_would_be_done_and_by_whom_and_what_runs()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1")));

        var id = await _scenario.ApplyAsync(Component("a", "2"));
        await _scenario.EndOfAsync(id);
        await _scenario.EndOfAsync((await _scenario.RemoveAsync()).Id);

        var asked = _policy.AskedOf(_scenario.Plan);
        Assert.Equal(["apply", "apply", "remove"], asked.Select(r => r.Deployment.Kind));
        Assert.Equal((id, "tester", PolicyMoment.Start), (asked[1].Deployment.Id, asked[1].Deployment.Actor, asked[1].Moment));
        Assert.Equal(("2", "1"), (asked[1].Plan.Components[0].Version, asked[1].Running["a"].Version));
        Assert.Empty(asked[0].Running);
        Assert.Empty(asked[2].Plan.Components);
    }

    [Fact]
    public async Task What_changes_nothing_is_nothing_to_be_asked_about()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));
        _policy.Answer(_scenario.Plan, _ => Say.Deny("never"));

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")))).Status);
    }

    [Fact]
    public async Task One_that_waited_for_its_turn_is_asked_about_when_it_has_it()
    {
        var first = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(first, StepStarted.Name);
        var second = (await _scenario.TryApplyAsync(wait: true, Component("a"))).Id;
        _policy.Answer(_scenario.Plan, _ => Say.Deny("changed-meanwhile"));

        await _cluster.Grains.GetGrain<IDeploymentGrain>(first).CancelAsync("tester", null);

        Assert.Equal((DeploymentStatus.Refused, "Refused by policy. changed-meanwhile: no"), await _scenario.EndOfAsync(second) is var ended ? (ended.Status, ended.Reason) : default);
    }

    [Fact]
    public async Task One_that_waited_for_the_end_of_a_freeze_is_asked_about_after_it()
    {
        var now = fixture.Clock.GetUtcNow();
        var begins = now.AddDays(1);
        _scenario.Freezes = [new FreezeSpec { From = new WeekTime(begins.DayOfWeek, new TimeOnly(0, 0)), To = new WeekTime(begins.AddDays(1).DayOfWeek, new TimeOnly(0, 0)) }];
        var first = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(first, StepStarted.Name);
        var second = (await _scenario.TryApplyAsync(wait: true, Component("a"))).Id;
        fixture.Clock.JumpTo(begins);
        await _cluster.Grains.GetGrain<IDeploymentGrain>(first).CancelAsync("tester", null);
        await _scenario.HappenedAsync(second, DeploymentFrozen.Name);
        Assert.DoesNotContain(_policy.AskedOf(_scenario.Plan), request => request.Deployment.Id == second);
        _policy.Answer(_scenario.Plan, _ => Say.Deny("not-on-monday"));

        fixture.Clock.JumpTo(begins.AddDays(1));

        Assert.Equal((DeploymentStatus.Refused, "Refused by policy. not-on-monday: no"), await _scenario.EndOfAsync(second) is var ended ? (ended.Status, ended.Reason) : default);
    }

    [Fact]
    public async Task A_policy_that_fails_denies_and_says_so()
    {
        _policy.AnswerLater(_scenario.Plan, _ => throw new InvalidOperationException("the rules are gone"));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));

        Assert.Equal(DeploymentStatus.Refused, ended.Status);
        Assert.Contains("Policy could not be asked: the rules are gone", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_approvals_than_can_be_waited_for_are_a_denial()
    {
        _policy.Answer(_scenario.Plan, _ => Say.Verdict([.. Enumerable.Range(0, 51).SelectMany(n => Say.Ask("group-" + n).Decisions)]));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));

        Assert.Equal(DeploymentStatus.Refused, ended.Status);
        Assert.Contains("more approvals than can be waited for: at most 50", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_change_while_it_runs_are_picked_up_at_its_next_step_which_knows_the_old_ones()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Gated)));
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", Gated));
        await _scenario.HeldAsync("a", 1);
        _policy.Answer(_scenario.Plan, request => request.Step is { Number: 3 } ? Say.Deny("no-more") : Say.Silence("sha256:v2"));

        await PromoteAsync(id);
        await _scenario.HeldAsync("a", 2);
        await PromoteAsync(id);
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.RolledBack, "a: Policy does not let it begin step 3 of its rollout. no-more: no"), (ended.Status, ended.Reason));
        Assert.Equal(Notice.Policy, (await _scenario.StateOfAsync("a")).Rollout?.Failure?.By);
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
        var steps = _policy.Asked.Where(a => a.Request.Deployment.Id == id && a.Request.Moment == PolicyMoment.Step).ToArray();
        Assert.Equal([(2, 50m, "sha256:v1"), (3, 100m, "sha256:v2")], steps.Select(a => (a.Request.Step!.Number, a.Request.Step.Weight ?? 0, a.Earlier["rules"])));
        Assert.Equal(("a", "2", "1", 3, 2), steps[0].Request is var r
            ? (Assert.Single(r.Plan.Components).Name, r.Plan.Components[0].Version, r.Running["a"].Version, r.Step!.Of, r.Step.Revision) : default);
        Assert.Contains(Assert.Single(steps[0].Request.Changes.Changes).Values, v => v is { Path: "version", Before: "1", After: "2" });
    }

    [Fact]
    public async Task A_step_that_people_have_to_agree_to_waits_for_them_and_reads_what_they_said()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Gated)));
        _policy.Answer(_scenario.Plan, request => request.Step is { Number: 2 } ? Say.Ask("managers") : Say.Silence());
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", Gated));
        await _scenario.HeldAsync("a", 1);
        await PromoteAsync(id);
        await _scenario.HappenedAsync(id, StepApprovalWanted.Name, "a");
        var grain = _cluster.Grains.GetGrain<IDeploymentGrain>(id);

        Assert.Equal(ControlReply.Forbidden, (await grain.DecideAsync(new ApprovalCommand(true, null, "tester", null))).Reply);
        Assert.Equal(ControlReply.WrongState, (await grain.DecideAsync(new ApprovalCommand(true, "b", "ben", null))).Reply);
        Assert.Equal(ControlReply.Done, (await grain.DecideAsync(new ApprovalCommand(true, null, "ben", "fine"))).Reply);
        await _scenario.HeldAsync("a", 2);
        Assert.Equal("ben", Assert.Single(_policy.AskedOf(_scenario.Plan)[^1].Deployment.ApprovedBy));
        await PromoteAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal(ControlReply.WrongState, (await grain.DecideAsync(new ApprovalCommand(true, null, "ben", null))).Reply);
    }

    [Fact]
    public async Task A_step_that_somebody_says_no_to_takes_the_deployment_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Gated)));
        _policy.Answer(_scenario.Plan, request => request.Step is not null ? Say.Ask("managers") : Say.Silence());
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", Gated));
        await _scenario.HeldAsync("a", 1);
        await PromoteAsync(id);
        await _scenario.HappenedAsync(id, StepApprovalWanted.Name, "a");

        await _cluster.Grains.GetGrain<IDeploymentGrain>(id).DecideAsync(new ApprovalCommand(false, "a", "ben", "not today"));

        Assert.Equal((DeploymentStatus.RolledBack, "a: Before step 2: Rejected by ben: not today"), await _scenario.EndOfAsync(id) is var ended ? (ended.Status, ended.Reason) : default);
    }

    private Task<ControlAnswer> PromoteAsync(string id) => _cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(StrategyTests.Told());

    private async Task<PolicyCheck[]> ChecksOfAsync(string id)
    {
        var checks = new List<PolicyCheck>();
        await foreach (var e in _cluster.Journal.ReadAsync(new JournalQuery(Stream: id)))
        {
            if (DeploymentStreams.ReadDeploymentEvent(e) is PolicyDecided decided)
                checks.Add(decided.Check);
        }
        return [.. checks];
    }
}

/// <summary>A silo with a policy that tests write, and a clock that they can turn ahead.</summary>
public sealed class PolicyCluster : IAsyncLifetime
{
    public PolicyCluster() => Cluster = new LuminaCluster { Clock = Clock, Policy = Policy };

    internal ShiftedClock Clock { get; } = new();

    internal ScriptedPolicy Policy { get; } = new();

    public LuminaCluster Cluster { get; }

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
