using System.Globalization;
using System.Text.Json;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.State;

/// <summary>The files of one component: what is wanted, a record per instance, the logs. Nothing of another component is in them.</summary>
internal sealed class ComponentStore(StateFolder folder, ComponentKey component)
{
    private const string PipeSuffix = ".pipe";
    private const string StateFile = "state.json";
    private const string RecordSuffix = ".instance.json";

    public string Path { get; } = folder.ComponentPath(component);

    public string LogFolder => System.IO.Path.Combine(Path, "logs");

    /// <summary>Where its plain files are, by revision.</summary>
    public string ConfigFolder => System.IO.Path.Combine(Path, "config");

    /// <summary>Where the pipe of one process of an instance is, through which what it prints goes to its log.</summary>
    public string PipePath(InstanceRecord record) => System.IO.Path.Combine(Path, PipeName(record) + PipeSuffix);

    public static string PipeName(InstanceRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Id}.{record.Run}");

    /// <summary>Deletes the pipes of all but these processes.</summary>
    public void DeletePipes(IReadOnlySet<string> except)
    {
        if (!Directory.Exists(Path))
            return;
        foreach (var pipe in Directory.EnumerateFiles(Path, "*" + PipeSuffix).Where(pipe => !except.Contains(System.IO.Path.GetFileNameWithoutExtension(pipe))))
            File.Delete(pipe);
    }

    private string StatePath => System.IO.Path.Combine(Path, StateFile);

    /// <summary>All components that have a folder.</summary>
    public static IEnumerable<ComponentKey> FindAll(StateFolder folder)
    {
        if (!Directory.Exists(folder.ComponentsPath))
            return [];
        return
            from environment in Directory.EnumerateDirectories(folder.ComponentsPath)
            from plan in Directory.EnumerateDirectories(environment)
            from component in Directory.EnumerateDirectories(plan)
            select new ComponentKey(
                System.IO.Path.GetFileName(environment), System.IO.Path.GetFileName(plan), System.IO.Path.GetFileName(component));
    }

    /// <summary>Null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is there and can't be understood; the message says what to do.</exception>
    public ComponentState? Read()
    {
        if (!File.Exists(StatePath))
            return null;
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(StatePath), StateJson.ReadingState);
            if (state?.Component == component)
                return state;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(Damaged(e.Message), e);
        }

        throw new InvalidDataException(Damaged("it is another component's"));
    }

    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(ComponentState state)
    {
        Directory.CreateDirectory(LogFolder);
        AtomicFile.Write(StatePath, state, StateJson.Default.ComponentState, durable: true);
    }

    /// <summary>The records that can be read; the others' processes are found by their markers.</summary>
    public IReadOnlyList<InstanceRecord> ReadRecords()
    {
        var records = new List<InstanceRecord>();
        if (!Directory.Exists(Path))
            return records;
        foreach (var file in Directory.EnumerateFiles(Path, "*" + RecordSuffix))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(file), StateJson.Default.InstanceRecord) is { } record)
                    records.Add(record);
            }
            catch (JsonException)
            {
                continue;
            }
        }

        return records;
    }

    /// <summary>Not durable on purpose: after a crash of the machine no process of it is left.</summary>
    public void Write(InstanceRecord record)
    {
        Directory.CreateDirectory(LogFolder);
        AtomicFile.Write(RecordPath(record.Id), record, StateJson.Default.InstanceRecord, durable: false);
    }

    public void DeleteRecord(string instance) => File.Delete(RecordPath(instance));

    private string RecordPath(string instance) => System.IO.Path.Combine(Path, instance + RecordSuffix);

    private string Damaged(string why) =>
        $"the state of {component} can't be read: {why}. Its processes are left alone. "
        + $"Restore {StatePath} from a copy, or move it away and deploy again, and restart the agent.";
}
