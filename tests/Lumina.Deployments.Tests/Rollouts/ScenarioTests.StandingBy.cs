using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;
using Checked = Lumina.Deployments.Verification.Verification;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What ran before stands by after a promotion, and what becomes of it.</summary>
public sealed partial class ScenarioTests
{
    private static Dictionary<string, (Action<Stage> Play, RolloutPhase Phase, string Live, string Instances, string Traffic)> StandingBy => new()
    {
        ["kept: a promotion is undone by traffic alone"] = (s =>
        {
            KeptFrom(s, Canary);
            var before = s.Now;
            s.Deploy(Web("1", Canary, keep: Keep), back: true);
            s.Until(x => x.Traffic == "1:100");
            Assert.True(s.Now - before < TimeSpan.FromSeconds(1), $"it took {s.Now - before}");
            s.Finish();
            Assert.Equal(["prepare 1", "traffic 1:100", "scale 2=0"], s.Target.Done);
        }, RolloutPhase.Live, "1", "1x4", "1:100"),
        ["kept: when its time is over it is taken down"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Pass(Keep);
            s.Until(x => x.State.Kept is null);
            Assert.Single(s.Happened<PreviousReleased>());
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["kept: taken up again in the middle of going, it goes once more the next time"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Pass(Keep);
            s.Until(x => x.Target.Done.LastOrDefault() == "scale 1=0");
            Assert.NotNull(s.State.Kept);
            s.Deploy(Web("1", BlueGreen, keep: Keep));
            s.Finish();
            s.Deploy(Web("3", BlueGreen, keep: Keep));
            s.Finish();
            s.Pass(Keep);
            s.Until(x => x.State.Kept is null);
        }, RolloutPhase.Live, "3", "3x4", "3:100"),
        ["kept: the host was away when its time was over"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Reactivate();
            s.Pass(TimeSpan.FromDays(2));
            s.Until(x => x.State.Kept is null);
            s.Settle();
        }, RolloutPhase.Live, "2", "2x4", "2:100"),
        ["kept: after its time going back is a rollout without waits"] = (s =>
        {
            KeptFrom(s, Canary);
            s.Pass(Keep);
            s.Until(x => x.State.Kept is null);
            s.Deploy(Web("1", Canary, keep: Keep), back: true);
            s.Finish();
            Assert.Equal(3, s.State.Current?.Revision.Number);
        }, RolloutPhase.Live, "1", "3x4", "3:100"),
        ["kept: a third version takes the first one down before it comes"] = (s =>
        {
            KeptFrom(s, Canary);
            s.Deploy(Web("3", Canary));
            s.UntilHeld(1);
            s.Settle();
            Assert.Equal(("2x4 3x1", "2:95 3:5"), (s.Instances, s.Traffic));
            s.FinishPromoting();
        }, RolloutPhase.Live, "3", "3x4", "3:100"),
        ["kept: a third version that fails leaves the second"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(Web("3", BlueGreen, keep: Keep));
            s.UntilStep(2);
            s.Verification = Checked.Failed("GET /smoke answered 500.");
            s.Finish();
            Assert.Null(s.State.Kept);
        }, RolloutPhase.Restored, "2", "2x4", "2:100"),
        ["kept: a dead instance of it is waited for before traffic goes back"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Kill(1);
            s.Deploy(Web("1", BlueGreen, keep: Keep), back: true);
            s.Tick();
            s.Tick();
            s.Tick();
            Assert.Equal("2:100", s.Traffic);
            s.Finish();
        }, RolloutPhase.Live, "1", "1x4", "1:100"),
        ["kept: going back to it is aborted, and the new one stays"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Kill(1);
            s.Deploy(Web("1", BlueGreen, keep: Keep), back: true);
            s.UntilStep(1);
            s.Abort();
            s.Finish();
        }, RolloutPhase.Restored, "2", "2x4", "2:100"),
        ["kept: going back to it is aborted when the new one was told to go already"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(Web("1", BlueGreen, keep: Keep), back: true);
            s.Until(x => x.Target.Done.Contains("scale 2=0"));
            s.Abort();
            // The one that serves keeps serving until the others are there.
            s.Until(x =>
            {
                Assert.NotEmpty(x.See().Traffic!.Weights.Where(w => x.See().Revisions.Any(r => r.Number == w.Revision && r.Instances.Any(i => i.Phase == InstancePhase.Healthy))));
                return !x.Rollout.IsOpen;
            });
        }, RolloutPhase.Restored, "2", "2x4", "2:100"),
        ["kept: going back to it fails when it is lost, and the new one stays"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Break(1);
            s.Deploy(Web("1", BlueGreen, keep: Keep), back: true);
            s.Finish();
        }, RolloutPhase.Restored, "2", "2x4", "2:100"),
        ["kept: its deployment is taken back for another component's sake"] = (s =>
        {
            KeptFrom(s, Canary);
            s.Abort();
            s.Finish();
            Assert.Equal(["traffic 1:100", "scale 2=0"], s.Target.Done);
        }, RolloutPhase.Restored, "1", "1x4", "1:100"),
        ["kept: a change of the number alone takes it down"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(Web("2", BlueGreen, replicas: 6, keep: Keep), inPlace: true);
            s.Finish();
            Assert.Null(s.State.Kept);
        }, RolloutPhase.Live, "2", "2x6", "2:100"),
        ["kept: then rolling, and it gets no traffic any more"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(Web("3", new RollingSpec()));
            s.UntilStep(1);
            s.Until(x => x.Traffic == "2 3");
            s.Finish();
        }, RolloutPhase.Live, "3", "3x4", "3:100"),
        ["kept: removed with the component"] = (s =>
        {
            KeptFrom(s, BlueGreen);
            s.Deploy(null);
            s.Finish();
            Assert.Null(s.State.Kept);
            s.Deploy(Web("9", BlueGreen));
            s.Finish();
        }, RolloutPhase.Live, "9", "3x4", "3:100"),
    };

    private static void KeptFrom(Stage stage, StrategySpec strategy)
    {
        stage.Running(Web("1", strategy, keep: Keep));
        stage.Deploy(Web("2", strategy, keep: Keep));
        stage.FinishPromoting();
        Assert.Equal(("1x4 2x4", "2:100", 1), (stage.Instances, stage.Traffic, stage.State.Kept?.Revision.Number));
        stage.Target.Done.Clear();
    }
}
