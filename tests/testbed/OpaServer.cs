using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Lumina.Testbed;

/// <summary>A real OPA with a port and policies of its own, that ends with whoever started it.</summary>
internal sealed class OpaServer : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Path = new(FindAsync);

    private readonly Process _process;

    private OpaServer(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public string Server => Url.ToString().TrimEnd('/');

    /// <summary>The path of OPA's program.</summary>
    public static Task<string> ProgramAsync() => Path.Value;

    /// <param name="isTls">Whether it talks https.</param>
    /// <param name="arguments">Options and files beside those for its address.</param>
    public static async Task<OpaServer> StartAsync(bool isTls = false, params string[] arguments)
    {
        var url = new Uri($"{(isTls ? "https" : "http")}://127.0.0.1:{FreePort()}/");
        var process = Process.Start(new ProcessStartInfo(
            await ProgramAsync(), ["run", "--server", "--addr", url.Authority, "--disable-telemetry", "--log-level", "error", .. arguments])
        { RedirectStandardError = true, RedirectStandardOutput = true }) ?? throw new InvalidOperationException("opa did not start");
        var server = new OpaServer(process, url);
        try
        {
            await server.ListensAsync();
            return server;
        }
        catch (Exception)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>It keeps its connections and answers nothing.</summary>
    public void StandStill()
    {
        using var kill = Process.Start("kill", ["-STOP", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Until something takes a connection.</summary>
    private async Task ListensAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"opa ended: {await _process.StandardError.ReadToEndAsync(patience.Token)}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Url.Port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    private static async Task<string> FindAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Lumina.Modular.sln")))
            folder = folder.Parent;
        var script = System.IO.Path.Combine(folder?.FullName ?? throw new InvalidOperationException("This is not run from within the repository."), "tests", "testbed", "opa");
        using var find = Process.Start(new ProcessStartInfo(script) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("The script did not start.");
        var printed = await find.StandardOutput.ReadToEndAsync();
        await find.WaitForExitAsync();
        return find.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException("tests/testbed/opa found none");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
