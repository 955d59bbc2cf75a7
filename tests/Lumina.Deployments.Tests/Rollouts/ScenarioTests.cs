using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Strategies;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;
using Checked = Lumina.Deployments.Verification.Verification;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What people have suffered elsewhere, by name, and how it ends here.</summary>
public sealed partial class ScenarioTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private static readonly StrategySpec Canary = Shapes.Of("canary");
    private static readonly StrategySpec BlueGreen = Shapes.Of("blue-green");
    private static readonly StrategySpec Approved = Shapes.Of("blue-green approved");
    private static readonly StrategySpec Recreate = Shapes.Of("recreate");

    /// <summary>Each brings the stage to an end; then: the phase, the version that is live, the instances, the traffic.</summary>
    private static Dictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> WaysThere => new()
    {
        ["canary: good to good"] = (s => From(s, Canary), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: good to bad, never healthy"] = (s => From(s, Canary, at: st => { st.Until(x => x.Instances == "1x4 2x1"); st.Break(2); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: good to bad, by measurements at the first step"] = (s => From(s, Canary, at: st => { st.UntilHeld(1); st.Verdict = Bad; }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: good to bad, by measurements at the gate"] = (s => From(s, Canary, at: st => { st.UntilHeld(3); st.Verdict = Bad; }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: bad to good, the old set never helps"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Break(1);
            s.Deploy(Web("2", Canary));
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: bad to bad, what was there stays"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(1);
            s.Sicken(2);
            s.Finish();
            s.Deploy(Web("3", Canary));
            s.UntilHeld(2);
            s.Verdict = Bad;
            s.Finish();
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: a config-only change takes the same way"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("1", Canary, config: "new"));
            s.UntilHeld(2);
            Assert.Equal("1:75 2:25", s.Traffic);
            s.FinishPromoting();
            Assert.Equal("new", s.State.Current?.Revision.Spec.Config["MODE"]);
        }, RolloutPhase.Live, "1", "2x4", "2:100"),
        ["canary: a config-only change that fails takes the configuration back"] = (s =>
        {
            s.Running(Web("1", Canary, config: "old"));
            s.Deploy(Web("1", Canary, config: "new"));
            s.UntilHeld(1);
            s.Verdict = Bad;
            s.Finish();
            Assert.Equal("old", s.State.Current?.Revision.Spec.Config["MODE"]);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: no data while waiting holds the step, data lets it go on"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(1);
            st.Verdict = new Verdict.Waiting();
            for (var looks = 0; looks < 500; looks++)
                st.Tick();
            Assert.Equal(1, st.Rollout.Step);
            st.Verdict = Verdict.Good;
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: what can't be told waits for a person, who skips"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(1);
            st.Verdict = new Verdict.Unclear("the source is down");
            for (var looks = 0; looks < 500; looks++)
                st.Tick();
            Assert.Equal(1, st.Rollout.Step);
            Assert.Equal(ControlReply.Done, st.Skip());
            st.UntilStep(2);
            st.Verdict = Verdict.Good;
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: what can't be told waits for a person, who aborts"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(1);
            st.Verdict = new Verdict.Unclear("the source is down");
            st.Tick();
            st.Abort();
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: fixed while paused by an abort and another version"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(2);
            s.Pause();
            s.Tick();
            s.Abort();
            s.Finish();
            s.Resume();
            s.Deploy(Web("3", Canary));
            s.FinishPromoting();
        }, RolloutPhase.Live, "3", "3x4", "3:100"),
        ["canary: a pause does not keep a bad version"] = (s => From(s, Canary, at: st => { st.UntilHeld(1); st.Pause(); st.Tick(); st.Sicken(2); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: fewer and more instances than before"] = (s =>
        {
            s.Running(Web("1", Canary, replicas: 2));
            s.Deploy(Web("2", Canary, replicas: 7));
            s.UntilHeld(2);
            Assert.Equal("1x2 2x2", s.Instances);
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x7", "2:100"),
        ["canary: one replica"] = (s =>
        {
            s.Running(Web("1", Canary, replicas: 1));
            s.Deploy(Web("2", Canary, replicas: 1));
            s.UntilHeld(1);
            Assert.Equal(("1x1 2x1", "1:95 2:5"), (s.Instances, s.Traffic));
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x1", "2:100"),
        ["canary: without a port it is a matter of instances"] = (s =>
        {
            s.Running(Web("1", Canary, port: null));
            s.Deploy(Web("2", Canary, port: null));
            s.UntilHeld(2);
            Assert.Equal("1x4 2x1", s.Instances);
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x4", ""),
        ["canary: straight to the end from the first step"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(1);
            Assert.Equal(ControlReply.Done, st.Promote(full: true));
            Assert.Equal(ControlReply.Done, st.Promote(full: true));
            st.Finish();
            Assert.Equal([1, 4], st.Happened<StepStarted>().Select(e => e.Step));
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: straight to the end, and then it breaks"] = (s => From(s, Canary, at: st => { st.UntilHeld(1); st.Promote(full: true); st.UntilStep(4); st.Until(x => x.Instances == "1x4 2x4"); st.Break(2); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: a version that never starts ends at its deadline"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary) with { Target = new TargetSpec { Kind = "simulated", Options = ImmutableSortedDictionary<string, string>.Empty.Add("start", "60m") } });
            s.Finish();
            Assert.Contains("did not get ahead for 10 min", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: a gate of a week is no missed deadline"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(3);
            for (var day = 0; day < 7; day++)
            {
                st.Pass(TimeSpan.FromDays(1));
                st.Tick();
            }
            st.Kill(2);
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["canary: an image that can't be had touches nothing"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Target.Refused.Add("prepare 2");
            s.Deploy(Web("2", Canary));
            s.Finish();
            Assert.Empty(s.Target.Done);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["canary: a creation has no one to be compared with"] = (s =>
        {
            s.Deploy(Web("1", Canary));
            s.Finish();
            Assert.Equal(1, s.Rollout.Steps);
        }, RolloutPhase.Live, "1", "1x4", "1:100"),
        ["blue-green: good to good"] = (s => From(s, BlueGreen), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["blue-green: not without its smoke test"] = (s => From(s, BlueGreen, at: st =>
        {
            st.Verification = Checked.Failed("GET http://preview/2/smoke answered 500.");
            st.Finish();
            Assert.Equal("GET http://preview/2/smoke answered 500.", st.Rollout.Failure?.LastAnswer);
            Assert.DoesNotContain(st.Target.Done, d => d.Contains("2:100", StringComparison.Ordinal));
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["blue-green: a target without a preview address says so"] = (s => From(s, BlueGreen, at: st =>
        {
            st.Target.HasPreview = false;
            st.Finish();
            Assert.Equal("no address", st.Rollout.Failure?.LastAnswer);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["blue-green: the smoke test is tried again until its time is over"] = (s => From(s, BlueGreen, at: st =>
        {
            st.Verification = Checked.NotYet("connection refused");
            st.Until(x => x.Verified.Count == 5);
            st.Verification = Checked.Passed;
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["blue-green: no switch before somebody agrees"] = (s => From(s, Approved, at: st =>
        {
            st.UntilHeld(2);
            st.Pass(TimeSpan.FromDays(1));
            st.Tick();
            Assert.Equal(("1x4 2x4", "1:100"), (st.Instances, st.Traffic));
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["blue-green: agreed to twice"] = (s => From(s, Approved, at: st =>
        {
            st.UntilHeld(2);
            Assert.Equal((ControlReply.Done, ControlReply.Done), (st.Promote(), st.Promote()));
            st.Finish();
            Assert.Single(st.Happened<StepPromoted>());
            Assert.Equal(ControlReply.Done, st.Promote(step: 2));
            Assert.Equal(ControlReply.WrongState, st.Promote());
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["blue-green: nobody agrees to what is not there yet"] = (s => From(s, Approved, at: st =>
        {
            st.UntilStep(1);
            Assert.Equal(ControlReply.WrongState, st.Promote());
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["blue-green: somebody declines"] = (s => From(s, Approved, at: st => { st.UntilHeld(2); st.Abort(); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["recreate: never two at once"] = (s => From(s, Recreate, at: st => st.Until(x =>
        {
            Assert.DoesNotContain("1x4 2", x.Instances, StringComparison.Ordinal);
            Assert.False(x.See().Revisions.Count(r => !r.Instances.IsEmpty) > 1, "old and new run at once");
            return !x.Rollout.IsOpen;
        })), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["recreate: taken back the same way round"] = (s => From(s, Recreate, at: st =>
        {
            st.Until(x => x.Instances == "2x4");
            st.Break(2);
            st.Until(x =>
            {
                Assert.False(x.See().Revisions.Count(r => !r.Instances.IsEmpty) > 1, "old and new run at once");
                return x.Rollout.Phase == RolloutPhase.Restored;
            });
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["recreate: after a canary"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Recreate));
            s.Finish();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["taking back: an old image that is gone"] = (s => From(s, Shapes.Of("rolling"), at: st =>
        {
            st.UntilStep(3);
            st.Target.Refused.Add("scale 1");
            st.Break(2);
            st.Until(x => x.Rollout.Phase == RolloutPhase.RestoreFailed);
            Assert.Contains("refused: scale 1", st.Rollout.RestoreFailure?.Reason, StringComparison.Ordinal);
            Assert.NotNull(st.Rollout.Failure);
            st.Target.Refused.Clear();
            st.Target.Heal();
            st.Deploy(Web("3", Shapes.Of("rolling")));
            st.Finish();
        }), RolloutPhase.Live, "3", "3x4", "3:100"),
        ["taking back: an old instance that is lost"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(2);
            st.Break(1);
            st.Verdict = Bad;
            st.Until(x => x.Traffic == "1:100");
            st.Until(x => x.Rollout.Phase == RolloutPhase.RestoreFailed);
            st.Target.Heal();
            st.Verdict = Verdict.Good;
            st.Deploy(Web("3", Canary));
            st.FinishPromoting();
        }), RolloutPhase.Live, "3", "3x4", "3:100"),
    };

    private static readonly ImmutableSortedDictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> All = WaysThere.Concat(StandingBy).Concat(Measuring).Concat(Alarms).Concat(Elsewhere).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static Verdict Bad => new Verdict.Failing("'errors' is worse than it may be.", "12% of 400 requests; at most 1% is allowed");

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void There_are_at_least_eighty_of_them() => Assert.True(All.Count >= 80, $"{All.Count}");

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_as_it_should(string scenario)
    {
        var (play, phase, live, instances, traffic) = All[scenario];
        var stage = new Stage();

        play(stage);
        stage.Settle();

        Assert.Equal((phase, live, instances, traffic), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
    }

    [Fact]
    public void A_verdict_against_it_brings_all_traffic_back_within_a_second()
    {
        var stage = new Stage().Running(Web("1", Canary));
        stage.Deploy(Web("2", Canary));
        stage.UntilHeld(2);
        var before = stage.Now;

        stage.Verdict = Bad;
        stage.Until(s => s.Traffic == "1:100");

        Assert.True(stage.Now - before < TimeSpan.FromSeconds(1), $"it took {stage.Now - before}");
        Assert.Equal("12% of 400 requests; at most 1% is allowed", stage.Rollout.Failure?.LastAnswer);
    }

    /// <summary>From one version to the next by a strategy, with something in between.</summary>
    private static void From(Stage stage, StrategySpec strategy, Action<Stage>? at = null)
    {
        stage.Running(Web("1", strategy));
        stage.Deploy(Web("2", strategy));
        at?.Invoke(stage);
        if (stage.Rollout.IsOpen || stage.Rollout.Phase == RolloutPhase.Failed)
            stage.FinishPromoting();
    }
}
