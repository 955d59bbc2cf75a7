using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Robustness.Hosts;
using Lumina.Targets.Process;

namespace Lumina.Robustness.Cluster;

/// <summary>One host of the cluster: a process that is started again whenever it has ended, as the system's supervisor would do it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(300);

    private readonly string _folder;
    private readonly string _connection;
    private readonly TimeSpan? _probe;

    // The same at every start: so the next one at that address is known to be the end of the one before.
    private readonly string _siloPort;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _keeping;
    private volatile Process? _process;

    public HostProcess(string name, string folder, string connection, AgentEndpoint agent, TimeSpan? probe)
    {
        (Name, _folder, _connection, _probe) = (name, folder, connection, probe);
        _siloPort = FreePort.On(IPAddress.Loopback).ToString(CultureInfo.InvariantCulture);
        var agentFolder = Directory.CreateDirectory(Path.Combine(folder, "agent")).FullName;
        File.WriteAllText(Path.Combine(agentFolder, AgentProtocol.EndpointFile), JsonSerializer.Serialize(agent, AgentJson.Default.AgentEndpoint));
        _keeping = KeepAsync();
    }

    public string Name { get; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>How to reach it; null while it has not announced itself.</summary>
    public HostEndpoint? Endpoint
    {
        get
        {
            try
            {
                var endpoint = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(_folder, "host.json")), ApiJson.Default.HostEndpoint);
                return _process is { } process && endpoint?.ProcessId == process.Id ? endpoint : null;
            }
            catch (Exception notThere) when (notThere is IOException or JsonException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill() => Ignoring(process => process.Kill());

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Tells it to let something go wrong; see <see cref="FragileHost"/>.</summary>
    public void Order(string order) => Ignoring(process =>
    {
        process.StandardInput.WriteLine(order);
        process.StandardInput.Flush();
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Kill();
        await _keeping;
        _end.Dispose();
    }

    private async Task KeepAsync()
    {
        // Off the constructor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!_end.IsCancellationRequested)
        {
            using var process = Start();
            _process = process;
            Starts++;
            try
            {
                await process.WaitForExitAsync(_end.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
            _process = null;
            await Task.Delay(BeforeAnother, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? throw new InvalidOperationException("It is not known how this program was started."))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[FragileHost.Verb, "run", "--state", _folder, "--agent", "none", "--store", "postgres", "--connection", _connection, "--silo-port", _siloPort])
            start.ArgumentList.Add(argument);
        if (_probe is { } probe)
            start.Environment[FragileHost.ProbeVariable] = ((int)probe.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        // A host that Orleans ends because the others have buried it needs no picture of its memory.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        var output = Path.Combine(_folder, "output");
        var kept = new Lock();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            lock (kept)
                File.AppendAllText(output, line + "\n");
        }
    }

    private void Signal(string signal) => Ignoring(process =>
    {
        using var sender = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        sender.WaitForExit();
    });

    private void Ignoring(Action<Process> order)
    {
        try
        {
            if (_process is { } process)
                order(process);
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>Completes when it answers.</summary>
    public async Task AnswersAsync(CancellationToken cancellationToken)
    {
        while (Endpoint is null)
            await Task.Delay(Look, cancellationToken);
    }
}
