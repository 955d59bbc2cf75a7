using System.Diagnostics;
using System.Globalization;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Testbed;

namespace Lumina.Benchmarks;

/// <summary>
/// How long a deployment of components that do nothing takes, from the plan's text to the terminal event, over the host's own API, with
/// every step on disk in SQLite or PostgreSQL. What is measured is Lumina's own cost.
/// </summary>
internal static class DeploymentBenchmark
{
    public static async Task RunAsync(IReadOnlyList<string> shapes, IReadOnlyList<int> sizes, bool postgres)
    {
        Console.WriteLine("shape     components   plan to live   components/s   again, unchanged   update of all   peak memory");
        foreach (var shape in shapes)
        {
            // The first deployment of a process pays for its compilation.
            await MeasureAsync(shape, 100, postgres);
            foreach (var size in sizes)
            {
                var m = await MeasureAsync(shape, size, postgres);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{shape,-9} {size,10}   {m.First.TotalSeconds,10:0.000} s {size / m.First.TotalSeconds,14:0} {m.Again.TotalSeconds,16:0.000} s {m.Update.TotalSeconds,13:0.000} s {Environment.WorkingSet / (1024 * 1024),9} MiB"));
            }
        }
    }

    private static async Task<(TimeSpan First, TimeSpan Again, TimeSpan Update)> MeasureAsync(string shape, int size, bool postgres)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        try
        {
            var settings = new HostSettings(folder, OnDemand: false, Port: 0, AgentExecutable: "none");
            if (postgres)
                settings = settings with { Store = new(StoreEngine.Postgres, PostgresServer.Shared.NewDatabase(), null) };
            using var held = HostFolder.Take(folder);
            using var store = settings.OpenStore();
            await using var host = HostApplication.Build(settings, held, store);
            await host.StartAsync();
            using var client = new LuminaClient(new HostEndpoint(HostApplication.UrlOf(host), held.Token, Environment.ProcessId));

            var first = await DeployAsync(client, PlanShapes.Write(shape, size, "1"), size);
            var again = await DeployAsync(client, PlanShapes.Write(shape, size, "1"), 0);
            var update = await DeployAsync(client, PlanShapes.Write(shape, size, "2"), size);
            await host.StopAsync();
            return (first, again, update);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> DeployAsync(LuminaClient client, string text, int changed)
    {
        var started = Stopwatch.GetTimestamp();
        var accepted = await client.DeployAsync(new DeploymentRequest(
            "apply", new PlanSubmission("bench.deploy", text, "/", null, new Dictionary<string, string>()), null, null, null, null, false,
            "benchmark", null, Guid.NewGuid().ToString()), CancellationToken.None);
        DeploymentSummary? last = null;
        await foreach (var e in client.ReadEventsAsync(accepted.Deployment, 0, follow: true, CancellationToken.None))
            last = e.Deployment ?? last;
        var took = Stopwatch.GetElapsedTime(started);
        return last is { State: "succeeded" } && last.Changed == changed
            ? took
            : throw new InvalidOperationException($"{accepted.Deployment} ended {last?.State} with {last?.Changed} changes: {last?.Reason}");
    }
}
