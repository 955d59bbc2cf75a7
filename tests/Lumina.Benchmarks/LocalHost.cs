using System.Diagnostics;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Storage;
using Lumina.Testbed;

namespace Lumina.Benchmarks;

/// <summary>A host in this process, on a store of its own, and a client that talks to it over its API.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HostFolder _held;
    private readonly StoreDatabase _store;
    private readonly WebApplication _host;

    private LocalHost(string folder, HostFolder held, StoreDatabase store, WebApplication host)
    {
        (_folder, _held, _store, _host) = (folder, held, store, host);
        Client = new LuminaClient(new HostEndpoint(HostApplication.UrlOf(host), held.Token, Environment.ProcessId));
    }

    public LuminaClient Client { get; }

    public static async Task<LocalHost> StartAsync(bool postgres, Action<IServiceCollection>? adjust = null)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        var settings = new HostSettings(folder, OnDemand: false, Port: 0, AgentExecutable: "none");
        if (postgres)
            settings = settings with { Store = new(StoreEngine.Postgres, PostgresServer.Shared.NewDatabase(), null) };
        var held = HostFolder.Take(folder);
        var store = settings.OpenStore();
        var host = HostApplication.Build(settings, held, store, adjust);
        await host.StartAsync();
        return new LocalHost(folder, held, store, host);
    }

    public static DeploymentRequest Request(string text) => new(
        "apply", new PlanSubmission("bench.deploy", text, "/", null, new Dictionary<string, string>()), null, null, null, null, false,
        "benchmark", null, Guid.NewGuid().ToString());

    /// <summary>Deploys and waits for the end; how long that took, from the plan's text to the terminal event.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed, or changed more or less than it should.</exception>
    public async Task<TimeSpan> DeployAsync(string text, int changed)
    {
        var started = Stopwatch.GetTimestamp();
        var accepted = await Client.DeployAsync(Request(text), CancellationToken.None);
        DeploymentSummary? last = null;
        await foreach (var e in Client.ReadEventsAsync(accepted.Deployment, 0, follow: true, CancellationToken.None))
            last = e.Deployment ?? last;
        var took = Stopwatch.GetElapsedTime(started);
        return last is { State: "succeeded" } && last.Changed == changed
            ? took
            : throw new InvalidOperationException($"{accepted.Deployment} ended {last?.State} with {last?.Changed} changes: {last?.Reason}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _store.Dispose();
        _held.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
