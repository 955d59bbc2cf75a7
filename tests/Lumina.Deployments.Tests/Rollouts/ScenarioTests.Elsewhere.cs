using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;
using Smoke = Lumina.Deployments.Verification.Verification;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>More of what the users of other tools have met.</summary>
public sealed partial class ScenarioTests
{
    private static Dictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> Elsewhere => new()
    {
        ["elsewhere: the version that was aborted, once more"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(2);
            s.Abort();
            s.Finish();
            s.Deploy(Web("2", Canary));
            s.FinishPromoting();
            Assert.Equal(3, s.State.Current?.Revision.Number);
        }, RolloutPhase.Live, "2", "3x4", "3:100"),
        ["elsewhere: scaled while a canary was paused"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(2);
            s.Pause();
            s.Abort();
            s.Finish();
            s.Resume();
            s.Deploy(Web("1", Canary, replicas: 6), inPlace: true);
            s.Finish();
        }, RolloutPhase.Live, "1", "1x6", "1:100"),
        ["elsewhere: fewer instances of the new version"] = (s =>
        {
            s.Running(Web("1", Canary, replicas: 7));
            s.Deploy(Web("2", Canary, replicas: 2));
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x2", "2:100"),
        ["elsewhere: a crash loop that is healthy for a moment each time"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(2);
            st.Tick();
            for (var ends = 0; ends < CrashLoops.Most; ends++)
            {
                st.Kill(2);
                st.Tick();
                st.Pass(TimeSpan.FromSeconds(5));
            }
            st.Until(x => !x.Rollout.IsOpen || x.Rollout.Phase == RolloutPhase.Restoring);
            Assert.Equal(Notice.CrashLoop, st.Rollout.Failure?.By);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: ends that it takes to come up are no crash loop"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", Canary));
            s.Until(x => x.Instances == "1x4 2x1");
            for (var ends = 0; ends < CrashLoops.Most + 2; ends++)
                s.Kill(2);
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["elsewhere: a host that dies at every look of a canary"] = (s => DiesAlways(s, Canary), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["elsewhere: a host that dies at every look of a switch"] = (s => DiesAlways(s, BlueGreen), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["elsewhere: a host that dies at every look of a rolling update"] = (s => DiesAlways(s, new RollingSpec()), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["elsewhere: a host that dies at every look while it is taken back"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(3);
            st.Abort();
            st.Until(x => { x.Reactivate(); return !x.Rollout.IsOpen; });
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: the target is away while it is taken back"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(2);
            st.Abort();
            st.Target.IsAway = true;
            Looks(st, 100);
            st.Target.IsAway = false;
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: an ill old instance does not end the new version"] = (s => From(s, Canary, at: st => { st.UntilHeld(1); st.Sicken(1); }), RolloutPhase.Live, "2", "2x4", "2:100"),
        ["elsewhere: a later step's instances never come up"] = (s => From(s, new CanarySpec { Steps = [Shapes.Timed(25), Shapes.Timed(75)] }, at: st =>
        {
            st.UntilStep(2);
            st.Until(x => x.See().Revisions.Any(r => r.Number == 2 && r.Instances.Length == 3));
            st.Break(2);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: it flaps within the time that it has to be healthy"] = (s =>
        {
            var careful = new CanarySpec { Steps = [Shapes.Timed(25)], MinReady = TimeSpan.FromSeconds(30) };
            s.Running(Web("1", careful));
            s.Deploy(Web("2", careful));
            s.Until(x => x.See().Revisions.Any(r => r.Number == 2 && r.Instances.Any(i => i.Phase == InstancePhase.Healthy)));
            s.Sicken(2);
            s.Finish();
            Assert.Equal(Notice.Health, s.Rollout.Failure?.By);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: another strategy for the next version"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(Web("2", BlueGreen));
            s.Finish();
            s.Deploy(Web("3", new RollingSpec()));
            s.Finish();
            s.Deploy(Web("4", Canary));
            s.FinishPromoting();
        }, RolloutPhase.Live, "4", "4x4", "4:100"),
        ["elsewhere: a config-only change, rolling, that fails"] = (s =>
        {
            s.Running(Web("1", new RollingSpec(), config: "old"));
            s.Deploy(Web("1", new RollingSpec(), config: "new"));
            s.UntilStep(2);
            s.Break(2);
            s.Finish();
            Assert.Equal("old", s.State.Current?.Revision.Spec.Config["MODE"]);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: undone, and the undoing undone"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(Web("1", BlueGreen, keep: Keep), back: true);
            s.Finish();
            s.Deploy(Web("2", BlueGreen, keep: Keep), back: true);
            s.Finish();
        }, RolloutPhase.Live, "2", "3x4", "3:100"),
        ["elsewhere: aborted while its smoke test fails is taken back once"] = (s => From(s, BlueGreen, at: st =>
        {
            st.UntilStep(2);
            st.Verification = Smoke.NotYet("connection refused");
            st.Tick();
            st.Abort();
            st.Verification = Smoke.Failed("500");
            st.Finish();
            Assert.Empty(st.Happened<RolloutFailed>());
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["elsewhere: bad to bad to good, and nothing is left of the bad ones"] = (s =>
        {
            s.Running(Web("1", Canary));
            foreach (var bad in new[] { "2", "3" })
            {
                s.Deploy(Web(bad, Canary));
                s.UntilHeld(1);
                s.Sicken(s.Rollout.To!.Number); // A rollout that is no removal.
                s.Finish();
            }
            s.Deploy(Web("4", Canary));
            s.FinishPromoting();
        }, RolloutPhase.Live, "4", "4x4", "4:100"),
    };

    private static void DiesAlways(Stage stage, StrategySpec strategy) => From(stage, strategy, at: st => st.Until(x =>
    {
        x.Reactivate();
        if (x.Rollout.AwaitsPromotion)
            x.Promote();
        return !x.Rollout.IsOpen;
    }));
}
