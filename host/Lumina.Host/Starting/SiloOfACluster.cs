using Lumina.Storage;
using Orleans.Configuration;
using Orleans.Versions.Selector;

namespace Lumina.Host.Starting;

/// <summary>A silo that finds the others, and keeps its reminders, in the database that they share.</summary>
internal static class SiloOfACluster
{
    /// <summary>How often a silo looks whether another one answers. Three times without an answer, and two have to agree (one, of two silos).</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    private static void Watchfulness(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = membership.MinProbeTimeout = Probe;
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        // A silo that was frozen reads here that it is dead, should nobody tell it.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        // Silos of other machines that died all at once are waited for by the next for four times this (of this machine: GoneSilos).
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 4;
    }

    public static void Configure(ISiloBuilder silo, ClusterSettings cluster, StoreDatabase store)
    {
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = cluster.Name);
        // No gateway: whoever wants something asks the API of any host.
        silo.ConfigureEndpoints(
            cluster.SiloAddress, cluster.SiloPort > 0 ? cluster.SiloPort : FreePort.On(cluster.SiloAddress), gatewayPort: 0, listenOnAnyHostAddress: false);
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
            (options.Invariant, options.ConnectionString) = (store.Invariant, store.ConnectionString));
        silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) =>
            (options.Invariant, options.ConnectionString) = (store.Invariant, store.ConnectionString));
        silo.Configure<SiloOptions>(options => options.SiloName = SiloNames.Own());
        silo.Configure<ClusterMembershipOptions>(Watchfulness);
        // One activation of a grain at a time, also while silos come and go: fences make a second one harmless, and this makes it rare.
#pragma warning disable ORLEANSEXP003 // Marked as experimental since its first version; what would go wrong without it is fenced all the same.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // The directory would keep a dead silo's grains closed for 18 s, in case it only was frozen. Whoever was frozen is fenced, so nobody has to wait.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        // Of two programs side by side the newer one gets the grains: what it writes the older one can't read.
        silo.Configure<GrainVersioningOptions>(versions => versions.DefaultVersionSelectorStrategy = nameof(LatestVersion));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, GoneSilos>();
        silo.Services.AddSingleton<ProcessExit>().AddSingleton<IFatalErrorHandler, ExpelledSilo>();
        var gate = new SiloGate(ClusterSecret.Read(store.DataSource));
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(inbound => inbound.Use(next => context => gate.LetInAsync(context, next)));
            connections.ConfigureSiloOutboundConnection(outbound => outbound.Use(next => context => gate.ShowAsync(context, next)));
        });
    }
}
