using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>Commands: had once, in order, refused as values.</summary>
public abstract class OperationsContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver
{
    private readonly ComponentKey _web = driver.NewComponent();

    private ITarget Target => driver.Target;

    [Fact]
    public async Task An_operation_that_comes_again_gets_its_answer_again_and_is_not_done_again()
    {
        var first = driver.NewOperation(_web);
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(first, driver.Sound(_web, 1), 1, Never));
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(first, driver.Sound(_web, 1), 3, Never));
        Assert.Equal(1, (await driver.ObserveAsync(_web)).Revisions.Single().Wanted);
    }

    [Fact]
    public async Task One_that_comes_again_after_newer_ones_undoes_nothing()
    {
        var first = driver.NewOperation(_web);
        await Target.ScaleAsync(first, driver.Sound(_web, 1), 1, Never);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(first, driver.Sound(_web, 1), 1, Never));
        Assert.Equal(2, (await driver.ObserveAsync(_web)).Revisions.Single().Wanted);
    }

    [Fact]
    public async Task One_that_was_refused_is_refused_again_for_the_same_reason()
    {
        var operation = driver.NewOperation(_web);
        var refused = await Target.ScaleAsync(operation, driver.Impossible(_web, 1), 1, Never);
        Assert.Equal(TargetOutcome.Failed, refused.Outcome);
        Assert.False(string.IsNullOrWhiteSpace(refused.Reason));
        Assert.Equal(refused, await Target.ScaleAsync(operation, driver.Impossible(_web, 1), 1, Never));
    }

    [Fact]
    public async Task A_command_with_an_older_fence_is_refused_and_changes_nothing()
    {
        var late = driver.NewOperation(_web);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        await driver.SplitAsync(_web, Weights((1, 100)));
        Assert.Equal(TargetOutcome.Fenced, (await Target.ScaleAsync(late, driver.Sound(_web, 1), 3, Never)).Outcome);
        Assert.Equal(TargetOutcome.Fenced, (await Target.SetTrafficAsync(late, Weights((2, 100)), Never)).Outcome);
        Assert.Equal(TargetOutcome.Fenced, (await Target.PrepareAsync(late, driver.Sound(_web, 1), Never)).Outcome);
        Assert.Equal(TargetOutcome.Fenced, (await Target.RemoveAsync(late, Never)).Outcome);
        var seen = await driver.ObserveAsync(_web);
        Assert.Equal((1, Weights((1, 100)).Text()), (seen.Revisions.Single().Wanted, seen.Traffic.Text()));
    }

    [Fact]
    public async Task Commands_with_the_same_fence_and_names_of_their_own_are_all_carried_out()
    {
        var fence = driver.NewOperation(_web);
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(fence with { Id = "one" }, driver.Sound(_web, 1), 1, Never));
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(fence with { Id = "two" }, driver.Sound(_web, 2), 2, Never));
        Assert.Equal([1, 2], (await driver.ObserveAsync(_web)).Revisions.Select(r => r.Wanted));
    }

    [Fact]
    public async Task Fences_are_each_components_own()
    {
        var (other, late) = (driver.NewComponent(), driver.NewOperation(_web));
        await driver.ScaleAsync(other, driver.Sound(other, 1), 1);
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(late, driver.Sound(_web, 1), 1, Never));
    }

    [Fact]
    public async Task A_component_that_was_taken_away_keeps_its_fence()
    {
        var late = driver.NewOperation(_web);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(TargetAnswer.Done, await Target.RemoveAsync(driver.NewOperation(_web), Never));
        await driver.SettledAsync(_web);
        Assert.Equal(TargetOutcome.Fenced, (await Target.ScaleAsync(late, driver.Sound(_web, 1), 1, Never)).Outcome);
        Assert.Empty((await driver.ObserveAsync(_web)).Revisions);
    }

    [Fact]
    public async Task What_can_not_be_started_is_refused_when_it_is_prepared_and_when_it_is_wanted()
    {
        var prepared = await Target.PrepareAsync(driver.NewOperation(_web), driver.Impossible(_web, 1), Never);
        Assert.Equal(TargetOutcome.Failed, prepared.Outcome);
        Assert.False(string.IsNullOrWhiteSpace(prepared.Reason));
        Assert.Equal(TargetOutcome.Failed, (await Target.ScaleAsync(driver.NewOperation(_web), driver.Impossible(_web, 1), 1, Never)).Outcome);
        Assert.Empty((await driver.ObserveAsync(_web)).Revisions);
        // To want none of it asks for nothing that could fail.
        Assert.Equal(TargetAnswer.Done, await Target.ScaleAsync(driver.NewOperation(_web), driver.Impossible(_web, 1), 0, Never));
    }

    [Fact]
    public async Task To_prepare_starts_nothing()
    {
        Assert.Equal(TargetAnswer.Done, await Target.PrepareAsync(driver.NewOperation(_web), driver.Sound(_web, 1), Never));
        var seen = await driver.ObserveAsync(_web);
        Assert.Equal((0, null), (seen.Revisions.Length, seen.Traffic));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task Numbers_of_instances_that_there_can_not_be_are_refused(int instances)
    {
        Assert.Equal(TargetOutcome.Failed, (await Target.ScaleAsync(driver.NewOperation(_web), driver.Sound(_web, 1), instances, Never)).Outcome);
        Assert.Empty((await driver.ObserveAsync(_web)).Revisions);
    }

    [Fact]
    public async Task A_command_that_was_given_up_before_it_began_is_not_carried_out()
    {
        var given = new CancellationToken(canceled: true);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.ScaleAsync(driver.NewOperation(_web), driver.Sound(_web, 1), 2, given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.RemoveAsync(driver.NewOperation(_web), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.SetTrafficAsync(driver.NewOperation(_web), Weights((1, 100)), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.PrepareAsync(driver.NewOperation(_web), driver.Sound(_web, 1), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.ObserveAsync(_web, given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.ObserveAllAsync(_web.Environment, _web.Plan, given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Target.ReadMetricsAsync(_web, given));
        var seen = await driver.ObserveAsync(_web);
        Assert.Equal((1, "none"), (seen.Revisions.Single().Wanted, seen.Traffic.Text()));
    }

    [Fact]
    public async Task The_same_command_given_by_many_at_once_is_carried_out_once()
    {
        var operation = driver.NewOperation(_web);
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Target.ScaleAsync(operation, driver.Sound(_web, 1), n % 2 + 1, Never)));
        Assert.All(answers, answer => Assert.Equal(TargetAnswer.Done, answer));
        var seen = await driver.SettledAsync(_web);
        Assert.Equal(seen.Revisions.Single().Wanted, seen.Revisions.Single().Instances.Length);
    }
}
