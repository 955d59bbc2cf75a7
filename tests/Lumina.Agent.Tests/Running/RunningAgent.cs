using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lumina.Agent.Supervision;
using Lumina.Agent.Tests.Service;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Processes;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Running;

/// <summary>A real agent with a folder of its own, driven through the process target. Nothing of it is left afterwards.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _fence;

    public RunningAgent()
    {
        Folder = Path.Combine(Path.GetTempPath(), "lumina-agent-tests-" + Guid.NewGuid().ToString("N")[..12]);
        Launcher = new AgentLauncher(
            new ProcessTargetOptions { StateDirectory = Folder, AgentExecutable = Executable, StartWithin = Patience }, TimeProvider.System);
        Target = new ProcessTarget(Launcher);
    }

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "lumina-agent");

    public string Folder { get; }

    public AgentLauncher Launcher { get; }

    public ITarget Target { get; }

    public ComponentKey Key { get; } = new("test", "demo", "web");

    public string Id => File.ReadAllText(Path.Combine(Folder, "id"));

    public string ComponentFolder => Path.Combine(Folder, "components", Key.Environment, Key.Plan, Key.Component);

    public string LogFolder => Path.Combine(ComponentFolder, "logs");

    public Operation NewOperation() => new("op-" + Interlocked.Increment(ref _fence).ToString(CultureInfo.InvariantCulture), Key, _fence);

    /// <summary>A revision that runs the test service.</summary>
    public static RevisionSpec Service(int number, int port, params (string Name, string Value)[] config) => new(
        number,
        new ComponentSpec
        {
            Name = "web",
            Target = new TargetSpec { Kind = "process" },
            Command = [Environment.ProcessPath!],
            Port = port,
            Health = new HealthSpec { Kind = HealthKind.Http, Every = TimeSpan.FromMilliseconds(200), Timeout = TimeSpan.FromSeconds(5) },
            Config = config.Append((TestService.Switch, "1"))
                .ToImmutableSortedDictionary(variable => variable.Item1, variable => variable.Item2, StringComparer.Ordinal),
            StopWithin = TimeSpan.FromSeconds(10),
        },
        AppContext.BaseDirectory);

    /// <summary>A revision that runs a few lines of shell and has no port.</summary>
    public static RevisionSpec Shell(int number, string script) => new(
        number,
        new ComponentSpec
        {
            Name = "web",
            Target = new TargetSpec { Kind = "process" },
            Command = ["sh", "-c", script],
            StopWithin = TimeSpan.FromSeconds(5),
        },
        Path.GetTempPath());

    public async Task ScaleAsync(RevisionSpec revision, int instances)
    {
        var answer = await Target.ScaleAsync(NewOperation(), revision, instances, Cancelled.Never);
        Assert.Equal(TargetAnswer.Done, answer);
    }

    public async Task<Observation> ObserveAsync()
    {
        var answer = await Target.ObserveAsync(Key, Cancelled.Never);
        Assert.Equal(TargetOutcome.Done, answer.Outcome);
        return answer.Value!;
    }

    /// <summary>Looks until it is so, and returns what was seen then.</summary>
    public async Task<Observation> UntilAsync(Func<Observation, bool> isSo)
    {
        Observation? seen = null;
        await Eventually.Async(async () => isSo(seen = await ObserveAsync()), () => JsonSerializer.Serialize(seen));
        return seen!;
    }

    public Task<Observation> UntilHealthyAsync(int revision, int instances) => UntilAsync(seen =>
        Instances(seen, revision) is { } found && found.Length == instances && found.All(instance => instance.Phase == InstancePhase.Healthy));

    public static ImmutableArray<ObservedInstance> Instances(Observation seen, int revision) =>
        seen.Revisions.FirstOrDefault(found => found.Number == revision)?.Instances ?? [];

    /// <summary>All living processes that this agent's instances consist of.</summary>
    public IReadOnlyList<MarkedProcess> Processes() => MarkedProcess.FindAll(Id);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (Launcher.ReadEndpoint() is not { } endpoint)
            return;
        await KillAsync(endpoint.ProcessId);
    }

    private static List<int> AgentsOf(string folder) =>
        [.. ProcessEntry.ReadAll().Where(process => !process.IsZombie && CommandLineOf(process.Pid).Contains(folder, StringComparison.Ordinal)).Select(process => process.Pid)];

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            // It has gone meanwhile.
            return "";
        }
    }

    public static async Task KillAsync(int processId)
    {
        if (ProcessIdentity.Of(processId) is not { } identity || PidFd.Open(identity) is not { } process)
            return;
        using (process)
        {
            process.Signal(Signals.Kill);
            await Eventually.Async(() => Task.FromResult(process.HasEnded()), () => $"process {processId} lives");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Launcher.Dispose();
        await KillAsync();
        // One that was started beside the first and is still on its way must not find the folder free.
        foreach (var late in AgentsOf(Folder))
            await KillAsync(late);
        if (!Directory.Exists(Folder))
            return;
        if (File.Exists(Path.Combine(Folder, "id")))
        {
            while (Processes() is { Count: > 0 } left)
            {
                foreach (var process in left)
                    process.Kill();
            }
        }

        Directory.Delete(Folder, recursive: true);
    }
}
