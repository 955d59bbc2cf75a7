using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Policy;
using Lumina.Secrets;
using Lumina.Storage;
using Lumina.Targets.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>One silo, or several, on a database file of its own, with the simulated target behind a driver that tests can make misbehave.</summary>
public sealed class LuminaCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lumina-deployments-").FullName;
    private readonly LuminaCluster? _twin;
    private readonly int _silos;
    private StoreDatabase? _store;
    private InProcessTestCluster? _cluster;
    private int _surprises;

    public LuminaCluster()
        : this(1)
    {
    }

    /// <param name="silos">How many silos.</param>
    /// <param name="twin">Another cluster, whose database and target it shares without either knowing of the other: every grain can be active twice.</param>
    internal LuminaCluster(int silos, LuminaCluster? twin = null)
    {
        (_silos, _twin) = (silos, twin);
        Target = twin?.Target ?? new(new SimulatedTarget(TimeProvider.System));
    }

    public TroublesomeTarget Target { get; }

    /// <summary>What its silos have logged as warnings or worse, by event id.</summary>
    internal LoggedEvents Log { get; } = new();

    /// <summary>The silo's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is asked before a deployment begins, and between its steps; null for nothing.</summary>
    internal IPolicy? Policy { get; init; }

    /// <summary>Where secrets are kept; null for nowhere.</summary>
    internal ISecretStore? Secrets { get; init; }

    /// <summary>How many of the next orders to components fail in a way that nobody expects.</summary>
    public void Surprise(int orders) => Volatile.Write(ref _surprises, orders);

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public IDocumentStore Documents => Services.GetRequiredService<IDocumentStore>();

    internal DeploymentPlanner Planner => Services.GetRequiredService<DeploymentPlanner>();

    public IGrainFactory Grains => (_cluster ?? throw new InvalidOperationException("not started")).Client;

    private IServiceProvider Services => (_cluster ?? throw new InvalidOperationException("not started")).Silos[0].ServiceProvider;

    public async ValueTask InitializeAsync()
    {
        _store = _twin?._store ?? StoreDatabase.Open(new SqliteStoreOptions { Path = Path.Combine(_folder, "lumina.db") });
        StorageProvider.Register();
        await StartSiloAsync();
    }

    /// <summary>Ends the silo without ceremony and starts another on the same database and the same target.</summary>
    public async Task CrashAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.KillSiloAsync(_cluster.Silos[0]);
            await _cluster.DisposeAsync();
        }
        await StartSiloAsync();
    }

    /// <summary>Ends the silo that a deployment's grain is on, without ceremony.</summary>
    internal async Task KillSiloOfAsync(string deployment)
    {
        var cluster = _cluster ?? throw new InvalidOperationException("not started");
        var management = Grains.GetGrain<IManagementGrain>(0);
        var address = await management.GetActivationAddress((IAddressable)Grains.GetGrain<IDeploymentGrain>(deployment));
        await cluster.KillSiloAsync(cluster.Silos.Single(silo => silo.SiloAddress.Equals(address)));
    }

    /// <summary>Ends it in order: what is on it goes on elsewhere.</summary>
    internal async Task StopSiloOfAsync(string deployment)
    {
        var cluster = _cluster ?? throw new InvalidOperationException("not started");
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress((IAddressable)Grains.GetGrain<IDeploymentGrain>(deployment));
        await cluster.StopSiloAsync(cluster.Silos.Single(silo => silo.SiloAddress.Equals(address)));
    }

    /// <summary>Writes what a grain keeps, as another program would.</summary>
    internal async Task WriteRowAsync<T>(string name, IAddressable grain, T state)
    {
        var storage = Services.GetRequiredKeyedService<IGrainStorage>(EnvironmentStorage.Name);
        var row = new GrainState<T>();
        await storage.ReadStateAsync(name, grain.GetGrainId(), row);
        row.State = state;
        await storage.WriteStateAsync(name, grain.GetGrainId(), row);
    }

    /// <summary>How large is what the grain with that key keeps, in bytes; 0 when it keeps nothing.</summary>
    internal async Task<long> RowSizeAsync(string key)
    {
        await using var connection = await (_store ?? throw new InvalidOperationException("not started")).DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select coalesce(sum(length(PayloadBinary)), 0) from OrleansStorage where GrainIdExtensionString = @key";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("key", key);
        command.Parameters.Add(parameter);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        if (_twin is null)
            _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartSiloAsync()
    {
        var store = _store ?? throw new InvalidOperationException("not started");
        var builder = new InProcessTestClusterBuilder((short)_silos);
#pragma warning disable ORLEANSEXP003 // As in the host.
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        // What grains have stored is kept under this name: the next silo is to find it.
        builder.Options.ServiceId = "lumina";
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddAdoNetGrainStorage(EnvironmentStorage.Name, storage =>
            {
                storage.Invariant = StorageProvider.SqliteInvariant;
                storage.ConnectionString = store.ConnectionString;
            });
            silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = TimeSpan.FromMilliseconds(500));
            silo.Services.AddSingleton<ILoggerProvider>(Log);
            silo.Services.AddSingleton(store.DataSource).AddSingleton(Clock);
            silo.Services.AddLuminaJournal().AddLuminaDeployments();
            silo.Services.AddSingleton<ITarget>(Target);
            silo.Services.AddSingleton<IApproverGroups, TestGroups>();
            if (Secrets is not null)
                silo.Services.AddSingleton(Secrets);
            if (Policy is not null)
                silo.Services.AddSingleton(Policy);
            silo.AddIncomingGrainCallFilter(call => call.MethodName == nameof(IComponentGrain.BeginAsync) && Interlocked.Decrement(ref _surprises) >= 0
                ? throw new ArgumentException("The earliest collection that can be scheduled is later.")
                : call.Invoke());
        });
        builder.ConfigureClient(client => client.Services.AddLuminaMessages());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<LuminaCluster>
{
    public const string Name = "cluster";
}

/// <summary>Plans and deployments in few words.</summary>
internal sealed class Scenario(LuminaCluster cluster)
{
    public const string Environment = "test";

    public string Plan { get; } = "plan-" + Ulid.NewUlid().ToString().ToLowerInvariant();

    public ComponentKey Key(string component) => new(Environment, Plan, component);

    public static ComponentSpec Component(string name, string version = "1", int replicas = 1, string[]? after = null, string[]? options = null) => new()
    {
        Name = name,
        Version = version,
        Command = ["run"],
        Replicas = replicas,
        DependsOn = [.. after ?? []],
        Target = new TargetSpec
        {
            Kind = "simulated",
            Options = (options ?? []).Select(o => o.Split('=')).ToImmutableSortedDictionary(o => o[0], o => o[1], StringComparer.Ordinal),
        },
        Strategy = new RollingSpec { Deadline = TimeSpan.FromSeconds(20) },
    };

    /// <summary>Starts a deployment of these components; returns its id.</summary>
    public async Task<string> ApplyAsync(params ComponentSpec[] components) => (await TryApplyAsync(wait: false, components)).Id;

    public Task<(string Id, StartAnswer Answer)> TryApplyAsync(bool wait, params ComponentSpec[] components) =>
        TryApplyAsync(wait ? OnConflict.Queue : OnConflict.Refuse, components);

    /// <summary>Starts a deployment that takes the place of the one that runs; returns its id.</summary>
    public async Task<string> OvertakeAsync(params ComponentSpec[] components) => (await TryApplyAsync(OnConflict.Supersede, components)).Id;

    public async Task<(string Id, StartAnswer Answer)> TryApplyAsync(OnConflict onConflict, params ComponentSpec[] components) =>
        await StartAsync(await IntentAsync(components), onConflict);

    /// <summary>What a deployment of these components wants.</summary>
    public async Task<DeploymentIntent> IntentAsync(params ComponentSpec[] components)
    {
        var plan = new Plan
        {
            Name = Plan,
            Version = components.Select(c => c.Version).FirstOrDefault(),
            Environment = new EnvironmentSpec { Name = Environment, Target = new TargetSpec { Kind = "simulated" } },
            Components = [.. components.OrderBy(c => c.Name, StringComparer.Ordinal)],
        };
        return new DeploymentIntent
        {
            Kind = DeploymentKind.Apply,
            Plan = Plan,
            Environment = Environment,
            PlanDigest = await cluster.Documents.PutAsync("plan", PlanJson.Write(plan)),
            Directory = "/",
            Freezes = Freezes,
            Approval = Approval,
        };
    }

    /// <summary>The approval that the environment wants.</summary>
    public ApprovalSpec? Approval { get; set; }

    /// <summary>The freezes of the environment.</summary>
    public IReadOnlyList<FreezeSpec>? Freezes { get; set; }

    /// <summary>Why deployments do not keep to them.</summary>
    public string? DespiteFreeze { get; set; }

    public Task<(string Id, StartAnswer Answer)> StartAsync(DeploymentIntent intent, bool wait = false, string? expected = null, int parallelism = 8) =>
        StartAsync(intent, wait ? OnConflict.Queue : OnConflict.Refuse, expected, parallelism);

    public async Task<(string Id, StartAnswer Answer)> StartAsync(DeploymentIntent intent, OnConflict onConflict, string? expected = null, int parallelism = 8)
    {
        var turn = await cluster.Grains.GetPlanDoor(Environment, Plan).TurnAsync();
        var planned = await cluster.Planner.PlanAsync(intent);
        Assert.Null(planned.Fault);
        var id = "dep-" + Ulid.NewUlid().ToString().ToLowerInvariant();
        var answer = await cluster.Grains.GetGrain<IDeploymentGrain>(id).StartAsync(new StartOrder(
            intent, planned.Digest!, planned.Changed, expected, turn, onConflict, "tester", null, parallelism, DespiteFreeze));
        return (id, answer);
    }

    /// <summary>How one that has the turn, or waits for it, is.</summary>
    public async Task<DeploymentState> NowAsync(string id) => DeploymentStreams.ReadDeployment(await cluster.Journal.ReadHeadAsync(id));

    /// <summary>What happened to a deployment itself, in order.</summary>
    public async Task<string[]> HistoryOfAsync(string id)
    {
        var kinds = new List<string>();
        await foreach (var e in cluster.Journal.ReadAsync(new JournalQuery(Stream: id)))
            kinds.Add(e.Type);
        return [.. kinds];
    }

    public Task<(string Id, StartAnswer Answer)> RemoveAsync() =>
        StartAsync(new DeploymentIntent { Kind = DeploymentKind.Remove, Plan = Plan, Environment = Environment });

    /// <summary>Waits for the deployment's end; fails after half a minute.</summary>
    public async Task<DeploymentState> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var e in cluster.Journal.FollowAsync(new JournalQuery(Stream: id), patience.Token))
        {
            if (e.Type == DeploymentEnded.Name)
                return DeploymentStreams.ReadDeployment(await cluster.Journal.ReadHeadAsync(id, patience.Token));
        }
        throw new InvalidOperationException("The journal ended before the deployment.");
    }

    /// <summary>Waits until an event of that type is there; fails after half a minute.</summary>
    public async Task HappenedAsync(string id, string type, string? component = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var e in cluster.Journal.FollowAsync(new JournalQuery(Deployment: id), patience.Token))
        {
            if (e.Type == type && (component is null || e.Stream == Streams.Of(Key(component))))
                return;
        }
    }

    /// <summary>Waits until all that a step of a component's rollout brings is in place; fails after half a minute.</summary>
    public async Task HeldAsync(string component, int step, string? deployment = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var e in cluster.Journal.FollowAsync(new JournalQuery(Stream: Streams.Of(Key(component)), Deployment: deployment), patience.Token))
        {
            if (e.Type == Components.StepHeld.Name && (await StateOfAsync(component)).Rollout is { HeldSince: not null } rollout && rollout.Step == step)
                return;
        }
    }

    public async Task<Components.ComponentState> StateOfAsync(string component) =>
        DeploymentStreams.ReadComponent(await cluster.Journal.ReadHeadAsync(Streams.Of(Key(component))));

    /// <summary>The revisions of the instances that the target has of a component: <c>1 1 2</c>.</summary>
    public async Task<string> RevisionsOfAsync(string component)
    {
        var seen = await cluster.Target.ObserveAsync(Key(component), default);
        return string.Join(' ', seen.Value!.Revisions.SelectMany(r => r.Instances.Where(i => i.Phase != InstancePhase.Stopping).Select(_ => r.Number)).Order());
    }

    /// <summary>Components in the order in which an event of that type happened to them.</summary>
    public async Task<string[]> OrderOfAsync(string id, string type)
    {
        var names = new List<string>();
        await foreach (var e in cluster.Journal.ReadAsync(new JournalQuery(Deployment: id)))
        {
            if (e.Type == type && e.Stream.StartsWith(Streams.ComponentPrefix, StringComparison.Ordinal))
                names.Add(Streams.ComponentOf(e.Stream).Component);
        }
        return [.. names];
    }
}
