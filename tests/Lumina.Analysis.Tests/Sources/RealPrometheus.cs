using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>A Prometheus of our own, with its own configuration, data and port, that scrapes an exporter in this process several times a second.</summary>
public sealed class RealPrometheus : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-prometheus-");
    private readonly CancellationTokenSource _giveUp = new(TimeSpan.FromMinutes(2));
    private AnsweringServer? _exporter;
    private Process? _process;
    private int _scrapes;

    public string Url { get; } = $"http://127.0.0.1:{FreePort()}";

    private static string Repository { get; } = Above(ThisFile(), "global.json");

    public async ValueTask InitializeAsync()
    {
        _exporter = await AnsweringServer.StartAsync(context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4";
            return context.Response.WriteAsync(Exported(Interlocked.Increment(ref _scrapes)));
        });
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "prometheus.yml"), $"""
            global:
              scrape_interval: 200ms
            scrape_configs:
              - job_name: web
                static_configs:
                  - targets: ["{new Uri(_exporter.Url).Authority}"]
            """);
        _process = Process.Start(new ProcessStartInfo(await ProgramAsync(),
            [
                "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address={new Uri(Url).Authority}", "--log.level=error",
            ])
        { WorkingDirectory = _folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true }) ?? throw new InvalidOperationException("prometheus did not start");
        await ScrapedAsync(10);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        if (_exporter is not null)
            await _exporter.DisposeAsync();
        _giveUp.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Request counters of two revisions, a fifth of the new one's failed; a gauge for each.</summary>
    private static string Exported(int scrape) => string.Create(CultureInfo.InvariantCulture, $$"""
        # TYPE requests_total counter
        requests_total{revision="6",code="200"} {{scrape * 100}}
        requests_total{revision="6",code="500"} 0
        requests_total{revision="7",code="200"} {{scrape * 8}}
        requests_total{revision="7",code="500"} {{scrape * 2}}
        # TYPE depth gauge
        depth{revision="6"} 5
        depth{revision="7"} 50

        """);

    /// <summary>Until Prometheus itself says that it has taken so many samples.</summary>
    private async Task ScrapedAsync(int samples)
    {
        using var http = new HttpClient();
        while (true)
        {
            _giveUp.Token.ThrowIfCancellationRequested();
            try
            {
                var answer = await http.GetStringAsync(new Uri($"{Url}/api/v1/query?query=count_over_time(depth%7Brevision%3D%227%22%7D%5B5m%5D)"), _giveUp.Token);
                var result = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result");
                if (result.GetArrayLength() > 0 && int.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture) >= samples)
                    return;
            }
            catch (HttpRequestException) when (!_process!.HasExited)
            {
                // It doesn't listen yet.
            }
            await Task.Delay(50, _giveUp.Token);
        }
    }

    private async Task<string> ProgramAsync()
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Repository, "tests/testbed/prometheus")) { RedirectStandardOutput = true })!;
        var printed = await script.StandardOutput.ReadToEndAsync(_giveUp.Token);
        await script.WaitForExitAsync(_giveUp.Token);
        return script.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException("tests/testbed/prometheus found none");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Above(string file, string mark)
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, mark)))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"{file} is not below a folder with a {mark}.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => File.Exists(path) ? path : AppContext.BaseDirectory;
}
