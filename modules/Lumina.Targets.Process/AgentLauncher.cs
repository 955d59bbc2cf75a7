using System.Runtime.InteropServices;
using System.Text.Json;
using Lumina.Processes;

namespace Lumina.Targets.Process;

/// <summary>Where this machine's agent lives.</summary>
public sealed record ProcessTargetOptions
{
    /// <summary>The agent's folder, such as <c>.lumina/agent</c>.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The <c>lumina-agent</c> program; a <c>.dll</c> is run with the <c>dotnet</c> that runs us.</summary>
    public required string AgentExecutable { get; init; }

    /// <summary>How long a new agent may take to answer.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>No agent answers and none could be started; the message says why.</summary>
public sealed class AgentUnavailableException(string message) : Exception(message);

/// <summary>Finds the agent of a folder, or starts one that outlives us: a session of its own, no terminal, no open files of ours.</summary>
public sealed class AgentLauncher(ProcessTargetOptions options, TimeProvider clock) : IDisposable
{
    private const string OutputFile = "agent.out";
    private const int MostOfOutput = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseWhileTaken = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Whoever asks meanwhile would only wait as long for the same.
    private static readonly TimeSpan FailureHolds = TimeSpan.FromSeconds(3);

    private readonly Lock _starting = new();
    private readonly CancellationTokenSource _disposed = new();
    private Task<AgentEndpoint>? _start;
    private long _startEnded;

    internal AgentClient Client { get; } = new();

    private string EndpointPath => Path.Combine(options.StateDirectory, AgentProtocol.EndpointFile);

    /// <summary>The agent that runs now; null when none answers. Starts nothing.</summary>
    /// <exception cref="AgentUnavailableException">One answers, and speaks another version.</exception>
    public async Task<AgentEndpoint?> FindAsync(CancellationToken cancellationToken)
    {
        if (ReadEndpoint() is not { } endpoint)
            return null;
        var health = await Client.AskHealthAsync(endpoint, Patience, cancellationToken);
        if (health?.ProcessId != endpoint.ProcessId || !IsOurs(endpoint.ProcessId))
            return null;
        return health.Protocol == AgentProtocol.Version
            ? endpoint
            : throw new AgentUnavailableException(
                $"the agent (process {health.ProcessId}) speaks version {health.Protocol} of its protocol and this program {AgentProtocol.Version}, so nothing can be "
                + (health.Protocol < AgentProtocol.Version
                    ? $"given to it: end it with kill {health.ProcessId} (what it has started runs on) and try again"
                    : "asked of it: use the program that the agent came with, or a newer one"));
    }

    /// <summary>Whether it is still the agent that listens there. Asked before each request: even the token is nothing for whoever has its port now.</summary>
    internal async Task<bool> IsStillThereAsync(AgentEndpoint endpoint, TimeSpan within, CancellationToken cancellationToken) =>
        IsOurs(endpoint.ProcessId)
        && await Client.AskHealthAsync(endpoint, within, cancellationToken) is { Protocol: AgentProtocol.Version } health && health.ProcessId == endpoint.ProcessId;

    private static bool IsOurs(int processId) =>
        ProcessEntry.Read(processId) is { IsZombie: false } && ProcessEntry.ReadOwner(processId) is { } owner && owner == ProcessEntry.ReadOwner(Environment.ProcessId);

    /// <summary>The agent that runs now, or a new one. Any number of callers, in any number of programs, get the same one; those of
    /// this program share one start, and its failure for three seconds more.</summary>
    /// <exception cref="AgentUnavailableException">There is none and none could be started.</exception>
    public async Task<AgentEndpoint> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } running)
            return running;
        return await ShareStart().WaitAsync(cancellationToken);
    }

    /// <summary>Asks the agent to end; what it has started runs on. No agent at all is fine.</summary>
    public async Task<AgentShutdownAnswer> ShutdownAsync(bool onlyIfEmpty, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(cancellationToken) is not { } endpoint)
                return new AgentShutdownAnswer(true, null);
            using var response = await Client.SendAsync(
                endpoint, HttpMethod.Post, "/v1/shutdown", new AgentShutdown(onlyIfEmpty), AgentJson.Default.AgentShutdown,
                HttpCompletionOption.ResponseContentRead, cancellationToken);
            var answer = JsonSerializer.Deserialize(
                await response.Content.ReadAsByteArrayAsync(cancellationToken), AgentJson.Default.AgentShutdownAnswer);
            if (answer is { Stopping: true })
                await WaitForEndAsync(endpoint.ProcessId, cancellationToken);
            return answer ?? new AgentShutdownAnswer(false, "the agent gave no answer");
        }
        catch (Exception e) when (e is HttpRequestException or AgentUnavailableException)
        {
            return new AgentShutdownAnswer(false, e.Message);
        }
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
            return;
        _disposed.Cancel();
        Client.Dispose();
        _disposed.Dispose();
    }

    /// <summary>Null when the file is not there, or is not one.</summary>
    internal AgentEndpoint? ReadEndpoint()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(EndpointPath), AgentJson.Default.AgentEndpoint);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Task<AgentEndpoint> ShareStart()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            var isOver = _start is null
                || _start.IsCompletedSuccessfully
                || (_start.IsCompleted && clock.GetElapsedTime(Interlocked.Read(ref _startEnded)) >= FailureHolds);
            if (isOver)
                _start = FindOrStartAsync(_disposed.Token);
            return _start!;
        }
    }

    private async Task<AgentEndpoint> FindOrStartAsync(CancellationToken cancellationToken)
    {
        // Off the lock, and off the first caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await FindAsync(cancellationToken) ?? await StartAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new AgentUnavailableException("the program that waited for the agent is ending");
        }
        finally
        {
            Interlocked.Exchange(ref _startEnded, clock.GetTimestamp());
        }
    }

    private async Task<AgentEndpoint> StartAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var ended = Spawn();
        while (clock.GetElapsedTime(start) < options.StartWithin)
        {
            // Whose it is does not matter: of several that are started at once, one gets the folder.
            if (await FindAsync(cancellationToken) is { } endpoint)
                return endpoint;
            await Task.Delay(Pause, clock, cancellationToken);
            if (!ended.IsCompleted)
                continue;
            if ((await ended).ExitCode != AgentProtocol.AlreadyRunsExitCode)
                throw new AgentUnavailableException($"the agent {await ended}: {ReadOutput()}");
            // The one that had the folder may have been about to end.
            await Task.Delay(PauseWhileTaken, clock, cancellationToken);
            ended = Spawn();
        }

        throw new AgentUnavailableException(
            $"no agent answered within {options.StartWithin.TotalSeconds:0.#} s; see {Path.Combine(options.StateDirectory, "agent.log")}");
    }

    /// <returns>Its end.</returns>
    private Task<ProcessEnd> Spawn()
    {
        try
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(options.StateDirectory, ownerOnly);
            var folder = Path.GetFullPath(options.StateDirectory);
            var program = Path.GetFullPath(options.AgentExecutable);
            string[] arguments = ["run", "--state", folder];
            var isAssembly = Path.GetExtension(program) == ".dll";
            var process = ProcessSpawner.SpawnDetached(new SpawnRequest
            {
                File = isAssembly ? Environment.ProcessPath ?? "dotnet" : program,
                Arguments = isAssembly ? [program, .. arguments] : arguments,
                Environment = OwnEnvironment(),
                // Its own folder: it must not keep another one from being unmounted or removed.
                WorkingDirectory = folder,
                StandardOutput = Path.Combine(folder, OutputFile),
                Append = false,
            });
            var ended = new TaskCompletionSource<ProcessEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
            // Also reaps it, should it end before us.
            ExitWatcher.Shared.Watch(process, end =>
            {
                process.Dispose();
                ended.SetResult(end);
            });
            return ended.Task;
        }
        catch (Exception e) when (e is SpawnException or IOException or UnauthorizedAccessException)
        {
            throw new AgentUnavailableException($"the agent could not be started: {e.Message}");
        }
    }

    // Ours, without what marks us as an instance of another agent, should we be one.
    private static Dictionary<string, string> OwnEnvironment()
    {
        string[] markers =
        [
            "LUMINA_AGENT", "LUMINA_ENVIRONMENT", "LUMINA_PLAN", "LUMINA_COMPONENT", "LUMINA_REVISION", "LUMINA_INSTANCE", "LUMINA_RUN",
            "PORT",
            // What opens secrets, stores and hosts is for the host alone.
            "LUMINA_SEALED_KEY", "LUMINA_VAULT_TOKEN", "LUMINA_TOKEN", "LUMINA_CONNECTION",
        ];
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
        foreach (var marker in markers)
            variables.Remove(marker);
        // The program looks for its runtime there, when it is not in the usual place.
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        if (runtime.Parent?.Parent?.Parent is { } root && File.Exists(Path.Combine(root.FullName, "dotnet")))
            variables.TryAdd("DOTNET_ROOT", root.FullName);
        return variables;
    }

    private async Task WaitForEndAsync(int processId, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (ProcessIdentity.Of(processId)?.IsAlive() == true && clock.GetElapsedTime(start) < options.StartWithin)
            await Task.Delay(Pause, clock, cancellationToken);
    }

    private string ReadOutput()
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(options.StateDirectory, OutputFile)).Trim();
            return text.Length <= MostOfOutput ? text : text[^MostOfOutput..];
        }
        catch (IOException)
        {
            return "it said nothing";
        }
    }
}
