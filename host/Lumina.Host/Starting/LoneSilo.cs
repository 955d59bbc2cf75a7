using System.Net;
using Orleans.Configuration;

namespace Lumina.Host.Starting;

/// <summary>One silo: nobody else joins.</summary>
internal static class LoneSilo
{
    public static void Configure(ISiloBuilder silo)
    {
        // There is no gateway for clients, and whoever connects to its port is turned away, for the silo's protocol knows no token.
        silo.UseLocalhostClustering(FreePort.On(IPAddress.Loopback), gatewayPort: 0, serviceId: "lumina", clusterId: "lumina");
        silo.Configure<SiloOptions>(options => options.SiloName = SiloNames.Own());
        silo.Configure<SiloConnectionOptions>(connections => connections.ConfigureSiloInboundConnection(inbound => inbound.Use(_ => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        })));
    }
}
