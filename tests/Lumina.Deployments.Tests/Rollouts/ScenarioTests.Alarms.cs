using Lumina.Deployments.Components;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>Alarms from outside, as a component hears them.</summary>
public sealed partial class ScenarioTests
{
    private static Dictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> Alarms => new()
    {
        ["alarm: before the first step"] = (s => From(s, Canary, at: st => Fires(st)), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: in the middle of a step"] = (s => From(s, Canary, at: st => { st.UntilHeld(2); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: while somebody is waited for"] = (s => From(s, Canary, at: st => { st.UntilHeld(3); st.Pass(TimeSpan.FromHours(5)); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: while it is paused"] = (s => From(s, Canary, at: st => { st.UntilHeld(1); st.Pause(); Looks(st, 10); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: at the last step"] = (s => From(s, Canary, at: st => { st.UntilStepPromoting(4); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: twice is once"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(2);
            Fires(st);
            Assert.False(st.Alarm());
            st.Tick();
            Assert.False(st.Alarm());
            st.Finish();
            Assert.False(st.Alarm());
            Assert.Single(st.Happened<RolloutFailed>());
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: it fires since before, and this may be the cure"] = (s =>
        {
            s.Running(Web("1", Canary));
            var since = s.Now;
            s.Pass(TimeSpan.FromMinutes(5));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(1);
            Assert.False(s.Alarm(since));
            s.FinishPromoting();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["alarm: it fires since before, is resolved, and fires again"] = (s =>
        {
            s.Running(Web("1", Canary));
            var since = s.Now;
            s.Pass(TimeSpan.FromMinutes(5));
            s.Deploy(Web("2", Canary));
            s.UntilHeld(1);
            Assert.False(s.Alarm(since));
            Fires(s);
            s.Finish();
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: when all is done changes nothing, and undoing is traffic alone"] = (s =>
        {
            KeptFrom(s, Canary);
            Assert.False(s.Alarm());
            s.Deploy(Web("1", Canary, keep: Keep), back: true);
            s.Finish();
            Assert.Equal(["prepare 1", "traffic 1:100", "scale 2=0"], s.Target.Done);
        }, RolloutPhase.Live, "1", "1x4", "1:100"),
        ["alarm: while it is taken back changes nothing"] = (s => From(s, Canary, at: st =>
        {
            st.UntilHeld(2);
            st.Abort();
            st.Tick();
            Assert.False(st.Alarm());
            st.Finish();
            Assert.Null(st.Rollout.Failure);
        }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: the host dies before anything was taken back"] = (s => From(s, Canary, at: st => { st.UntilHeld(2); Fires(st); st.Reactivate(); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: blue-green, before the switch"] = (s => From(s, Approved, at: st => { st.UntilHeld(2); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: rolling, when half is done"] = (s => From(s, new RollingSpec(), at: st => { st.UntilStep(3); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: recreate, when the old ones are gone"] = (s => From(s, Recreate, at: st => { st.UntilStep(2); Fires(st); }), RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["alarm: a component that is taken away goes all the same"] = (s =>
        {
            s.Running(Web("1", Canary));
            s.Deploy(null);
            Assert.False(s.Alarm());
            s.Finish();
            Assert.Equal(RolloutPhase.Removed, s.Rollout.Phase);
            s.Deploy(Web("2", Canary));
            s.Finish();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
    };

    private static void Fires(Stage stage)
    {
        Assert.True(stage.Alarm());
        Assert.Equal((Notice.Alarm, "The alarm 'TooManyErrors' fires.", "3% of the orders fail (from the shop)"), (stage.Rollout.Failure?.By, stage.Rollout.Failure?.Reason, stage.Rollout.Failure?.LastAnswer));
    }
}
