using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Lumina.Deployments.Environments;

/// <summary>
/// The door that a plan has in an environment; key <c>door-environment/plan</c>. One deployment is inside at a time, the others queue in the order in
/// which they came. Each door has a row of its own, so that what it costs does not grow with the plans beside it.
/// </summary>
[Alias("lumina.door"), Version(RecordFormat.Current)]
public interface IPlanDoorGrain : IGrainWithStringKey
{
    /// <summary>Moves whenever a deployment enters or leaves. When only one's own entry has moved it, nothing was changed in between.</summary>
    [Alias("turn"), AlwaysInterleave]
    Task<long> TurnAsync();

    /// <summary>Asks for the turn. Asking again changes nothing, except that those before one that overtakes are told so once more.</summary>
    [Alias("enter")]
    Task<EnterAnswer> EnterAsync(string deployment, OnConflict onConflict);

    /// <summary>Gives the turn, or the place in the queue, back.</summary>
    [Alias("leave")]
    Task LeaveAsync(string deployment);
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

/// <summary>Who is inside, and who waits.</summary>
/// <param name="Holder">Who is inside; null when nobody is.</param>
/// <param name="Turn">How often that has changed.</param>
/// <param name="Queue">Who waits, in the order in which they came.</param>
[GenerateSerializer, Immutable, Alias("lumina.plan-door")]
public sealed record PlanDoor([property: Id(0)] string? Holder, [property: Id(1)] long Turn, [property: Id(2)] string[] Queue)
{
    public static PlanDoor Closed { get; } = new(null, 0, []);
}

[GenerateSerializer, Alias("lumina.door-state")]
internal sealed record PlanDoorState
{
    /// <summary>Null until it was kept once. No default that is shared: what reads rows fills in the object that it finds here.</summary>
    [Id(0)] public PlanDoor? Door { get; init; }
}

internal sealed class PlanDoorGrain([PersistentState("door", EnvironmentStorage.Name)] IPersistentState<PlanDoorState> state) : Grain, IPlanDoorGrain
{
    private PlanDoor _door = PlanDoor.Closed;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Before its first row it may be in one that an older program has left.
        var (environment, plan) = PlanDoors.Of(this.GetPrimaryKeyString());
        _door = state.State.Door
            ?? await GrainFactory.GetGrain<IEnvironmentGrain>(EnvironmentGrain.KeyOf(environment)).LeftAsync(plan) ?? PlanDoor.Closed;
    }

    public Task<long> TurnAsync() => Task.FromResult(_door.Turn);

    public async Task<EnterAnswer> EnterAsync(string deployment, OnConflict onConflict)
    {
        await ShowDeadHoldersOutAsync(deployment);
        if (_door.Holder == deployment)
            return new EnterAnswer(EnterReply.Granted, _door.Turn, deployment);
        if (_door.Holder is not { } holder)
        {
            await KeepAsync(new PlanDoor(deployment, _door.Turn + 1, [.. _door.Queue.Where(d => d != deployment)]));
            return new EnterAnswer(EnterReply.Granted, _door.Turn, deployment);
        }
        if (onConflict == OnConflict.Refuse)
            return new EnterAnswer(EnterReply.Refused, _door.Turn, holder);
        if (!_door.Queue.Contains(deployment))
            await KeepAsync(_door with { Queue = [.. _door.Queue, deployment] });
        if (onConflict == OnConflict.Supersede)
        {
            foreach (var before in _door.Queue.TakeWhile(d => d != deployment).Prepend(holder))
                await GrainFactory.GetGrain<IDeploymentGrain>(before).SupersedeAsync(deployment);
        }
        return new EnterAnswer(EnterReply.Queued, _door.Turn, holder);
    }

    public async Task LeaveAsync(string deployment)
    {
        if (_door.Holder == deployment)
            await PassOnAsync();
        else if (_door.Queue.Contains(deployment))
            await KeepAsync(_door with { Queue = [.. _door.Queue.Where(d => d != deployment)] });
    }

    /// <summary>The first in the queue gets the turn. It is told; if that gets lost it asks again when it is woken.</summary>
    private async Task PassOnAsync()
    {
        await KeepAsync(_door.Queue is [var first, ..]
            ? new PlanDoor(first, _door.Turn + 1, _door.Queue[1..])
            : _door with { Holder = null, Turn = _door.Turn + 1 });
        if (_door.Holder is { } next)
            await GrainFactory.GetGrain<IDeploymentGrain>(next).GrantedAsync();
    }

    /// <summary>A holder that ended without leaving (its silo died between the two) is shown out.</summary>
    private async Task ShowDeadHoldersOutAsync(string asker)
    {
        while (_door.Holder is { } holder && holder != asker && !await GrainFactory.GetGrain<IDeploymentGrain>(holder).IsOpenAsync())
            await PassOnAsync();
    }

    private async Task KeepAsync(PlanDoor door)
    {
        try
        {
            state.State = new PlanDoorState { Door = door };
            await state.WriteStateAsync();
            _door = door;
        }
        catch (Exception problem)
        {
            // Whether it was kept is not known: the next activation reads what was.
            DeactivateOnIdle();
            if (StoreUnavailableException.Of(problem) is { } unavailable)
                throw unavailable;
            throw;
        }
    }
}

/// <summary>How doors are named.</summary>
public static class PlanDoors
{
    private const string Prefix = "door-";

    public static IPlanDoorGrain GetPlanDoor(this IGrainFactory grains, string environment, string plan)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IPlanDoorGrain>(KeyOf(environment, plan));
    }

    internal static string KeyOf(string environment, string plan) => $"{Prefix}{environment}/{plan}";

    internal static (string Environment, string Plan) Of(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length..].Split('/') is [var environment, var plan]
            ? (environment, plan)
            : throw new FormatException($"'{key}' does not name a door.");
}
