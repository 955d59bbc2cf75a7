using CsCheck;
using Lumina.Deployments.Components;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>Whatever people, instances and hosts do in whatever order: what must hold does after every tick (see <see cref="Invariants"/>), and in
/// the end there is one.</summary>
public sealed class RandomHistoryTests
{
    private static readonly string[] Strategies = ["rolling", "recreate", "blue-green", "blue-green approved", "canary"];

    private enum Deed
    {
        Look,
        LookLong,
        Minute,
        Hour,
        Deploy,
        GoBack,
        Promote,
        PromoteFull,
        Skip,
        Abort,
        Pause,
        Resume,
        HostDies,
        KillOld,
        KillNew,
        SickenNew,
        BreakNew,
        TargetAway,
        TargetBack,
        BadVerdict,
        Alarm,
        OldAlarm,
        GoodVerdict,
    }

    [Fact]
    public void Every_history_ends_well_or_says_why_not()
    {
        var deeds = Gen.Int[0, (int)Deed.GoodVerdict].Select(n => (Deed)n);
        var histories = Gen.Select(
            Gen.Int[0, Strategies.Length - 1], Gen.Int[0, Strategies.Length - 1], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Bool,
            Gen.Select(deeds, Gen.Int[0, 4]).Array[0, 40]);

        histories.Sample(
            (first, second, before, after, keeps, script) => Play(Strategies[first], Strategies[second], before, after, keeps, script), iter: 3_000, threads: 2);
    }

    private static void Play(string first, string second, int before, int after, bool keeps, (Deed Deed, int Looks)[] script)
    {
        TimeSpan? keep = keeps ? TimeSpan.FromMinutes(10) : null;
        var stage = new Stage().Running(Web("v0", Shapes.Of(first), before, KeepOf(first, keep)));
        var version = 0;
        var live = stage.State.Current;
        foreach (var (deed, looks) in script)
        {
            Do(stage, deed, ref version, after, second, keep);
            for (var look = 0; look < looks; look++)
                stage.Tick();
        }
        stage.Target.IsAway = false;
        stage.Target.Heal();
        stage.Resume();
        stage.Verdict = Lumina.Deployments.Strategies.Verdict.Good;
        if (stage.Rollout.IsOpen || stage.Rollout.Phase == RolloutPhase.Failed)
            stage.FinishPromoting();
        live = stage.State.Current;

        // One end, and the record of it.
        Assert.False(stage.Rollout.IsOpen);
        var last = stage.Events.FindLastIndex(e => e is RolloutStarted);
        var ends = stage.Events.Skip(last < 0 ? 0 : last).Where(e => e is RolloutSucceeded or RestoreSucceeded or RestoreFailed).ToArray();
        if (last >= 0)
            Assert.InRange(ends.Length, 1, 2);
        if (ends.Length == 2)
            Assert.IsType<RolloutSucceeded>(ends[0]);
        if (stage.Rollout is { Phase: RolloutPhase.Restored, From: { } from })
            Assert.Equal(PlanJson.Digest(from.Revision.Spec), PlanJson.Digest(live!.Revision.Spec));

        // Nothing runs that the record does not name, once what stands by has gone.
        stage.Pass(TimeSpan.FromHours(1));
        stage.Until(s => s.State.Kept is null);
        stage.Settle();
        if (stage.Rollout.Phase != RolloutPhase.RestoreFailed && stage.State.Current is { } current)
            Assert.Equal($"{current.Revision.Number}x{current.Revision.Spec.Replicas}", stage.Instances);
    }

    private static void Do(Stage stage, Deed deed, ref int version, int replicas, string strategy, TimeSpan? keep)
    {
        var rollout = stage.Rollout;
        switch (deed)
        {
            case Deed.LookLong:
                for (var look = 0; look < 30; look++)
                    stage.Tick();
                break;
            case Deed.Minute:
                stage.Pass(TimeSpan.FromMinutes(1));
                break;
            case Deed.Hour:
                stage.Pass(TimeSpan.FromHours(1));
                break;
            case Deed.Deploy when !rollout.IsOpen:
                stage.Deploy(Web($"v{++version}", Shapes.Of(strategy), replicas, KeepOf(strategy, keep)));
                break;
            case Deed.GoBack when !rollout.IsOpen && rollout.From is { } from && stage.State.Current is not null:
                stage.Deploy(from.Revision.Spec, back: true);
                break;
            case Deed.Promote:
                stage.Promote();
                break;
            case Deed.PromoteFull:
                stage.Promote(full: true);
                break;
            case Deed.Skip:
                stage.Skip();
                break;
            case Deed.Abort when rollout.IsOpen:
                stage.Abort();
                break;
            case Deed.Pause:
                stage.Pause();
                break;
            case Deed.Resume:
                stage.Resume();
                break;
            case Deed.HostDies:
                stage.Reactivate();
                break;
            case Deed.KillOld when rollout.From is { } old:
                stage.Kill(old.Revision.Number);
                break;
            case Deed.KillNew when rollout.To is { } to:
                stage.Kill(to.Number);
                break;
            case Deed.SickenNew when rollout is { IsOpen: true, To: { } to }:
                stage.Sicken(to.Number);
                break;
            case Deed.BreakNew when rollout is { IsOpen: true, To: { } to }:
                stage.Break(to.Number);
                break;
            case Deed.TargetAway:
                stage.Target.IsAway = true;
                break;
            case Deed.TargetBack:
                stage.Target.IsAway = false;
                break;
            case Deed.BadVerdict:
                stage.Verdict = new Lumina.Deployments.Strategies.Verdict.Failing("bad", null);
                break;
            case Deed.Alarm:
                // Nothing else of the plan begins before the deployment has heard of it.
                if (stage.Alarm())
                    stage.Tick();
                break;
            case Deed.OldAlarm:
                Assert.False(stage.Alarm(rollout.StartedAt - TimeSpan.FromSeconds(1)));
                break;
            case Deed.GoodVerdict:
                stage.Verdict = Lumina.Deployments.Strategies.Verdict.Good;
                break;
            default:
                stage.Tick();
                break;
        }
    }

    private static TimeSpan? KeepOf(string strategy, TimeSpan? keep) => strategy is "rolling" or "recreate" ? null : keep;
}
