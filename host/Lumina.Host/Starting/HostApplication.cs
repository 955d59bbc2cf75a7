using System.Net;
using Lumina.Api;
using Lumina.Deployments;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Judging;
using Lumina.Host.Alarms;
using Lumina.Host.Api;
using Lumina.Host.Judging;
using Lumina.Host.Views;
using Lumina.Journal;
using Lumina.Secrets;
using Lumina.Secrets.Sealing;
using Lumina.Storage;
using Lumina.Targets.Process;
using Lumina.Targets.Simulated;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;
using Serilog.Events;

namespace Lumina.Host.Starting;

/// <summary>Composes the modules into one silo with the API in front.</summary>
internal static class HostApplication
{
    /// <summary>A plan may have 100 MB; JSON escapes may double that.</summary>
    private const long LargestRequest = 210L * 1024 * 1024;

    /// <param name="options">How it was started.</param>
    /// <param name="folder">Its folder, which it has.</param>
    /// <param name="store">Its store.</param>
    /// <param name="adjust">Has the last word on the services: for tests that put something in between.</param>
    public static WebApplication Build(HostSettings options, HostFolder folder, StoreDatabase store, Action<IServiceCollection>? adjust = null)
    {
        // Not the current folder, which a web application would watch with everything below it: that can be a whole disk.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(Log(options));
        var certificate = options.Listen is null ? null : ServerCertificate.Load(options.Listen);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            if (options.Listen is { } beyond && certificate is not null)
            {
                kestrel.Listen(beyond.Endpoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(certificate.Handshakes(kestrel.ApplicationServices.GetRequiredService<ILogger<ServerCertificate>>()));
                });
            }

            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.AddServerHeader = false;
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));

        // A body that can't be read is a problem with a code, too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(options).AddSingleton(folder).AddSingleton<TimeProvider>(new OnwardClock(TimeProvider.System));
        builder.Services.AddSingleton(store.DataSource);
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(MetricSettings.OfEnvironment()).AddSingleton<ICanaryMeter, CanaryMeter>();
        builder.Services.AddSingleton<IFingerprintKeys, StoredFingerprintKeys>();
        builder.Services.AddLuminaJournal().AddLuminaDeployments();
        PolicySetup.Add(builder.Services, options);
        builder.Services.AddSingleton<ISecretStore>(new SealedStore(MasterKeys.Of(Environment.GetEnvironmentVariable)));
        SecretSetup.Add(builder.Services, options);
        builder.Services.AddSimulatedTarget();
        builder.Services.AddProcessTarget(new ProcessTargetOptions { StateDirectory = options.AgentDirectory, AgentExecutable = options.AgentExecutable });
        // Before Orleans' own services, so that both start at the same time.
        builder.Services.AddHostedService<AgentWarmUp>();
        JournalKeeping.Add(builder.Services, options, store);
        builder.Services.AddSingleton<PlanPreviews>().AddSingleton<PreviewParticulars>().AddSingleton<RolloutDurations>();
        builder.Services.AddSingleton<DeploymentDesk>().AddSingleton<AlarmDesk>().AddSingleton<RehearsalDesk>().AddSingleton<JournalDesk>().AddSingleton<ConfigurationDesk>();
        builder.Services.AddSingleton<DeploymentHistories>().AddSingleton<StatusBoard>().AddSingleton<SecretBoard>().AddSingleton<ConfigurationBoard>().AddSingleton<ClusterView>();
        builder.Services.AddSingleton<PolicyBoard>().AddSingleton<SecretStoreBoard>().AddSingleton<RecentVerdicts>().AddSingleton<DecisionExplanations>();

        StorageProvider.Register();
        builder.UseOrleans(silo =>
        {
            if (options.Store.Engine == StoreEngine.Postgres)
                SiloOfACluster.Configure(silo, options.Cluster, store);
            else
                LoneSilo.Configure(silo);
            silo.AddAdoNetGrainStorage(EnvironmentStorage.Name, storage =>
            {
                storage.Invariant = store.Invariant;
                storage.ConnectionString = store.ConnectionString;
            });
        });

        adjust?.Invoke(builder.Services);
        var host = builder.Build();
        host.UseMiddleware<Faults>();
        host.UseMiddleware<TokenGate>();
        host.MapLuminaApi();
        return host;
    }

    /// <summary>The address at which this machine reaches a host that was started.</summary>
    public static string UrlOf(WebApplication host) =>
        AddressesOf(host).FirstOrDefault(url => url.StartsWith("http://", StringComparison.Ordinal)) ?? throw new InvalidOperationException("The host listens nowhere.");

    /// <summary>The address at which others reach it; null when they don't.</summary>
    public static string? UrlBeyond(WebApplication host) => AddressesOf(host).FirstOrDefault(url => url.StartsWith("https://", StringComparison.Ordinal));

    private static ICollection<string> AddressesOf(WebApplication host) =>
        host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    public static string CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.TooNew => ProblemCodes.StoreTooNew,
        StoreFault.Corrupt => ProblemCodes.StoreCorrupt,
        _ => ProblemCodes.StoreUnavailable,
    };

    private static Serilog.Core.Logger Log(HostSettings options) => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
        .MinimumLevel.Override("Polly", LogEventLevel.Warning)
        .WriteTo.File(
            Path.Combine(options.LogDirectory, "host-.log"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14,
            fileSizeLimitBytes: 50 * 1024 * 1024, rollOnFileSizeLimit: true, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
        .CreateLogger();
}
