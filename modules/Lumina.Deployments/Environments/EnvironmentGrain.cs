using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Lumina.Deployments.Environments;

/// <summary>
/// An environment's door; key <c>env-name</c>. For each plan one deployment is inside at a time, the others queue in the order
/// in which they came.
/// </summary>
[Alias("lumina.environment"), Version(RecordFormat.Current)]
public interface IEnvironmentGrain : IGrainWithStringKey
{
    /// <summary>Moves whenever a deployment of the plan enters or leaves. When only one's own entry has moved it, nothing was changed in between.</summary>
    [Alias("turn"), AlwaysInterleave]
    Task<long> TurnAsync(string plan);

    /// <summary>Asks for the turn. Asking again changes nothing, except that those before one that overtakes are told so once more.</summary>
    [Alias("enter")]
    Task<EnterAnswer> EnterAsync(string plan, string deployment, OnConflict onConflict);

    /// <summary>Gives the turn, or the place in the queue, back.</summary>
    [Alias("leave")]
    Task LeaveAsync(string plan, string deployment);
}

/// <summary>What became of asking for the turn.</summary>
public enum EnterReply
{
    Granted,
    Queued,
    Refused,
}

/// <summary>The answer to asking for the turn.</summary>
/// <param name="Reply">What became of it.</param>
/// <param name="Turn">The turn's number when granted.</param>
/// <param name="Holder">Who has the turn.</param>
[GenerateSerializer, Immutable, Alias("lumina.enter-answer")]
public sealed record EnterAnswer([property: Id(0)] EnterReply Reply, [property: Id(1)] long Turn, [property: Id(2)] string Holder);

/// <summary>Who is inside, and who waits, by plan.</summary>
[GenerateSerializer, Alias("lumina.environment-state")]
internal sealed record EnvironmentState
{
    [Id(0)] public Dictionary<string, PlanDoor> Plans { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("lumina.plan-door")]
internal sealed record PlanDoor([property: Id(0)] string? Holder, [property: Id(1)] long Turn, [property: Id(2)] string[] Queue)
{
    public static PlanDoor Closed { get; } = new(null, 0, []);
}

internal sealed class EnvironmentGrain(
    [PersistentState("environment", EnvironmentStorage.Name)] IPersistentState<EnvironmentState> state) : Grain, IEnvironmentGrain
{
    public Task<long> TurnAsync(string plan) => Task.FromResult(Door(plan).Turn);

    public async Task<EnterAnswer> EnterAsync(string plan, string deployment, OnConflict onConflict)
    {
        var door = await WithoutDeadHolderAsync(plan, Door(plan), deployment);
        if (door.Holder == deployment)
            return new EnterAnswer(EnterReply.Granted, door.Turn, deployment);
        if (door.Holder is null)
        {
            door = new PlanDoor(deployment, door.Turn + 1, [.. door.Queue.Where(d => d != deployment)]);
            await KeepAsync(plan, door);
            return new EnterAnswer(EnterReply.Granted, door.Turn, deployment);
        }
        if (onConflict == OnConflict.Refuse)
            return new EnterAnswer(EnterReply.Refused, door.Turn, door.Holder);
        if (!door.Queue.Contains(deployment))
            await KeepAsync(plan, door = door with { Queue = [.. door.Queue, deployment] });
        if (onConflict == OnConflict.Supersede)
        {
            foreach (var before in door.Queue.TakeWhile(d => d != deployment).Prepend(door.Holder))
                await GrainFactory.GetGrain<IDeploymentGrain>(before).SupersedeAsync(deployment);
        }
        return new EnterAnswer(EnterReply.Queued, door.Turn, door.Holder);
    }

    public async Task LeaveAsync(string plan, string deployment)
    {
        var door = Door(plan);
        if (door.Holder != deployment)
        {
            if (door.Queue.Contains(deployment))
                await KeepAsync(plan, door with { Queue = [.. door.Queue.Where(d => d != deployment)] });
            return;
        }
        await PassOnAsync(plan, door);
    }

    /// <summary>The first in the queue gets the turn. It is told; if that gets lost it asks again when it is woken.</summary>
    private async Task<PlanDoor> PassOnAsync(string plan, PlanDoor door)
    {
        var next = door.Queue is [var first, ..] ? new PlanDoor(first, door.Turn + 1, door.Queue[1..]) : door with { Holder = null, Turn = door.Turn + 1 };
        await KeepAsync(plan, next);
        if (next.Holder is not null)
            await GrainFactory.GetGrain<IDeploymentGrain>(next.Holder).GrantedAsync();
        return next;
    }

    /// <summary>A holder that ended without leaving (its silo died between the two) is shown out.</summary>
    private async Task<PlanDoor> WithoutDeadHolderAsync(string plan, PlanDoor door, string asker)
    {
        while (door.Holder is { } holder && holder != asker && !await GrainFactory.GetGrain<IDeploymentGrain>(holder).IsOpenAsync())
            door = await PassOnAsync(plan, door);
        return door;
    }

    private PlanDoor Door(string plan) => state.State.Plans.GetValueOrDefault(plan, PlanDoor.Closed);

    private async Task KeepAsync(string plan, PlanDoor door)
    {
        state.State.Plans[plan] = door;
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception problem)
        {
            // What is in memory was not kept: the next activation reads what was.
            DeactivateOnIdle();
            if (StoreUnavailableException.Of(problem) is { } unavailable)
                throw unavailable;
            throw;
        }
    }
}
