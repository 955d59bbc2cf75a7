using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>Instances: as many as are wanted, of each revision, from their start to their end.</summary>
public abstract class InstancesContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver
{
    private readonly ComponentKey _web = driver.NewComponent();

    private ITarget Target => driver.Target;

    [Fact]
    public async Task Of_a_component_that_never_was_nothing_is_seen()
    {
        var seen = await driver.ObserveAsync(_web);
        Assert.Equal((_web, null, null, null), (seen.Component, seen.Endpoint, seen.Traffic, seen.PreviewEndpoint));
        Assert.Empty(seen.Revisions);
        var all = await Target.ObserveAllAsync(_web.Environment, _web.Plan, Never);
        Assert.Equal((TargetOutcome.Done, 0), (all.Outcome, all.Value.Length));
    }

    [Fact]
    public async Task As_many_as_wanted_come_up_and_each_has_a_name_of_its_own()
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 3);
        var asked = await driver.ObserveAsync(_web);
        Assert.Equal((1, 3, 3), (asked.Revisions.Single().Number, asked.Revisions.Single().Wanted, asked.Revisions.Single().Instances.Length));
        Assert.All(asked.Revisions.Single().Instances, instance => Assert.True(instance.Phase is InstancePhase.Starting or InstancePhase.Healthy, $"{instance}"));
        var instances = (await driver.SettledAsync(_web)).Revisions.Single().Instances;
        Assert.All(instances, instance => Assert.Equal((InstancePhase.Healthy, 0), (instance.Phase, instance.Restarts)));
        Assert.Equal(3, instances.Select(instance => instance.Id).Distinct().Count());
    }

    [Fact]
    public async Task More_are_added_and_fewer_taken_and_the_others_stay_as_they_are()
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        var first = Instances(await driver.SettledAsync(_web)).Single();
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 3);
        Assert.Contains(first, Instances(await driver.SettledAsync(_web)));
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(first, Instances(await driver.SettledAsync(_web)).Single());
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(first, Instances(await driver.SettledAsync(_web)).Single());
    }

    [Fact]
    public async Task Zero_stops_the_revision_and_leaves_the_component()
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.SplitAsync(_web, Weights((1, 100)));
        await driver.SettledAsync(_web);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 0);
        Assert.All((await driver.ObserveAsync(_web)).Revisions.SelectMany(r => r.Instances), i => Assert.Equal(InstancePhase.Stopping, i.Phase));
        var seen = await driver.UntilAsync(_web, seen => seen.Revisions.IsEmpty);
        Assert.Equal(Weights((1, 100)).Text(), seen.Traffic.Text());
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(1, (await driver.SettledAsync(_web)).Revisions.Single().Wanted);
    }

    [Fact]
    public async Task Revisions_run_beside_each_other_and_go_one_by_one()
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.ScaleAsync(_web, driver.Sound(_web, 3), 1);
        await driver.ScaleAsync(_web, driver.Sound(_web, 2), 1);
        var seen = await driver.SettledAsync(_web);
        Assert.Equal([(1, 2), (2, 1), (3, 1)], seen.Revisions.Select(r => (r.Number, r.Instances.Length)));
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 0);
        seen = await driver.SettledAsync(_web);
        Assert.Equal([(2, 1), (3, 1)], seen.Revisions.Select(r => (r.Number, r.Instances.Length)));
    }

    [Fact]
    public async Task What_does_not_become_healthy_is_given_up_and_says_why_and_leaves_when_it_is_told_to()
    {
        await driver.ScaleAsync(_web, driver.Doomed(_web, 1), 1);
        var seen = await driver.UntilAsync(_web, seen => seen.Revisions.Single().Instances is [{ Phase: InstancePhase.Failed }]);
        Assert.False(string.IsNullOrWhiteSpace(seen.Revisions.Single().Instances.Single().LastAnswer));
        await driver.ScaleAsync(_web, driver.Sound(_web, 2), 1);
        await driver.ScaleAsync(_web, driver.Doomed(_web, 1), 0);
        seen = await driver.SettledAsync(_web);
        Assert.Equal((2, InstancePhase.Healthy), (seen.Revisions.Single().Number, seen.Revisions.Single().Instances.Single().Phase));
    }

    [Fact]
    public async Task Removed_it_stops_and_is_not_seen_any_more_and_a_second_time_changes_nothing()
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.ScaleAsync(_web, driver.Sound(_web, 2), 1);
        await driver.SplitAsync(_web, Weights((1, 60), (2, 40)));
        await driver.SettledAsync(_web);
        Assert.Equal(TargetAnswer.Done, await Target.RemoveAsync(driver.NewOperation(_web), Never));
        var leaving = await driver.ObserveAsync(_web);
        Assert.All(leaving.Revisions, r => Assert.Equal(0, r.Wanted));
        Assert.All(leaving.Revisions.SelectMany(r => r.Instances), i => Assert.Equal(InstancePhase.Stopping, i.Phase));
        Assert.Equal("traffic none", (await driver.UntilAsync(_web, seen => seen.Revisions.IsEmpty)).Text());
        Assert.Equal(TargetAnswer.Done, await Target.RemoveAsync(driver.NewOperation(_web), Never));
        Assert.Equal("traffic none", (await driver.ObserveAsync(_web)).Text());
        Assert.Empty((await Target.ObserveAllAsync(_web.Environment, _web.Plan, Never)).Value);

        await driver.ScaleAsync(_web, driver.Sound(_web, 3), 1);
        Assert.Equal(3, (await driver.SettledAsync(_web)).Revisions.Single().Number);
    }

    [Fact]
    public async Task What_never_was_can_be_removed_too()
    {
        Assert.Equal(TargetAnswer.Done, await Target.RemoveAsync(driver.NewOperation(_web), Never));
        Assert.Equal("traffic none", (await driver.ObserveAsync(_web)).Text());
    }

    [Fact]
    public async Task All_are_seen_together_as_each_is_seen_alone_and_no_others()
    {
        ComponentKey[] keys = [_web, _web with { Component = "api" }, _web with { Component = "idle" }, _web with { Component = "only-traffic" }];
        var elsewhere = _web with { Plan = _web.Plan + "-2" };
        foreach (var key in keys.Take(3).Append(elsewhere).Append(_web with { Environment = "other" }))
            await driver.ScaleAsync(key, driver.Sound(key, 1), 1);
        await driver.ScaleAsync(keys[2], driver.Sound(keys[2], 1), 0);
        await driver.SplitAsync(keys[3], Weights((1, 100)));
        foreach (var key in keys)
            await driver.SettledAsync(key);
        var all = await Target.ObserveAllAsync(_web.Environment, _web.Plan, Never);
        Assert.Equal(keys.Select(k => k.Component).Order(), all.Value.Select(seen => seen.Component.Component).Order());
        foreach (var seen in all.Value)
        {
            var alone = await driver.ObserveAsync(seen.Component);
            Assert.Equal((alone.Endpoint, alone.Text()), (seen.Endpoint, seen.Text()));
            Assert.Equal(Instances(alone), Instances(seen));
        }
    }

    [Fact]
    public async Task A_component_whose_name_begins_with_anothers_is_another()
    {
        // Names of instances are made of the component's name and the revision's number, with dashes.
        var second = _web with { Component = "web-1" };
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.ScaleAsync(second, driver.Sound(second, 1), 1);
        await driver.ScaleAsync(_web, driver.Sound(_web, 11), 1);
        await driver.SettledAsync(_web);
        Assert.Single((await driver.SettledAsync(second)).Revisions.Single().Instances);
        await Target.RemoveAsync(driver.NewOperation(_web), Never);
        await driver.UntilAsync(_web, seen => seen.Revisions.IsEmpty);
        var left = (await driver.ObserveAsync(second)).Revisions.Single();
        Assert.Equal((1, InstancePhase.Healthy), (left.Wanted, left.Instances.Single().Phase));
    }

    [Fact]
    public async Task Commands_for_several_components_at_once_do_not_get_into_each_others_way()
    {
        ComponentKey[] keys = [_web, _web with { Component = "api" }, _web with { Component = "db" }];
        await Task.WhenAll(keys.Select(async (key, index) =>
        {
            foreach (var instances in (int[])[2, 0, 3, 1, index])
            {
                await driver.ScaleAsync(key, driver.Sound(key, 1), instances);
                await driver.SplitAsync(key, Weights((1, instances), (2, 100 - instances)));
            }
        }));
        for (var index = 0; index < keys.Length; index++)
        {
            var seen = await driver.SettledAsync(keys[index]);
            Assert.Equal((index, Weights((1, index), (2, 100 - index)).Text()), (seen.Revisions.Sum(r => r.Instances.Length), seen.Traffic.Text()));
        }
    }

    // Since when, a driver may have to work out anew for each look, from a clock that is not set.
    private static IEnumerable<(string Id, InstancePhase Phase, int Restarts, int? ProcessId)> Instances(Observation seen) =>
        seen.Revisions.SelectMany(r => r.Instances).Select(i => (i.Id, i.Phase, i.Restarts, i.ProcessId));
}
