using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lumina.Api;
using Lumina.Testbed;

namespace Lumina.Benchmarks;

/// <summary>
/// How soon a deployment goes on whose host was killed in its middle: with a lone host from the start of the next one, in a cluster from the moment at
/// which the other host has declared the first one dead. The end of the deployment is waited for and has to be a good one.
/// </summary>
internal static class ResumeBenchmark
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(int components, int times, bool postgres)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{components} components in 10 layers; the host is killed when half of them are live; on {(postgres ? "PostgreSQL" : "SQLite")}"));
        for (var time = 0; time < times; time++)
            await InFolderAsync(folder => AloneAsync(folder, components, postgres ? PostgresServer.Shared.NewDatabase() : null));
        for (var time = 0; postgres && time < times; time++)
            await InFolderAsync(folder => ClusterAsync(folder, components, PostgresServer.Shared.NewDatabase()));
    }

    private static async Task InFolderAsync(Func<string, Task> measure)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        try
        {
            await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AloneAsync(string folder, int components, string? database)
    {
        string id;
        long seen;
        DateTimeOffset killed;
        // With a port of its own a host takes its own place again. With another it would first wait until nobody can take it for the one that was killed.
        var siloPort = FreePort();
        using (var first = await HostProcess.StartAsync(folder, database, tokenFile: null, siloPort))
        {
            id = await BeginAsync(first.Client, components);
            seen = await HalfAsync(first.Client, id, components);
            first.Kill();
            killed = TimeProvider.System.GetUtcNow();
        }

        using var second = await HostProcess.StartAsync(folder, database, tokenFile: null, siloPort);
        var (next, _, left) = await EndAsync(second.Client, id, seen, killed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one host: the first new event {(next - second.StartedAt).TotalSeconds:0.00} s after the second process was started; {left} components were still to be done"));
    }

    private static async Task ClusterAsync(string folder, int components, string database)
    {
        var token = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(token, Guid.NewGuid().ToString("n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var first = await HostProcess.StartAsync(Path.Combine(folder, "a"), database, token);
        var id = await BeginAsync(first.Client, components);
        // The first host carries the order of it: the other one comes later.
        await first.Client.ControlAsync(id, "pause", new ControlRequest("benchmark", null), CancellationToken.None);
        using var second = await HostProcess.StartAsync(Path.Combine(folder, "b"), database, token);
        await UntilAsync(second.Client, silos => silos.Count(silo => silo.Alive) == 2);
        await first.Client.ControlAsync(id, "resume", new ControlRequest("benchmark", null), CancellationToken.None);
        var seen = await HalfAsync(second.Client, id, components);
        first.Kill();
        var killed = TimeProvider.System.GetUtcNow();
        await UntilAsync(second.Client, silos => silos.Any(silo => silo.State == "dead"));
        var dead = TimeProvider.System.GetUtcNow();
        var (_, begun, left) = await EndAsync(second.Client, id, seen, killed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"two hosts: declared dead {(dead - killed).TotalSeconds:0.00} s after the kill; the first new rollout {(begun - dead).TotalSeconds:0.00} s after that; {left} components were still to be done"));
    }

    private static async Task<string> BeginAsync(LuminaClient client, int components) =>
        (await client.DeployAsync(LocalHost.Request(PlanShapes.Write("layered", components, "1")), CancellationToken.None)).Deployment;

    /// <summary>Waits until half of the components are live; the position of the last event that was seen.</summary>
    private static async Task<long> HalfAsync(LuminaClient client, string id, int components)
    {
        var (live, seen) = (0, 0L);
        await foreach (var e in client.ReadEventsAsync(id, 0, follow: true, CancellationToken.None))
        {
            seen = e.Position;
            if (e.Type == "rollout-succeeded" && ++live == components / 2)
                break;
        }

        return seen;
    }

    /// <summary>Follows it to its end: when the first event after the kill was written, when the first rollout was begun, and how many were live after it.</summary>
    private static async Task<(DateTimeOffset Next, DateTimeOffset Begun, int Left)> EndAsync(LuminaClient client, string id, long seen, DateTimeOffset killed)
    {
        DateTimeOffset? next = null;
        DateTimeOffset? begun = null;
        DeploymentSummary? last = null;
        var left = 0;
        await foreach (var e in client.ReadEventsAsync(id, seen, follow: true, CancellationToken.None))
        {
            last = e.Deployment ?? last;
            if (e.At <= killed)
                continue;
            next ??= e.At;
            if (e.Type == "rollout-started")
                begun ??= e.At;
            if (e.Type == "rollout-succeeded")
                left++;
        }

        return last is { State: "succeeded" } && next is { } found && begun is { } first
            ? (found, first, left)
            : throw new InvalidOperationException($"{id} ended {last?.State}: {last?.Reason}");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task UntilAsync(LuminaClient client, Func<SiloInfo[], bool> isSo)
    {
        while (!isSo(await client.GetClusterAsync(CancellationToken.None)))
            await Task.Delay(Look);
    }
}
