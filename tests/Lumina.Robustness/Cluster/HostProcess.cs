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
    private readonly HostNetwork? _network;

    // The way to its API, when it has a network of its own.
    private readonly DatabaseLine? _door;

    // The same at every start: so the next one at that address is known to be the end of the one before.
    private readonly string _siloPort;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _keeping;
    private volatile Process? _process;

    // This program as a host; or the path of another.
    private volatile string? _program;
    private volatile TaskCompletionSource? _away;

    public HostProcess(string name, string folder, string connection, AgentEndpoint agent, TimeSpan? probe, HostNetwork? network)
    {
        _network = network;
        if (network is not null)
            _door = new DatabaseLine(IPAddress.Loopback, cancel => network.ConnectAsync(Port(Announced), cancel));

        (Name, _folder, _connection, _probe) = (name, folder, connection, probe);
        _siloPort = FreePort.On(IPAddress.Loopback).ToString(CultureInfo.InvariantCulture);
        var agentFolder = Directory.CreateDirectory(Path.Combine(folder, "agent")).FullName;
        File.WriteAllText(Path.Combine(agentFolder, AgentProtocol.EndpointFile), JsonSerializer.Serialize(agent, AgentJson.Default.AgentEndpoint));
        _keeping = KeepAsync();
    }

    public string Name { get; }

    /// <summary>What it has logged.</summary>
    public string Log => string.Concat(Directory.EnumerateFiles(Path.Combine(_folder, "logs")).Order().Select(Read));

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Null when it has not one of its own.</summary>
    public HostNetwork? Network => _network;

    /// <summary>How to reach it; null while it has not announced itself.</summary>
    public HostEndpoint? Endpoint => _door is null ? Announced
        : Announced is { } announced ? announced with { Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_door.Port}") }
        : null;

    private HostEndpoint? Announced
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

    /// <summary>Ends it in order, and starts another program in its place; completes when that answers.</summary>
    public async Task UpgradeAsync(string program, CancellationToken cancellationToken)
    {
        var before = _process?.Id;
        _program = program;
        Signal("TERM");
        while (Endpoint is not { } endpoint || endpoint.ProcessId == before)
            await Task.Delay(Look, cancellationToken);
    }

    /// <summary>Ends it as <c>kill -9</c> does, and does not start it again before <see cref="ComeBack"/>.</summary>
    public void StayAway()
    {
        _away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Kill();
    }

    public void ComeBack() => _away?.TrySetResult();

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
        if (_door is not null)
            await _door.DisposeAsync();
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
            if (_away is { } away)
                await away.Task.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Process Start()
    {
        var program = _program ?? Environment.ProcessPath ?? throw new InvalidOperationException("It is not known how this program was started.");
        var start = new ProcessStartInfo(_network is null ? program : "nsenter")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // It becomes the program, under the same number.
        foreach (var argument in _network is null ? (string[])[] : [$"--net=/run/netns/{_network.Namespace}", program])
            start.ArgumentList.Add(argument);
        if (_program is null)
            start.ArgumentList.Add(FragileHost.Verb);
        foreach (var argument in (string[])["run", "--state", _folder, "--agent", "none", "--store", "postgres", "--connection", _connection, "--silo-port", _siloPort])
            start.ArgumentList.Add(argument);
        foreach (var argument in _network is null ? (string[])[] : ["--silo-address", _network.Silo.ToString(), "--plain-silo-network"])
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

    private static int Port(HostEndpoint? endpoint) => new Uri(endpoint?.Url ?? "http://127.0.0.1:1").Port;

    private static string Read(string log)
    {
        using var file = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    /// <summary>Completes when it answers.</summary>
    public async Task AnswersAsync(CancellationToken cancellationToken)
    {
        while (Endpoint is null)
            await Task.Delay(Look, cancellationToken);
    }
}
