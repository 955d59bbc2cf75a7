using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Lumina.Traffic;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Benchmarks;

/// <summary>
/// What the gateway adds to a request, and how many it carries: a trivial service addressed directly, through the gateway, and through
/// Debian's haproxy and nginx, each in a process of its own. The ways are measured in turn, several rounds of them, because a machine's
/// mood changes; of each the median round counts.
/// </summary>
internal static partial class GatewayBenchmark
{
    private const int Rounds = 5;
    private static readonly TimeSpan Paced = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lumina-benchmark-").FullName;
        var started = new List<Process>();
        try
        {
            var ways = await StartAllAsync(folder, started);
            var paced = ways.ToDictionary(way => way.Name, _ => new List<(double P50, double P99)>());
            var bursts = ways.ToDictionary(way => way.Name, _ => new List<(double P50, double P99)>());
            var most = ways.ToDictionary(way => way.Name, _ => new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                foreach (var (name, port) in ways)
                {
                    var latency = await PacedLoad.RunAsync(port, Paced, inBursts: false);
                    var burst = await PacedLoad.RunAsync(port, Paced, inBursts: true);
                    var rate = RunWrk(port);
                    // The first round warms everything up.
                    if (round == 0)
                        continue;
                    paced[name].Add(latency);
                    bursts[name].Add(burst);
                    if (rate is { } known)
                        most[name].Add(known);
                }
            }

            Print(ways, paced, bursts, most);
        }
        finally
        {
            foreach (var process in started)
            {
                process.Kill();
                process.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The trivial service, until killed.</summary>
    public static async Task ServeAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("hello"));
        await app.RunAsync();
    }

    /// <summary>The gateway in front of it, until killed.</summary>
    public static async Task ForwardAsync(int port, int behind)
    {
        await using var gateway = new Gateway(new GatewayOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        await gateway.StartAsync(CancellationToken.None);
        var route = new GatewayRoute("benchmark");
        route.Add(new Backend("service", 1, behind));
        route.SetTraffic(new TrafficShares(false, [new RevisionShare(1, 95), new RevisionShare(2, 5)]));
        gateway.Listen(port, route);
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private static async Task<List<(string Name, int Port)>> StartAllAsync(string folder, List<Process> started)
    {
        var service = FreePort();
        var ways = new List<(string, int)> { ("direct", service) };
        started.Add(Start(Environment.ProcessPath!, "gateway-service", $"{service}")!); // This very program
        Add("lumina", port => Start(Environment.ProcessPath!, "gateway-gateway", $"{port}", $"{service}")); // This very program
        Add("haproxy", port => Start("haproxy", "-f", Write("haproxy.cfg", $"""
            global
                maxconn 1000
            defaults
                mode http
                timeout connect 2s
                timeout client 60s
                timeout server 60s
            listen all
                bind 127.0.0.1:{port}
                http-reuse always
                server one 127.0.0.1:{service}

            """)));
        Add("nginx", port => Start("nginx", "-c", Write("nginx.conf", $$"""
            daemon off;
            worker_processes 2;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            events { worker_connections 1000; }
            http {
              access_log off;
              upstream service { server 127.0.0.1:{{service}}; keepalive 64; }
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }

            """)));
        using var client = new HttpClient();
        foreach (var (name, port) in ways)
            await UntilAnswersAsync(client, name, port);
        return ways;

        void Add(string name, Func<int, Process?> start)
        {
            var port = FreePort();
            if (start(port) is not { } process)
            {
                Console.WriteLine($"{name} is not installed, so there is nothing to compare with");
                return;
            }

            started.Add(process);
            ways.Add((name, port));
        }

        string Write(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    private static async Task UntilAnswersAsync(HttpClient client, string name, int port)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await client.GetStringAsync($"http://127.0.0.1:{port}/") == "hello")
                    return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"{name} does not answer");
    }

    private static void Print(
        List<(string Name, int Port)> ways, Dictionary<string, List<(double P50, double P99)>> paced, Dictionary<string, List<(double P50, double P99)>> bursts,
        Dictionary<string, List<double>> most)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{PacedLoad.RequestsPerSecond} requests/s, evenly and in bursts of {PacedLoad.Connections}; {Rounds} rounds in turn, medians; and as many as wrk gets with 16 connections"));
        Console.WriteLine("way        evenly: p50        p99    added p99    bursts: p50        p99    added p99    requests/s");
        foreach (var (name, _) in ways)
        {
            var rate = most[name].Count == 0 ? "no wrk" : Median(most[name]).ToString("0", CultureInfo.InvariantCulture);
            Console.WriteLine($"{name,-8} {Columns(paced, name)}    {Columns(bursts, name)}    {rate,10}");
        }
    }

    private static string Columns(Dictionary<string, List<(double P50, double P99)>> measured, string name)
    {
        var (p50, p99) = (Median(measured[name].Select(l => l.P50)), Median(measured[name].Select(l => l.P99)));
        return string.Create(CultureInfo.InvariantCulture, $"{p50,8:0.000} ms  {p99,6:0.000} ms    {p99 - Median(measured["direct"].Select(l => l.P99)),6:0.000} ms");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static double? RunWrk(int port)
    {
        using var process = Start("wrk", "-t1", "-c16", "-d2s", $"http://127.0.0.1:{port}/");
        if (process is null)
            return null;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return RequestsPerSecond().Match(text) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static Process? Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsPerSecond();
}
