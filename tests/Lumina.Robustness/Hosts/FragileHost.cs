using System.Globalization;
using Lumina.Deployments.Targets;
using Lumina.Host.Starting;
using Lumina.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Lumina.Robustness.Hosts;

/// <summary>
/// The product's host, composed as the product composes it, with what can be told to go wrong around its journal, its targets, its clock and
/// its connections. It listens to orders on its standard input, and dies when that ends.
/// </summary>
internal static class FragileHost
{
    public const string Verb = "host";

    /// <summary>How long a probe may take; three in a row that get no answer make a silo suspect. The product leaves it at Orleans' 5 s.</summary>
    public const string ProbeVariable = "LUMINA_ROBUSTNESS_PROBE_MS";

    public static async Task RunAsync(IReadOnlyList<string> args)
    {
        var settings = HostSettings.Parse(args, HostConfiguration.Read()) ?? throw new ArgumentException(HostSettings.Usage);
        using var folder = HostFolder.Take(settings.StateDirectory);
        using var store = settings.OpenStore();
        var (points, clock, wall) = (new FailPoints(), new JumpingClock(), new SiloWall());
        await using var host = HostApplication.Build(settings, folder, store, services => Weaken(services, points, clock, wall));
        new Thread(() => Obey(points, clock, wall)) { IsBackground = true }.Start();
        await host.StartAsync();
        folder.Announce(HostApplication.UrlOf(host));
        await host.WaitForShutdownAsync();
    }

    private static void Weaken(IServiceCollection services, FailPoints points, JumpingClock clock, SiloWall wall)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new OnwardClock(clock)));
        services.Replace(ServiceDescriptor.Singleton<IJournal>(
            provider => new DyingJournal(ActivatorUtilities.CreateInstance<SqlJournal>(provider), points)));
        foreach (var target in services.Where(service => service.ServiceType == typeof(ITarget)).ToArray())
        {
            var made = target.ImplementationFactory ?? throw new InvalidOperationException("A target is made in another way than before.");
            services.Remove(target);
            services.AddSingleton<ITarget>(provider => new DyingTarget((ITarget)made(provider), points));
        }

        services.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(inbound => inbound.Use(next => context => wall.PassAsync(context, next)));
            connections.ConfigureSiloOutboundConnection(outbound => outbound.Use(next => context => wall.PassAsync(context, next)));
        });
        if (Environment.GetEnvironmentVariable(ProbeVariable) is { Length: > 0 } milliseconds)
        {
            services.Configure<ClusterMembershipOptions>(membership =>
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture)));
        }
    }

    private static void Obey(FailPoints points, JumpingClock clock, SiloWall wall)
    {
        while (Console.In.ReadLine() is { } order)
        {
            switch (order.Split(' '))
            {
                case ["die" or "err", var point, var passes]:
                    points.Arm(Enum.Parse<FailPoint>(point), int.Parse(passes, CultureInfo.InvariantCulture));
                    break;
                case ["clock", var seconds]:
                    clock.Jump(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
                    break;
                case ["wall", var up]:
                    wall.Set(up == "up");
                    break;
                default:
                    throw new InvalidOperationException($"There is no order '{order}'.");
            }
        }

        // Whoever started us is gone.
        FailPoints.Die();
    }
}
