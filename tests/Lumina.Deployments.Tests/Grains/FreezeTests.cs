using System.Globalization;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>An environment that is frozen from Friday evening to Monday morning. Every test begins on another Friday at half past five.</summary>
public sealed class FreezeTests : IClassFixture<FridayCluster>
{
    internal static readonly FreezeSpec[] Weekend = [new() { From = new WeekTime(DayOfWeek.Friday, new TimeOnly(18, 0)), To = new WeekTime(DayOfWeek.Monday, new TimeOnly(6, 0)) }];
    private static readonly string[] Slow = ["start=1m"];

    private readonly ShiftedClock _clock;
    private readonly LuminaCluster _cluster;
    private readonly Scenario _scenario;
    private readonly DateTimeOffset _begin;
    private readonly DateTimeOffset _end;

    public FreezeTests(FridayCluster fixture)
    {
        (_cluster, _clock) = (fixture.Cluster, fixture.Clock);
        _begin = fixture.ToNextFriday();
        _end = _begin.AddHours(60);
        _scenario = new Scenario(_cluster) { Freezes = Weekend };
    }

    [Fact]
    public async Task Outside_a_freeze_it_does_not_matter()
    {
        var id = await _scenario.ApplyAsync(Patient("a", "1"));

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.DoesNotContain(DeploymentFrozen.Name, await _scenario.HistoryOfAsync(id));
    }

    [Fact]
    public async Task What_would_begin_in_a_freeze_is_refused_and_told_until_when()
    {
        _clock.JumpTo(_begin);

        var (id, answer) = await _scenario.TryApplyAsync(OnConflict.Queue, Patient("a", "1"));

        Assert.Equal((StartReply.Frozen, _end), (answer.Reply, answer.Until));
        Assert.False(await Grain(id).IsOpenAsync());
        // It has left nothing behind that would keep others out.
        _clock.JumpTo(_end);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "1")))).Status);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_deployment_to_be_kept_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "1")));
        _clock.JumpTo(_begin);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "1")));

        Assert.Equal((DeploymentStatus.Succeeded, 0), (ended.Status, ended.Changed));
    }

    [Fact]
    public async Task Who_says_why_deploys_all_the_same_and_it_is_on_record()
    {
        _clock.JumpTo(_begin);
        _scenario.DespiteFreeze = "the shop is down";

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "1"), Patient("b", "1", after: ["a"])));

        Assert.Equal((DeploymentStatus.Succeeded, "the shop is down", null), (ended.Status, ended.DespiteFreeze, ended.FrozenUntil));
    }

    [Fact]
    public async Task Going_back_and_taking_away_are_never_kept_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "1")));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Patient("a", "2")));
        _clock.JumpTo(_begin);

        var (back, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(back)).Status);
        var (away, _) = await _scenario.RemoveAsync();
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(away)).Status);
    }

    [Fact]
    public async Task A_freeze_that_begins_in_the_middle_lets_what_is_under_way_end_and_begins_no_further_component()
    {
        var id = await _scenario.ApplyAsync(Patient("a", "1", options: ["start=500ms"]), Patient("b", "1", after: ["a"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);

        Assert.Null((await _scenario.StateOfAsync("b")).Rollout);
        Assert.Equal((DeploymentStatus.Running, _end), ((await _scenario.NowAsync(id)).Status, (await _scenario.NowAsync(id)).FrozenUntil));
        _clock.JumpTo(_end);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal(
            [DeploymentPlanned.Name, DeploymentStarted.Name, DeploymentFrozen.Name, DeploymentThawed.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(id));
        Assert.True((await _scenario.StateOfAsync("b")).Rollout?.StartedAt >= _end);
    }

    [Fact]
    public async Task A_freeze_that_begins_when_all_is_done_holds_nothing_up()
    {
        var id = await _scenario.ApplyAsync(Patient("a", "1", options: ["start=500ms"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");
        _clock.JumpTo(_begin);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task A_canary_holds_behind_the_step_that_it_is_at_and_goes_on_by_itself()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var id = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);

        // The step's hour is over on Friday evening; the next one begins on Monday morning.
        Assert.Equal(ControlReply.WrongState, (await Grain(id).SkipAsync(StrategyTests.Told())).Reply);
        _clock.JumpTo(_begin.AddHours(2));
        _clock.JumpTo(_end);
        await _scenario.HeldAsync("a", 2);

        Assert.True((await _scenario.StateOfAsync("a")).Rollout?.StepStartedAt >= _end);
        Assert.Equal(ControlReply.Done, (await Grain(id).SkipAsync(StrategyTests.Told())).Reply);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task A_gate_stays_shut_in_a_freeze_and_opens_after_it()
    {
        var approved = new BlueGreenSpec { Switch = SwitchMode.Approved, Deadline = TimeSpan.FromDays(30) };
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", approved)));
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", approved));
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");
        _clock.JumpTo(_begin);

        var refused = await Grain(id).PromoteAsync(StrategyTests.Told());
        Assert.Equal(ControlReply.WrongState, refused.Reply);
        Assert.Contains(_end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 06:00 UTC", refused.Reason, StringComparison.Ordinal);
        _clock.JumpTo(_end);

        Assert.Equal(ControlReply.Done, (await Grain(id).PromoteAsync(StrategyTests.Told())).Reply);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task A_failure_in_a_freeze_is_noticed_and_taken_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var id = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);

        _cluster.Target.Show(_scenario.Key("a"), InstancePhase.Unhealthy, revision: 2);

        var ended = await _scenario.EndOfAsync(id);
        Assert.Equal((DeploymentStatus.RolledBack, "a"), (ended.Status, ended.FailedComponent));
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task It_can_be_cancelled_in_a_freeze()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var id = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);

        await Grain(id).CancelAsync("tester", null);

        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task Only_who_says_why_resumes_it_in_a_freeze_and_twice_is_once()
    {
        var id = await _scenario.ApplyAsync(Patient("a", "1", options: ["start=500ms"]), Patient("b", "1", after: ["a"]), Patient("c", "1", after: ["b"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);

        Assert.Equal(ControlReply.WrongState, (await Grain(id).ResumeAsync("tester", null)).Reply);
        Assert.Equal(ControlReply.Done, (await Grain(id).ResumeAsync("tester", null, "it is only half of it")).Reply);
        await Grain(id).ResumeAsync("tester", null, "again");

        var ended = await _scenario.EndOfAsync(id);
        Assert.Equal((DeploymentStatus.Succeeded, "it is only half of it"), (ended.Status, ended.DespiteFreeze));
        Assert.Single(await _scenario.HistoryOfAsync(id), FreezeLifted.Name);
    }

    [Fact]
    public async Task One_that_was_paused_and_is_resumed_in_a_freeze_waits_for_its_end()
    {
        var id = await _scenario.ApplyAsync(Patient("a", "1", options: ["start=500ms"]), Patient("b", "1", after: ["a"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");
        await Grain(id).PauseAsync("tester", null);
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        _clock.JumpTo(_begin);

        Assert.Equal(ControlReply.Done, (await Grain(id).ResumeAsync("tester", null)).Reply);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);
        Assert.Null((await _scenario.StateOfAsync("b")).Rollout);
        _clock.JumpTo(_end);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task One_that_comes_to_its_turn_in_a_freeze_keeps_the_turn_and_waits()
    {
        var first = await _scenario.ApplyAsync(Patient("slow", "1", options: Slow));
        await _scenario.HappenedAsync(first, StepStarted.Name);
        var second = (await _scenario.TryApplyAsync(wait: true, Patient("a", "1"))).Id;
        _clock.JumpTo(_begin);
        await Grain(first).CancelAsync("tester", null);
        await _scenario.HappenedAsync(second, DeploymentFrozen.Name);

        Assert.Equal((DeploymentStatus.Queued, _end), ((await _scenario.NowAsync(second)).Status, (await _scenario.NowAsync(second)).FrozenUntil));
        Assert.Equal(ControlReply.WrongState, (await Grain(second).ResumeAsync("tester", null)).Reply);
        _clock.JumpTo(_end);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(second)).Status);
    }

    [Fact]
    public async Task One_that_waits_for_the_end_of_a_freeze_can_be_sent_off_overtaken_and_cancelled()
    {
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var scenario = new Scenario(_cluster) { Freezes = Weekend };
            var first = await scenario.ApplyAsync(Patient("slow", "1", options: Slow));
            await scenario.HappenedAsync(first, StepStarted.Name);
            ids.Add((await scenario.TryApplyAsync(wait: true, Patient("a", "1"))).Id);
            ids.Add(first);
        }
        _clock.JumpTo(_begin);
        foreach (var (second, first) in ids.Chunk(2).Select(pair => (pair[0], pair[1])))
        {
            await Grain(first).CancelAsync("tester", null);
            await _scenario.HappenedAsync(second, DeploymentFrozen.Name);
        }

        await Grain(ids[0]).ResumeAsync("tester", null, "now");
        await Grain(ids[2]).SupersedeAsync("dep-newer");
        await Grain(ids[4]).CancelAsync("tester", null);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(ids[0])).Status);
        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(ids[2])).Status);
        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(ids[4])).Status);
    }

    [Fact]
    public async Task One_that_is_frozen_is_overtaken_by_who_says_why()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var older = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(older, DeploymentFrozen.Name);
        _scenario.DespiteFreeze = "the shop is down";

        var newer = await _scenario.OvertakeAsync(Patient("a", "3"));

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
    }

    [Fact]
    public async Task What_is_under_way_beside_a_narrow_rollback_waits_too()
    {
        var narrow = new RollbackSpec { Scope = RollbackScope.Component };
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1"), Patient("b", "1")));
        var id = await _scenario.ApplyAsync(Canary("2"), Patient("b", "2", options: ["fail=100%"]) with { Rollback = narrow });
        await _scenario.HeldAsync("a", 1);
        await _scenario.HappenedAsync(id, RestoreSucceeded.Name, "b");
        _clock.JumpTo(_begin);
        await _scenario.HappenedAsync(id, DeploymentFrozen.Name);
        _clock.JumpTo(_end);
        await _scenario.HeldAsync("a", 2);

        Assert.True((await _scenario.StateOfAsync("a")).Rollout?.StepStartedAt >= _end);
        await Grain(id).PromoteAsync(StrategyTests.Told(full: true));
        Assert.Equal(DeploymentStatus.RolledBack, (await _scenario.EndOfAsync(id)).Status);
    }

    /// <summary>Jumps of the clock are nobody's deadline.</summary>
    private static ComponentSpec Patient(string name, string version, string[]? after = null, string[]? options = null) =>
        Component(name, version, after: after, options: options) with { Strategy = new RollingSpec { Deadline = TimeSpan.FromDays(30) } };

    internal static ComponentSpec Canary(string version) => StrategyTests.Service("a", version, new CanarySpec
    {
        Deadline = TimeSpan.FromDays(30),
        Steps = [new CanaryStep { Weight = 10, For = TimeSpan.FromHours(1) }, new CanaryStep { Weight = 50, For = TimeSpan.FromDays(30) }],
    });

    private IDeploymentGrain Grain(string id) => _cluster.Grains.GetGrain<IDeploymentGrain>(id);
}

/// <summary>A silo whose clock tests can turn ahead.</summary>
public sealed class FridayCluster : IAsyncLifetime
{
    public FridayCluster() => Cluster = new LuminaCluster { Clock = Clock };

    internal ShiftedClock Clock { get; } = new();

    public LuminaCluster Cluster { get; }

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>To half past five on the next Friday, or to six; returns six.</summary>
    internal DateTimeOffset ToNextFriday(bool halfAnHourBefore = true)
    {
        var day = new DateTimeOffset(Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
        while (day.DayOfWeek != DayOfWeek.Friday)
            day = day.AddDays(1);
        Clock.JumpTo(day.AddHours(halfAnHourBefore ? 17.5 : 18));
        return day.AddHours(18);
    }
}
