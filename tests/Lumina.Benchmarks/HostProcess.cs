using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lumina.Api;

namespace Lumina.Benchmarks;

/// <summary>A host in a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The program; as it is built beside this one unless another is named, which may be one that is published.</summary>
    public static string Executable { get; set; } = Path.Combine(AppContext.BaseDirectory, "lumina-host");

    private readonly Process _process;

    private HostProcess(Process process, DateTimeOffset startedAt, HostEndpoint endpoint)
    {
        (_process, StartedAt) = (process, startedAt);
        Client = new LuminaClient(endpoint);
    }

    public LuminaClient Client { get; }

    /// <summary>When the process was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Starts it, and waits until it says where it listens.</summary>
    /// <param name="folder">Its folder; what a host before it has left there is taken up.</param>
    /// <param name="postgres">The database's connection string; null for SQLite.</param>
    /// <param name="tokenFile">The file with the token that hosts of a cluster share; null for a lone host.</param>
    /// <param name="siloPort">The port for other hosts; 0 for any.</param>
    public static async Task<HostProcess> StartAsync(string folder, string? postgres, string? tokenFile, int siloPort = 0)
    {
        var said = Path.Combine(folder, "host.json");
        if (File.Exists(said))
            File.Delete(said);
        var start = new ProcessStartInfo(Executable) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["run", "--state", folder, "--agent", "none", .. postgres is null ? [] : new[] { "--store", "postgres", "--silo-port", siloPort.ToString(CultureInfo.InvariantCulture) }, .. tokenFile is null ? [] : new[] { "--token-file", tokenFile }])
            start.ArgumentList.Add(argument);
        if (postgres is not null)
            start.Environment["LUMINA_CONNECTION"] = postgres;
        // As it is published.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var startedAt = TimeProvider.System.GetUtcNow();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var began = Stopwatch.GetTimestamp();
        while (!File.Exists(said))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The host in {folder} does not take requests."));
            await Task.Delay(Look);
        }

        var endpoint = JsonSerializer.Deserialize(await File.ReadAllTextAsync(said), ApiJson.Default.HostEndpoint);
        return new HostProcess(process, startedAt, endpoint ?? throw new InvalidOperationException("The host does not say where it is."));
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
