using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Lumina.Deployments.Environments;

/// <summary>
/// What older programs had for a door; key <c>env-name</c>. They kept all plans of an environment in one row, which was written whole for each
/// deployment that came or went. Now each plan has its own (<see cref="IPlanDoorGrain"/>), and what the old row says of it is read once. A host of an
/// older program that is still beside this one asks here, and is sent on.
/// </summary>
[Alias("lumina.environment"), Version(RecordFormat.Current)]
public interface IEnvironmentGrain : IGrainWithStringKey
{
    [Alias("turn"), AlwaysInterleave]
    Task<long> TurnAsync(string plan);

    [Alias("enter"), AlwaysInterleave]
    Task<EnterAnswer> EnterAsync(string plan, string deployment, OnConflict onConflict);

    [Alias("leave"), AlwaysInterleave]
    Task LeaveAsync(string plan, string deployment);

    /// <summary>Who was inside, and who waited, when an older program wrote it last; null when none has.</summary>
    [Alias("left"), AlwaysInterleave]
    Task<PlanDoor?> LeftAsync(string plan);
}

/// <summary>Who is inside, and who waits, by plan, as older programs wrote it.</summary>
[GenerateSerializer, Alias("lumina.environment-state")]
internal sealed record EnvironmentState
{
    [Id(0)] public Dictionary<string, PlanDoor> Plans { get; init; } = [];
}

internal sealed class EnvironmentGrain(
    [PersistentState("environment", EnvironmentStorage.Name)] IPersistentState<EnvironmentState> state) : Grain, IEnvironmentGrain
{
    private const string Prefix = "env-";

    public static string KeyOf(string environment) => Prefix + environment;

    public Task<long> TurnAsync(string plan) => Door(plan).TurnAsync();

    public Task<EnterAnswer> EnterAsync(string plan, string deployment, OnConflict onConflict) => Door(plan).EnterAsync(deployment, onConflict);

    public Task LeaveAsync(string plan, string deployment) => Door(plan).LeaveAsync(deployment);

    public Task<PlanDoor?> LeftAsync(string plan) => Task.FromResult(state.State.Plans.GetValueOrDefault(plan));

    private IPlanDoorGrain Door(string plan) => GrainFactory.GetPlanDoor(this.GetPrimaryKeyString()[Prefix.Length..], plan);
}
