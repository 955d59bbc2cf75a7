using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;
using Lumina.Robustness.Load;
using static Lumina.Robustness.Checking.HistoryBuilder;

namespace Lumina.Robustness.Checking;

/// <summary>The checker finds nothing where nothing is, and each rule finds what breaks it.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void A_deployment_that_succeeds_is_fine() => Assert.Empty(Checker.Violations(Succeeded()));

    [Fact]
    public void One_that_is_taken_back_is_fine() => Assert.Empty(Checker.Violations(RolledBack()));

    [Fact]
    public void One_that_does_not_end_is_found() =>
        Finds(Succeeded() with { Deployments = [.. Succeeded().Deployments.Where(d => d.Event is not DeploymentEnded)] }, "dep-1 has ended 0 times");

    [Fact]
    public void One_that_ends_twice_is_found() =>
        Finds(Succeeded() with { Deployments = [.. Succeeded().Deployments, Succeeded().Deployments[^1] with { Position = 99 }] }, "dep-1 has ended 2 times");

    [Fact]
    public void One_that_goes_on_after_its_end_is_found() =>
        Finds(
            Succeeded() with { Deployments = [.. Succeeded().Deployments, new DeploymentHappened(99, First, new DeploymentPaused("x", null, default))] },
            "dep-1 went on after its end");

    [Fact]
    public void One_that_is_accepted_twice_is_found() =>
        Finds(Succeeded() with { Deployments = [Succeeded().Deployments[0] with { Position = 0 }, .. Succeeded().Deployments] }, "dep-1 was accepted 2 times");

    [Fact]
    public void A_good_version_that_is_taken_back_is_found() =>
        Finds(RolledBack() with { Accepted = [new Accepted(First, Wish.Good)] }, "dep-1 (Good) ended RolledBack");

    [Fact]
    public void A_bad_version_that_stays_is_found() =>
        Finds(Succeeded() with { Accepted = [new Accepted(First, Wish.Bad)] }, "dep-1 (Bad) ended Succeeded");

    [Fact]
    public void A_component_that_begins_too_early_is_found() =>
        Finds(Moved(Succeeded(), e => e.Component == Store && e.Event is RolloutSucceeded, 99), "dep-1: web began at 6, before store was live");

    [Fact]
    public void A_component_that_is_taken_back_too_early_is_found() =>
        Finds(Moved(RolledBack(), e => e.Component == Web && e.Event is RestoreSucceeded, 99), "dep-1: store was taken back at 12, before web was");

    [Fact]
    public void An_effect_that_is_had_twice_is_found() =>
        Finds(Succeeded() with { Effects = [Scaled(Store, 2), Scaled(Store, 2)] }, "was done 2 times");

    [Fact]
    public void An_effect_that_is_had_again_under_another_name_is_found() =>
        Finds(Succeeded() with { Effects = [Scaled(Store, 2), Scaled(Store, 2) with { Operation = Scaled(Store, 2).Operation + "-again" }] }, "was done under 2 names");

    [Fact]
    public void A_zombies_effect_is_found() =>
        Finds(Succeeded() with { Effects = [Scaled(Store, 2), Scaled(Store, 1)] }, "(fence 1) was done after");

    [Fact]
    public void An_effect_of_nobody_is_found() =>
        Finds(Succeeded() with { Effects = [Scaled(Store, 2, "dep-2")] }, "belongs to no deployment");

    [Fact]
    public void An_effect_that_was_had_before_its_event_is_found() =>
        Finds(Succeeded() with { Effects = [Scaled(Store, 4)] }, "has fence 4, and there are 3 events");

    [Fact]
    public void Something_that_runs_and_nobody_knows_of_is_found() =>
        Finds(Succeeded() with { Running = [Running(Store, 7), Running(Web)] }, "revision 7 runs, and the record has 1");

    [Fact]
    public void Something_that_should_run_and_does_not_is_found() =>
        Finds(Succeeded() with { Running = [Running(Store)] }, "blue/shop/web: 0 instances of revision 1 are wanted of the target, and the record has 1");

    [Fact]
    public void An_acceptance_that_is_lost_is_found() =>
        Finds(
            Succeeded() with { Accepted = [.. Succeeded().Accepted, new Accepted("dep-2", Wish.Good)] }, "dep-2 was accepted and is not in the journal");

    [Fact]
    public void A_cancel_that_is_lost_is_found() =>
        Finds(
            Succeeded() with { Accepted = [new Accepted(First, Wish.Good) { CancelTried = true, CancelAccepted = true }] },
            "dep-1 was cancelled, and the journal does not say so");

    [Fact]
    public void An_event_that_was_shown_and_is_not_there_is_found() =>
        Finds(
            Succeeded() with { Seen = [new SeenEvent(First, 77, StepStarted.Name)] }, "a client was shown step-started at 77, where the journal has nothing");

    [Fact]
    public void What_hosts_told_that_can_not_both_be_true_is_found() =>
        Finds(Succeeded() with { Contradictions = ["request 1 became dep-1 and dep-2"] }, "request 1 became dep-1 and dep-2");

    [Fact]
    public void A_state_that_does_not_follow_from_its_events_is_found() =>
        Finds(
            Succeeded() with { States = Succeeded().States.SetItem(Store, Succeeded().States[Store] with { LastRevision = 9 }) },
            "the state that is kept is not what its events come to");

    [Fact]
    public void A_broken_chain_is_found() =>
        Finds(Succeeded() with { Verification = new JournalVerification(5, 6, "It was changed.") }, "the journal is broken at 6: It was changed.");

    private static History Moved(History history, Func<ComponentHappened, bool> which, long position) => history with
    {
        Components = [.. history.Components.Select(e => which(e) ? e with { Position = position } : e)],
    };

    private static void Finds(History history, string violation) =>
        Assert.Contains(Checker.Violations(history), found => found.Contains(violation, StringComparison.Ordinal));
}
