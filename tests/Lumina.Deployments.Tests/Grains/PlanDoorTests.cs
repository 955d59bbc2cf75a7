using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Each plan has a door of its own, also where an older program had one for all of them.</summary>
[Collection(ClusterTests.Name)]
public sealed class PlanDoorTests(LuminaCluster cluster)
{
    private readonly Scenario _scenario = new(cluster);
    private readonly string _environment = "old-" + Ulid.NewUlid().ToString().ToLowerInvariant();

    [Fact]
    public async Task What_an_older_program_has_left_is_taken_over_with_its_turn_its_holder_and_its_queue()
    {
        var holder = await _scenario.ApplyAsync(Component("a", options: ["start=1m"]));
        await LeaveAsync(("shop", new PlanDoor(holder, 41, ["dep-second"])), ("other", new PlanDoor(null, 7, [])));
        var door = cluster.Grains.GetPlanDoor(_environment, "shop");

        Assert.Equal(41, await door.TurnAsync());
        Assert.Equal(new EnterAnswer(EnterReply.Refused, 41, holder), await door.EnterAsync("dep-third", OnConflict.Refuse));
        Assert.Equal(EnterReply.Queued, (await door.EnterAsync("dep-third", OnConflict.Queue)).Reply);
        await door.LeaveAsync(holder);

        // The one that waited longest is inside now; nobody has started it, so it is shown out when the next one asks.
        Assert.Equal(42, await door.TurnAsync());
        Assert.Equal(new EnterAnswer(EnterReply.Granted, 43, "dep-third"), await door.EnterAsync("dep-third", OnConflict.Queue));
        Assert.Equal(7, await cluster.Grains.GetPlanDoor(_environment, "other").TurnAsync());
        Assert.Equal(0, await cluster.Grains.GetPlanDoor(_environment, "new").TurnAsync());
        await CancelAsync(holder);
    }

    [Fact]
    public async Task What_was_taken_over_once_is_never_read_again()
    {
        await LeaveAsync(("shop", new PlanDoor("dep-gone", 5, [])));
        var door = cluster.Grains.GetPlanDoor(_environment, "shop");
        Assert.Equal(new EnterAnswer(EnterReply.Granted, 7, "dep-a"), await door.EnterAsync("dep-a", OnConflict.Refuse));
        await door.LeaveAsync("dep-a");

        await LeaveAsync(("shop", new PlanDoor("dep-much-later", 100, [])));
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await management.ForceActivationCollection(TimeSpan.Zero);
        Assert.Null(await management.GetActivationAddress((IAddressable)door));

        Assert.Equal(8, await door.TurnAsync());
        // One that was read has nothing to do with one that is new.
        Assert.Equal(0, await cluster.Grains.GetPlanDoor(_environment, "new").TurnAsync());
    }

    [Fact]
    public async Task A_host_of_an_older_program_is_sent_on_to_the_same_door()
    {
        var holder = await _scenario.ApplyAsync(Component("a", options: ["start=1m"]));
        var old = cluster.Grains.GetGrain<IEnvironmentGrain>("env-" + _environment);
        var door = cluster.Grains.GetPlanDoor(_environment, "shop");

        Assert.Equal(EnterReply.Granted, (await old.EnterAsync("shop", holder, OnConflict.Refuse)).Reply);
        Assert.Equal(new EnterAnswer(EnterReply.Refused, 1, holder), await door.EnterAsync("dep-b", OnConflict.Refuse));
        await old.LeaveAsync("shop", holder);

        Assert.Equal((2L, 2L), (await old.TurnAsync("shop"), await door.TurnAsync()));
        await CancelAsync(holder);
    }

    [Fact]
    public async Task What_a_door_writes_does_not_grow_with_the_plans_beside_it()
    {
        await cluster.Grains.GetPlanDoor(_environment, "plan-00").EnterAsync("dep-x", OnConflict.Refuse);
        var alone = await cluster.RowSizeAsync(PlanDoors.KeyOf(_environment, "plan-00"));
        for (var plan = 10; plan < 60; plan++)
            await cluster.Grains.GetPlanDoor(_environment, $"plan-{plan}").EnterAsync("dep-x", OnConflict.Refuse);

        Assert.InRange(alone, 1, 1_000);
        Assert.Equal(alone, await cluster.RowSizeAsync(PlanDoors.KeyOf(_environment, "plan-59")));
        Assert.Equal(0, await cluster.RowSizeAsync("env-" + _environment));
    }

    /// <summary>Writes the row that an older program would have written.</summary>
    private Task LeaveAsync(params (string Plan, PlanDoor Door)[] doors) => cluster.WriteRowAsync(
        "environment", cluster.Grains.GetGrain<IEnvironmentGrain>("env-" + _environment),
        new EnvironmentState { Plans = doors.ToDictionary(door => door.Plan, door => door.Door, StringComparer.Ordinal) });

    private async Task CancelAsync(string deployment)
    {
        await cluster.Grains.GetGrain<IDeploymentGrain>(deployment).CancelAsync("tester", null);
        await _scenario.EndOfAsync(deployment);
    }
}
