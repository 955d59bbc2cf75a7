using System.Text.Json;
using Lumina.Analysis;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>Canaries with checks: what is measured, when it is lacking, and what a host that dies in the middle leaves behind.</summary>
public sealed partial class ScenarioTests
{
    private static readonly MetricCheck Errors = new() { Name = "errors", Metric = "error_rate", Max = 1 };
    private static readonly MetricCheck Whole = Errors with { Over = CheckSpan.Rollout };
    private static readonly MetricCheck Queue = new() { Name = "queue", Metric = "queue", Query = "max(queue)", Max = 50 };

    private static Dictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> Measuring => new()
    {
        ["measured: good all the way"] = (s => From(s, CheckedBy(Errors)), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: bad from the first request"] = (s =>
        {
            s.Measures.Errors = 20;
            From(s, CheckedBy(Errors), at: st => st.Until(x => x.Rollout.Phase == RolloutPhase.Failed || !x.Rollout.IsOpen));
            Assert.Equal(1, s.Rollout.Step);
            Assert.Equal(Notice.Analysis, s.Rollout.Failure?.By);
            Assert.StartsWith("The check 'errors' failed: error_rate 20% > max 1% (", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: bad only when more people come"] = (s => From(s, CheckedBy(Errors), at: st => { st.UntilHeld(3); st.Measures.Errors = 5; }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: bad in the last seconds of the last step"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            st.UntilHeld(3);
            st.Until(x => x.Now - x.Rollout.HeldSince >= TimeSpan.FromSeconds(45));
            st.Measures.Errors = 50;
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: a burst that it may have"] = (s => From(s, CheckedBy(Errors with { Failures = 1 }), at: Burst), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: a burst that it may not have"] = (s => From(s, CheckedBy(Errors), at: Burst), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: slow, and never failing"] = (s =>
        {
            s.Measures.IsSlow = true;
            From(s, CheckedBy(new MetricCheck { Name = "speed", Metric = "latency_p99", Max = 300 }));
            Assert.Contains("'speed' failed: latency_p99", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: as bad as the old one is no fault of the new one"] = (s =>
        {
            (s.Measures.Errors, s.Measures.BaselineErrors) = (5, 5);
            From(s, CheckedBy(Errors with { Max = null, Compare = ComparedWith.Baseline }));
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: worse than the old one"] = (s =>
        {
            (s.Measures.Errors, s.Measures.BaselineErrors) = (9, 5);
            From(s, CheckedBy(Errors with { Max = null, Compare = ComparedWith.Baseline }));
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: nobody came, which is a failure"] = (s =>
        {
            s.Measures.Requests = 0;
            From(s, CheckedBy(Errors));
            Assert.Contains("no data: 0 of 20 requests", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: nobody came, which is passed over"] = (s => { s.Measures.Requests = 0; From(s, CheckedBy(Errors) with { NoData = NoDataMode.Pass }); }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: nobody came yet, and it waits until they do"] = (s =>
        {
            s.Measures.Requests = 0;
            From(s, CheckedBy(Errors) with { NoData = NoDataMode.Wait }, at: st =>
            {
                st.UntilHeld(1);
                Looks(st, 500);
                Assert.Equal(1, st.Rollout.Step);
                st.Measures.Requests = 100;
            });
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: the source is down for a moment"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            st.UntilHeld(1);
            st.Measures.IsDown = true;
            st.Until(x => x.Rollout.StepAnalysis?.Checks[0].Errors == 3);
            st.Measures.IsDown = false;
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: the source is down and stays down"] = (s =>
        {
            s.Measures.IsDown = true;
            From(s, CheckedBy(Errors));
            Assert.Contains("5th error in a row of at most 4: connection refused", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: the source is down, whatever is made of no data"] = (s =>
        {
            s.Measures.IsDown = true;
            From(s, CheckedBy(Queue) with { NoData = NoDataMode.Pass });
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: a metric that does not exist does not pass silently"] = (s => From(s, CheckedBy(Queue)), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: it can't be told, and somebody skips"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            Unclear(st);
            Assert.Equal(ControlReply.Done, st.Skip());
            (st.Measures.Requests, st.Measures.Errors) = (100, 0);
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: it can't be told, and that is a failure"] = (s =>
        {
            (s.Measures.Requests, s.Measures.Errors) = (1.5, 2);
            From(s, CheckedBy(Errors) with { Inconclusive = InconclusiveMode.Fail });
            Assert.Contains("inconclusive", s.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: it can't be told until more people come"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            Unclear(st);
            (st.Measures.Requests, st.Measures.Errors) = (100, 0);
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: paused, it is measured all the same"] = (s => From(s, CheckedBy(Errors), at: st => { st.UntilHeld(2); st.Pause(); st.Measures.Errors = 20; }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: the gateway is started anew in the middle"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            st.UntilHeld(2);
            st.Until(x => x.Rollout.StepAnalysis?.Checks[0].Measurements == 2);
            st.Measures.Restart();
            st.UntilStep(3);
            Assert.All(st.Happened<Measured>().SelectMany(m => m.Checks), c => Assert.Equal(Judgement.Good, c.Judgement == Judgement.None ? Judgement.Good : c.Judgement));
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: the gateway is started anew, and what it counts then is bad"] = (s => From(s, CheckedBy(Errors), at: st => { st.UntilHeld(2); st.Measures.Restart(); st.Measures.Errors = 20; }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: a host that dies keeps the failures that were counted"] = (s => From(s, CheckedBy(Errors with { Failures = 1 }), at: st =>
        {
            Burst(st);
            st.Reactivate();
            Assert.Equal(1, st.Rollout.StepAnalysis?.Checks[0].Failures);
            st.Measures.Errors = 50;
            st.Until(x => x.Rollout.Phase != RolloutPhase.RollingOut);
            Assert.Contains("2nd failure of at most 1", st.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["measured: a host that dies at every look asks as often and loses nothing"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            st.Until(x => { x.Reactivate(); return !x.Rollout.IsOpen; });
            Assert.All(st.Happened<Measured>().Zip(st.Happened<Measured>().Skip(1)), two => Assert.True(two.Second.At >= two.First.At));
            // At its start, and then once in ten seconds: 7 in each of the three steps, and not one of them forgotten.
            Assert.Equal(21, st.Happened<Measured>().Count());
            Assert.Equal(18, st.Happened<Measured>().Count(m => m.Checks[0].Judgement == Judgement.Good));
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["measured: a host that was away for hours goes on with the step's analysis"] = (s => From(s, CheckedBy(Errors), at: st =>
        {
            st.UntilHeld(2);
            st.Until(x => x.Rollout.StepAnalysis?.Checks[0].Measurements == 2);
            st.Pass(TimeSpan.FromHours(3));
            st.Reactivate();
            st.UntilStep(3);
            Assert.Equal(3, st.Happened<Measured>().Count(m => m.At > st.Happened<StepStarted>().First(e => e.Step == 2).At && m.Checks[0].Judgement == Judgement.Good));
        }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["over the rollout: good all the way"] = (s => From(s, CheckedBy(Whole)), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["over the rollout: too few errors in each step, step by step unseen"] = (s =>
        {
            (s.Measures.Requests, s.Measures.Errors) = (2, 10);
            From(s, CheckedBy(Errors with { MinSamples = 200 }) with { NoData = NoDataMode.Pass });
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["over the rollout: too few errors in each step, seen together"] = (s =>
        {
            (s.Measures.Requests, s.Measures.Errors) = (2, 10);
            From(s, CheckedBy(Whole with { MinSamples = 200 }) with { NoData = NoDataMode.Pass });
            Assert.Equal(2, s.Rollout.Step);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: bad between two steps"] = (s => From(s, CheckedBy(Whole with { Every = TimeSpan.FromSeconds(1) }), at: st =>
        {
            st.UntilStep(3);
            st.Measures.Errors = 60;
            st.Until(x => x.Rollout.Phase != RolloutPhase.RollingOut);
            Assert.Equal((3, null), (st.Rollout.Step, st.Rollout.HeldSince));
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: bad at the last step"] = (s => From(s, CheckedBy(Whole with { Every = TimeSpan.FromSeconds(1) }), at: st =>
        {
            st.UntilStep(4);
            st.Measures.Errors = 60;
            st.Until(x => x.Rollout.Phase != RolloutPhase.RollingOut);
            Assert.Equal(4, st.Rollout.Step);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: without data not all the traffic goes over"] = (s =>
        {
            s.Measures.Requests = 0;
            From(s, CheckedBy(Whole), at: st => st.Until(x => x.Rollout.Phase != RolloutPhase.Preparing && x.Rollout.Phase != RolloutPhase.RollingOut));
            Assert.Equal(3, s.Rollout.Step);
            Assert.DoesNotContain(s.Target.Done, d => d.Contains("2:100", StringComparison.Ordinal));
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: it waits for data before all the traffic goes over"] = (s =>
        {
            s.Measures.Requests = 0;
            From(s, CheckedBy(Whole) with { NoData = NoDataMode.Wait }, at: st =>
            {
                st.UntilHeld(3);
                Looks(st, 500);
                Assert.Equal(3, st.Rollout.Step);
                st.Measures.Requests = 100;
            });
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["over the rollout: what was counted outlives steps and hosts"] = (s => From(s, CheckedBy(Whole with { Failures = 1 }), at: st =>
        {
            Burst(st);
            st.Reactivate();
            st.UntilHeld(3);
            st.Reactivate();
            Assert.Equal(1, st.Rollout.WholeAnalysis?.Checks[0].Failures);
            st.Measures.Errors = 50;
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: sent straight to the end while it is bad"] = (s => From(s, CheckedBy(Whole with { Every = TimeSpan.FromSeconds(1) }), at: st =>
        {
            st.UntilHeld(1);
            st.Measures.Errors = 60;
            st.Promote(full: true);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["over the rollout: who opens the last gate has decided"] = (s =>
        {
            s.Measures.Requests = 0;
            From(s, new CanarySpec { Steps = [Shapes.Timed(5), new CanaryStep { Weight = 50 }], Checks = [Whole] });
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["over the rollout: with one of each step beside it"] = (s => From(s, CheckedBy(Whole, Queue), at: st =>
        {
            st.Measures.Own = 7;
            st.UntilHeld(2);
            Assert.Equal(("queue", "errors"), (st.Rollout.StepAnalysis?.Checks[0].Name, st.Rollout.WholeAnalysis?.Checks[0].Name));
            st.UntilHeld(3);
            st.Measures.Own = 70;
            st.Finish();
            Assert.Contains("'queue' failed", st.Rollout.Failure?.Reason, StringComparison.Ordinal);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
    };

    [Fact]
    public void A_record_of_before_analyses_were_kept_is_carried_on()
    {
        var stage = new Stage().Running(Web("1", CheckedBy(Errors)));
        stage.Deploy(Web("2", CheckedBy(Errors)));
        stage.UntilHeld(2);
        stage.Forget();
        stage.Measures.Errors = 20;

        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Analysis), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
    }

    [Fact]
    public void What_is_kept_of_a_long_analysis_stays_small()
    {
        var spec = new CanarySpec
        {
            Steps = [new CanaryStep { Weight = 50, For = TimeSpan.FromHours(3) }],
            Checks = [new MetricCheck { Name = "speed", Metric = "latency_p99", Compare = ComparedWith.Baseline, Tolerance = 20, Every = TimeSpan.FromSeconds(10) }],
        };
        var stage = new Stage().Running(Web("1", spec));
        stage.Deploy(Web("2", spec));
        stage.UntilHeld(1);
        stage.Until(s => s.Rollout.StepAnalysis?.Checks[0].Measurements > AnalysisBound.Measurements + 50);

        var size = JsonSerializer.SerializeToUtf8Bytes(stage.Rollout.StepAnalysis).Length;

        Assert.InRange(size, 1, AnalysisBound.BytesOfACheck);
    }

    private static CanarySpec CheckedBy(params MetricCheck[] checks) => new() { Steps = [Shapes.Timed(5), Shapes.Timed(25), Shapes.Timed(50)], Checks = [.. checks] };

    /// <summary>One interval in which half of the requests fail, in the middle of the first step.</summary>
    private static void Burst(Stage stage)
    {
        stage.UntilHeld(1);
        stage.Until(s => Kept(s) == 1);
        stage.Measures.Errors = 50;
        stage.Until(s => Kept(s) == 2 || !s.Rollout.IsOpen);
        stage.Measures.Errors = 0;

        static int? Kept(Stage s) => (s.Rollout.StepAnalysis ?? s.Rollout.WholeAnalysis)?.Checks[0].Measurements;
    }

    /// <summary>A step whose time is over with too few requests to tell.</summary>
    private static void Unclear(Stage stage)
    {
        (stage.Measures.Requests, stage.Measures.Errors) = (1.5, 2);
        stage.UntilHeld(1);
        Looks(stage, 500);
        Assert.Equal(1, stage.Rollout.Step);
    }

    private static void Looks(Stage stage, int many)
    {
        for (var looks = 0; looks < many; looks++)
            stage.Tick();
    }

    private static class AnalysisBound
    {
        public const int Measurements = 200;
        public const int BytesOfACheck = 10_000;
    }
}
