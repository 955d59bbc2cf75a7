using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lumina.Agent.Api;
using Lumina.Agent.Health;
using Lumina.Agent.Logs;
using Lumina.Agent.State;
using Lumina.Agent.Supervision;
using Lumina.Targets.Process;
using Lumina.Traffic;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Lumina.Agent.Starting;

/// <summary>One agent, from taking its folder to its end.</summary>
internal static class AgentProgram
{
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(3);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(AgentOptions options, TimeProvider clock)
    {
        using var folder = StateFolder.Take(options.StateDirectory);
        if (folder is null)
        {
            await Console.Error.WriteLineAsync($"lumina-agent: another agent runs with {options.StateDirectory}; one folder has one agent");
            return AgentProtocol.AlreadyRunsExitCode;
        }

        // Started from a terminal by hand: closing that is no reason to stop serving.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        // Not its folder, which a web application would watch with everything below it: the logs of all instances.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        AgentLogging.Use(builder.Logging, options.StateDirectory);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LastRequests);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AgentProtocol.LargestRequest;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        await ServeAsync(app, folder, options, clock);
        return 0;
    }

    private static async Task ServeAsync(WebApplication app, StateFolder folder, AgentOptions options, TimeProvider clock)
    {
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        var logger = loggers.CreateLogger("Lumina.Agent");
        using var prober = new Prober(clock);
        await using var gateway = new Gateway(new GatewayOptions(), clock, loggers);
        var context = new AgentContext(options, folder, gateway, prober, new PortPool(), new StraySweeper(folder.Id), clock, logger);
        using var supervisor = new Supervisor(context);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var lifetime = app.Lifetime;
        new AgentApi(folder.Id, token, supervisor, new LogReader(folder, options, clock), lifetime.StopApplication).Map(app);

        supervisor.TakeUp();
        await gateway.StartAsync(CancellationToken.None);
        await app.StartAsync();
        var rotation = new LogRotation(context, supervisor).RunAsync(lifetime.ApplicationStopping);

        var url = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        AtomicFile.Write(
            folder.EndpointPath, new AgentEndpoint(url, token, Environment.ProcessId, AgentProtocol.Version), AgentJson.Default.AgentEndpoint, durable: false);
        logger.Answers(folder.Id, url, Environment.ProcessId);

        await app.WaitForShutdownAsync();
        logger.Ends();
        // First nothing is done any more, then nothing is served any more.
        supervisor.Dispose();
        using var patience = new CancellationTokenSource(LastRequests, clock);
        await gateway.StopAsync(patience.Token);
        await rotation;
        File.Delete(folder.EndpointPath);
    }
}
