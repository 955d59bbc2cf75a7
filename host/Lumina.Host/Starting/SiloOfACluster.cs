using Lumina.Storage;
using Orleans.Configuration;

namespace Lumina.Host.Starting;

/// <summary>A silo that finds the others, and keeps its reminders, in the database that they share.</summary>
internal static class SiloOfACluster
{
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
        var gate = new SiloGate(ClusterSecret.Read(store.DataSource));
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(inbound => inbound.Use(next => context => gate.LetInAsync(context, next)));
            connections.ConfigureSiloOutboundConnection(outbound => outbound.Use(next => context => gate.ShowAsync(context, next)));
        });
    }
}
