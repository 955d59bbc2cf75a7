using System.Globalization;
using Lumina.Deployments.Targets;
using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <summary>A living process that carries this agent's markers.</summary>
/// <param name="Entry">The process.</param>
/// <param name="Variables">What it was started with.</param>
internal sealed record MarkedProcess(ProcessEntry Entry, IReadOnlyDictionary<string, string> Variables)
{
    public string Instance => Variables.GetValueOrDefault(Markers.Instance, "");

    public ComponentKey Component => new(
        Variables.GetValueOrDefault(Markers.Environment, ""),
        Variables.GetValueOrDefault(Markers.Plan, ""),
        Variables.GetValueOrDefault(Markers.Component, ""));

    public int Revision => Number(Markers.Revision) ?? 0;

    public int Run => Number(Markers.Run) ?? 0;

    public int? Port => Number(Markers.Port);

    /// <summary>Whether the agent itself started it as an instance, as far as can be told from outside.</summary>
    public bool IsLeader => Entry.Session == Entry.Pid && Entry.Group == Entry.Pid;

    /// <summary>Whether it is a health command, or belongs to one.</summary>
    public bool IsProbe => Variables.ContainsKey(Markers.Probe);

    /// <summary>Whose log it writes; null when it is no log writer.</summary>
    public string? LogOf => Variables.GetValueOrDefault(Markers.LogOf);

    /// <summary>All of this agent's, oldest first.</summary>
    public static IReadOnlyList<MarkedProcess> FindAll(string agentId)
    {
        var found = new List<MarkedProcess>();
        foreach (var entry in ProcessEntry.ReadAll())
        {
            if (!entry.IsZombie && ProcessEntry.ReadEnvironment(entry.Pid) is { } variables
                && variables.TryGetValue(Markers.Agent, out var agent) && agent == agentId)
                found.Add(new MarkedProcess(entry, variables));
        }

        found.Sort((one, other) => (one.Entry.StartTicks, one.Entry.Pid).CompareTo((other.Entry.StartTicks, other.Entry.Pid)));
        return found;
    }

    /// <summary>Kills exactly this process.</summary>
    public void Kill()
    {
        using var process = PidFd.Open(Entry.Identity);
        process?.Signal(Signals.Kill);
    }

    private int? Number(string name) =>
        int.TryParse(Variables.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
