using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Storage;

namespace Lumina.Benchmarks;

/// <summary>A host in this process, an agent beside it, and one component whose service is this very program.</summary>
internal sealed class RolloutRig : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HostFolder _held;
    private readonly StoreDatabase _store;
    private readonly WebApplication _host;
    private readonly LuminaClient _client;

    private RolloutRig(string folder, HostFolder held, StoreDatabase store, WebApplication host)
    {
        (_folder, _held, _store, _host) = (folder, held, store, host);
        _client = new LuminaClient(new HostEndpoint(HostApplication.UrlOf(host), held.Token, Environment.ProcessId));
    }

    public int Port { get; } = FreePort();

    public static async Task<RolloutRig> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        var settings = new HostSettings(folder, OnDemand: false, Port: 0, AgentExecutable: Path.Combine(AppContext.BaseDirectory, "lumina-agent"));
        var held = HostFolder.Take(folder);
        var store = StoreDatabase.Open(new SqliteStoreOptions { Path = settings.DatabasePath });
        var host = HostApplication.Build(settings, held, store);
        await host.StartAsync();
        return new RolloutRig(folder, held, store, host);
    }

    /// <summary>The service, until it is stopped: says its version, or fails so many of a hundred requests.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Number("PORT")));
        var version = Environment.GetEnvironmentVariable("VERSION") ?? "";
        var (bad, asked) = (Number("BAD"), 0);
        await using var app = builder.Build();
        app.MapGet("/health", context => AnswerAsync(context, 200, "fine"));
        app.Run(context => AnswerAsync(context, Interlocked.Increment(ref asked) * bad % 100 < bad ? 500 : 200, version));
        await app.RunAsync();

        static Task AnswerAsync(HttpContext context, int status, string body)
        {
            (context.Response.StatusCode, context.Response.ContentLength) = (status, body.Length);
            return context.Response.WriteAsync(body);
        }

        static int Number(string name) => int.Parse(Environment.GetEnvironmentVariable(name) ?? "0", CultureInfo.InvariantCulture);
    }

    /// <summary>Deploys a version, and waits for the end.</summary>
    /// <param name="version">Its name, which its answers say.</param>
    /// <param name="bad">How many of 100 requests it fails.</param>
    /// <param name="strategy">What stands in the component besides.</param>
    /// <param name="expected">How it must end.</param>
    public Task<Deployed> DeployAsync(string version, int bad, string strategy, string expected = "succeeded")
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            plan bench { version = "{{version}}" }
            component web {
              command  = ["{{Environment.ProcessPath}}", "rollouts-service"]
              port     = {{Port}}
              replicas = 2
              config { VERSION = plan.version  BAD = "{{bad}}"  DOTNET_TieredPGO = "0" }
              health http { path = "/health"  every = 200ms }
              {{strategy}}
            }
            """);
        return RunAsync(new DeploymentRequest(
            "apply", new PlanSubmission("bench.deploy", text, "/", null, new Dictionary<string, string>()), null, null, null, null, false,
            "benchmark", null, Guid.NewGuid().ToString()), expected);
    }

    public Task<Deployed> RollBackAsync() => RunAsync(new DeploymentRequest(
        "rollback", null, "bench", "development", null, null, false, "benchmark", null, Guid.NewGuid().ToString()), "succeeded");

    public async ValueTask DisposeAsync()
    {
        await RunAsync(new DeploymentRequest(
            "remove", null, "bench", "development", null, null, false, "benchmark", null, Guid.NewGuid().ToString()), "succeeded");
        var agent = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "agent", "agent.json"))).RootElement;
        _client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _store.Dispose();
        _held.Dispose();
        using (var process = Process.GetProcessById(agent.GetProperty("processId").GetInt32()))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Deployed> RunAsync(DeploymentRequest request, string expected)
    {
        var began = Stopwatch.GetTimestamp();
        var accepted = await _client.DeployAsync(request, CancellationToken.None);
        DeploymentSummary? last = null;
        await foreach (var happened in _client.ReadEventsAsync(accepted.Deployment, 0, follow: true, CancellationToken.None))
            last = happened.Deployment ?? last;
        return last?.State == expected
            ? new Deployed(began, Stopwatch.GetTimestamp(), last.Reason)
            : throw new InvalidOperationException($"{accepted.Deployment} ended {last?.State} and not {expected}: {last?.Reason}");
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}

/// <summary>A deployment.</summary>
/// <param name="Began">When it was asked for, by <see cref="Stopwatch"/>.</param>
/// <param name="Ended">When its end was seen.</param>
/// <param name="Reason">Why it ended so.</param>
internal sealed record Deployed(long Began, long Ended, string? Reason);
