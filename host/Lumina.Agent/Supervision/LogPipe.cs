using System.Globalization;
using Lumina.Agent.Logs;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <summary>
/// The way of what one process of an instance prints, where secrets may be in it: through a named pipe to a writer (<see cref="LogWriter"/>), a process of its own
/// that goes on when the agent ends, and from there without the secrets to the log. The instance holds the pipe open on both sides: it does not end with
/// the writer, it waits at most. A writer that has ended before its instance is started again.
/// </summary>
internal sealed class LogPipe(AgentContext agent, ComponentKey component, ComponentStore store, InstanceRecord record)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private string Name => ComponentStore.PipeName(record);

    public string PipePath => store.PipePath(record);

    public string LogPath => Path.Combine(store.LogFolder, record.Id + LogFile.Suffix);

    /// <summary>Makes the pipe and starts its writer. As long as the answer is held, the writer waits for the instance.</summary>
    /// <exception cref="SpawnException">It could not be.</exception>
    /// <exception cref="IOException">It could not be.</exception>
    public NamedPipe Open()
    {
        var held = NamedPipe.Open(PipePath);
        try
        {
            StartWriter();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>After an agent's succession: the writer that lives is watched, and one that does not is started.</summary>
    /// <param name="writer">The writer that was found.</param>
    public void TakeUp(MarkedProcess? writer)
    {
        if (!File.Exists(PipePath))
            return;
        if (writer is not null && PidFd.Open(writer.Entry.Identity) is { } process)
            Watch(process);
        else
            Restart();
    }

    private void Restart()
    {
        try
        {
            using var held = Open();
        }
        catch (Exception e) when (e is SpawnException or IOException)
        {
            agent.Logger.Unexpected(e, $"Starting the log writer of {record.Id}");
            _ = RestartLaterAsync();
        }
    }

    private async Task RestartLaterAsync()
    {
        await Task.Delay(AgainAfter, agent.Clock);
        // It goes with its process: see ComponentStore.DeletePipes.
        if (File.Exists(PipePath))
            Restart();
    }

    private void StartWriter()
    {
        var program = Environment.ProcessPath ?? throw new SpawnException("This program has no path.");
        // Run by dotnet, the program is its first argument.
        string[] first = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(LogPipe).Assembly.Location] : [];
        Watch(ProcessSpawner.SpawnDetached(new SpawnRequest
        {
            File = program,
            Arguments =
            [
                .. first, "write-log", "--state", agent.Folder.Root, component.Environment, component.Plan, component.Component,
                record.Revision.ToString(CultureInfo.InvariantCulture), LogPath,
            ],
            Environment =
            [
                .. InstanceEnvironment.OfRuntime(), new(Markers.Agent, agent.Folder.Id), new(Markers.LogOf, Name),
                // It lives long and does little.
                new("DOTNET_gcConcurrent", "0"), new("DOTNET_TieredPGO", "0"), new("DOTNET_GCHeapHardLimit", "0x4000000"),
            ],
            WorkingDirectory = agent.Folder.Root,
            StandardInput = PipePath,
            StandardOutput = "/dev/null",
        }));
    }

    private void Watch(PidFd writer) => ExitWatcher.Shared.Watch(writer, end =>
    {
        writer.Dispose();
        // Zero: nobody has the other end any more. Of an adopted one that is not known, and another one ends at once when it is so.
        if (end.ExitCode != 0)
            _ = RestartLaterAsync();
    });
}
