using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>People who have to agree before anything begins.</summary>
public sealed class ApprovalTests : IClassFixture<PolicyCluster>
{
    private readonly LuminaCluster _cluster;
    private readonly PolicyCluster _fixture;
    private readonly Scenario _scenario;

    public ApprovalTests(PolicyCluster fixture)
    {
        (_fixture, _cluster) = (fixture, fixture.Cluster);
        _scenario = new Scenario(_cluster);
        fixture.Policy.Answer(_scenario.Plan, _ => Say.Ask("managers", count: 2, expires: TimeSpan.FromHours(4)));
    }

    [Fact]
    public async Task It_begins_when_enough_different_people_have_agreed()
    {
        var id = await WaitingAsync(Component("a"));
        Assert.Null((await _scenario.StateOfAsync("a")).Rollout);

        Assert.Equal(ControlReply.WrongState, (await Grain(id).DecideAsync(new ApprovalCommand(true, "a", "anna", null))).Reply);
        Assert.Equal(ControlReply.Done, (await SayAsync(id, "anna")).Reply);
        Assert.Equal(ControlReply.Done, (await SayAsync(id, "anna")).Reply);
        Assert.Equal(DeploymentStatus.AwaitingApproval, (await _scenario.NowAsync(id)).Status);
        Assert.Equal(ControlReply.Done, (await SayAsync(id, "ben")).Reply);

        var ended = await _scenario.EndOfAsync(id);
        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal(["anna", "ben"], ended.Approval?.By);
        Assert.Equal(
            [
                DeploymentPlanned.Name, PolicyDecided.Name, ApprovalWanted.Name, ApprovalGiven.Name, ApprovalGiven.Name, PolicyDecided.Name, DeploymentStarted.Name, DeploymentEnded.Name,
            ],
            await _scenario.HistoryOfAsync(id));
        Assert.Equal(["anna", "ben"], _fixture.Policy.AskedOf(_scenario.Plan)[^1].Deployment.ApprovedBy);
    }

    [Theory]
    [InlineData("tester", "tester has asked for it, and who asks is not who agrees: it takes 2 of managers (two-people).")]
    [InlineData("Tester", "Tester has asked for it, and who asks is not who agrees")]
    [InlineData("dora", "dora is not one of those who can agree: it takes 2 of managers (two-people). Who is in a group is said in the host's configuration (Lumina:Groups).")]
    public async Task Not_everybody_can_agree(string actor, string told)
    {
        var id = await WaitingAsync(Component("a"));

        var answer = await SayAsync(id, actor);

        Assert.Equal(ControlReply.Forbidden, answer.Reply);
        Assert.StartsWith(told, answer.Reason, StringComparison.Ordinal);
        await Grain(id).CancelAsync("tester", null);
        Assert.Equal((DeploymentStatus.Cancelled, "Cancelled by tester while it waited for approval."), await _scenario.EndOfAsync(id) is var ended ? (ended.Status, ended.Reason) : default);
    }

    [Fact]
    public async Task A_no_ends_it_and_nothing_was_touched()
    {
        var id = await WaitingAsync(Component("a"));
        await SayAsync(id, "anna");

        Assert.Equal(ControlReply.Forbidden, (await SayAsync(id, "dora", agrees: false)).Reply);
        Assert.Equal(ControlReply.Done, (await SayAsync(id, "ben", agrees: false)).Reply);

        Assert.Equal((DeploymentStatus.Rejected, "Rejected by ben: because"), await _scenario.EndOfAsync(id) is var ended ? (ended.Status, ended.Reason) : default);
        Assert.Null((await _scenario.StateOfAsync("a")).Rollout);
        Assert.Equal(ControlReply.WrongState, (await SayAsync(id, "carl")).Reply);
    }

    [Fact]
    public async Task One_to_which_too_few_agree_in_time_expires()
    {
        var id = await WaitingAsync(Component("a"));
        await SayAsync(id, "anna");

        _fixture.Clock.JumpTo(_fixture.Clock.GetUtcNow().AddHours(4));

        var ended = await _scenario.EndOfAsync(id);
        Assert.Equal(DeploymentStatus.Expired, ended.Status);
        Assert.Contains("2 of managers (two-people)", ended.Reason, StringComparison.Ordinal);
        Assert.EndsWith("only anna agreed.", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_waits_keeps_nobody_from_deploying_and_what_was_agreed_to_is_void_when_the_world_has_changed()
    {
        var id = await WaitingAsync(Component("a", "2"));
        await SayAsync(id, "anna");
        _fixture.Policy.Answer(_scenario.Plan, request => request.Deployment.Id == id ? Say.Ask("managers", count: 2) : Say.Silence());

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1")))).Status);
        await SayAsync(id, "ben");
        await UntilAsync(id, state => state.Approval is { Given.Count: 0 });

        var wanted = Assert.Single(await EventsOfAsync<ApprovalWanted>(id), e => e.Void is not null);
        Assert.Equal("What would change is not what anna, ben agreed to: that counts no longer.", wanted.Void);
        await SayAsync(id, "anna");
        await SayAsync(id, "ben");
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("2", (await _scenario.StateOfAsync("a")).Current?.Revision.Spec.Version);
    }

    [Fact]
    public async Task Who_looked_at_what_would_change_is_refused_when_that_is_another_thing_by_now()
    {
        var intent = await _scenario.IntentAsync(Component("a", "2"));
        var (id, _) = await _scenario.StartAsync(intent, expected: (await _cluster.Planner.PlanAsync(intent)).Digest);
        await _scenario.HappenedAsync(id, ApprovalWanted.Name);
        _fixture.Policy.Answer(_scenario.Plan, request => request.Deployment.Id == id ? Say.Ask("managers", count: 2) : Say.Silence());
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1")));

        await SayAsync(id, "anna");
        await SayAsync(id, "ben");

        Assert.Equal((DeploymentStatus.Refused, "What runs has changed since this was looked at."), await _scenario.EndOfAsync(id) is var ended ? (ended.Status, ended.Reason) : default);
    }

    [Fact]
    public async Task Rules_that_want_more_by_now_get_more_and_what_was_agreed_to_counts_on()
    {
        var id = await WaitingAsync(Component("a"));
        await SayAsync(id, "anna");
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Ask("managers", count: 3));
        await SayAsync(id, "ben");
        await UntilAsync(id, state => state is { Status: DeploymentStatus.AwaitingApproval, Approval.Needs: [{ Count: 3 }] });

        Assert.Equal(["anna", "ben"], (await _scenario.NowAsync(id)).Approval?.By);
        await SayAsync(id, "carl");

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task Rules_that_deny_by_now_count_though_all_have_agreed()
    {
        var id = await WaitingAsync(Component("a"));
        await SayAsync(id, "anna");
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Deny("no-friday"));

        await SayAsync(id, "ben");

        Assert.Equal((DeploymentStatus.Refused, "Refused by policy. no-friday: no"), await _scenario.EndOfAsync(id) is var ended ? (ended.Status, ended.Reason) : default);
    }

    [Fact]
    public async Task The_plans_own_approval_is_asked_for_without_any_rule_and_not_to_go_back()
    {
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Silence());
        _scenario.Approval = new ApprovalSpec { From = ["owner"] };
        var id = await WaitingAsync(Component("a"));
        Assert.Equal("environment test", Assert.Single((await _scenario.NowAsync(id)).Approval!.Needs).Why);

        await SayAsync(id, "owner");
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync((await _scenario.RemoveAsync()).Id)).Status);
    }

    [Fact]
    public async Task One_that_all_agreed_to_waits_for_its_turn_and_then_goes_on()
    {
        var id = await WaitingAsync(Component("a"));
        _fixture.Policy.Answer(_scenario.Plan, request => request.Deployment.Id == id ? Say.Ask("managers", count: 2) : Say.Silence());
        var other = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(other, StepStarted.Name);

        await SayAsync(id, "anna");
        await SayAsync(id, "ben");
        Assert.Equal(DeploymentStatus.Queued, (await _scenario.NowAsync(id)).Status);
        await Grain(other).CancelAsync("tester", null);

        // What the other one had begun was taken back: what would change is what they agreed to.
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task A_word_for_what_was_seen_before_does_not_count_for_what_is_waited_for_now()
    {
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Ask("managers"));
        var id = await WaitingAsync(Component("a"));
        var seen = (await _scenario.NowAsync(id)).Approval!.For;

        foreach (var agrees in new[] { true, false })
            Assert.Equal(ControlReply.WrongState, (await Grain(id).DecideAsync(new ApprovalCommand(agrees, null, "anna", null, "sha256:what-was-seen-before"))).Reply);
        Assert.Equal(DeploymentStatus.AwaitingApproval, (await _scenario.NowAsync(id)).Status);

        Assert.Equal(ControlReply.Done, (await Grain(id).DecideAsync(new ApprovalCommand(true, null, "anna", null, seen))).Reply);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task One_that_overtakes_and_has_waited_for_people_stands_behind_newer_ones()
    {
        _fixture.Policy.Answer(_scenario.Plan, request => request.Plan.Components.Any(c => c.Name == "a") ? Say.Ask("managers") : Say.Silence());
        var id = await _scenario.OvertakeAsync(Component("a"));
        await _scenario.HappenedAsync(id, ApprovalWanted.Name);
        var newer = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(newer, StepStarted.Name);

        await SayAsync(id, "anna");
        // The sweep asks for its turn; a person who takes the newer one back is who ends that.
        await UntilAsync(id, state => state.Status == DeploymentStatus.Queued);
        for (var times = 0; times < 50; times++)
        {
            await Grain(id).WakeAsync();
            Assert.Null((await _scenario.NowAsync(newer)).SupersededBy);
        }
        await Grain(newer).CancelAsync("tester", null);

        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(newer)).Status);
    }

    [Fact]
    public async Task A_word_to_one_that_nobody_has_to_agree_to_is_told_so()
    {
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Silence());
        var id = await _scenario.ApplyAsync(Component("a", options: ["start=1m"]));

        Assert.Equal("Nobody has to agree to anything of it now.", (await SayAsync(id, "anna")).Reason);
        Assert.Equal(ControlReply.NotFound, (await SayAsync("dep-none", "anna")).Reply);
        await Grain(id).CancelAsync("tester", null);
    }

    private async Task<string> WaitingAsync(params ComponentSpec[] components)
    {
        var id = await _scenario.ApplyAsync(components);
        await _scenario.HappenedAsync(id, ApprovalWanted.Name);
        Assert.Equal(DeploymentStatus.AwaitingApproval, (await _scenario.NowAsync(id)).Status);
        return id;
    }

    private Task<ControlAnswer> SayAsync(string id, string actor, bool agrees = true) => Grain(id).DecideAsync(new ApprovalCommand(agrees, null, actor, "because"));

    private async Task UntilAsync(string id, Func<DeploymentState, bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var _ in _cluster.Journal.FollowAsync(new Journal.JournalQuery(Stream: id), patience.Token))
        {
            if (there(await _scenario.NowAsync(id)))
                return;
        }
    }

    private async Task<T[]> EventsOfAsync<T>(string id)
        where T : DeploymentRecord
    {
        var found = new List<T>();
        await foreach (var e in _cluster.Journal.ReadAsync(new Journal.JournalQuery(Stream: id)))
        {
            if (Records.DeploymentStreams.ReadDeploymentEvent(e) is T happened)
                found.Add(happened);
        }
        return [.. found];
    }

    private IDeploymentGrain Grain(string id) => _cluster.Grains.GetGrain<IDeploymentGrain>(id);
}
