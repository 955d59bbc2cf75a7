using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <param name="Record">The instance.</param>
/// <param name="Process">Its living process; null when it has ended.</param>
internal sealed record Adopted(InstanceRecord Record, PidFd? Process);

/// <summary>
/// Finds out which processes are which instances', from the records and from the processes' own markers. A record is believed only
/// as far as its process is exactly the one that runs: pid, start time and boot. A process that was started a moment before the
/// agent died has no record, or an older one: its markers tell.
/// </summary>
internal static class Adoption
{
    /// <param name="records">What the predecessor has written.</param>
    /// <param name="found">The living processes of this component, oldest first.</param>
    public static IReadOnlyList<Adopted> Match(IReadOnlyList<InstanceRecord> records, IReadOnlyList<MarkedProcess> found)
    {
        var adopted = new List<Adopted>();
        var byInstance = found.Where(process => process.IsLeader).ToLookup(process => process.Instance, StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.Process is { } identity && identity.IsAlive() && PidFd.Open(identity) is { } recorded)
            {
                adopted.Add(new Adopted(record, recorded));
                continue;
            }

            // Only a later run counts: a leader of the recorded run is a daemon that the dead process has left behind.
            var unrecorded = byInstance[record.Id].FirstOrDefault(process => process.Run > record.Run);
            adopted.Add(unrecorded is null ? new Adopted(record, null) : Take(unrecorded, record));
        }

        var known = records.Select(record => record.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var processes in byInstance.Where(processes => !known.Contains(processes.Key)))
            adopted.Add(Take(processes.First(), new InstanceRecord { Id = processes.Key, Revision = processes.First().Revision, CreatedAt = default }));
        return adopted;
    }

    private static Adopted Take(MarkedProcess process, InstanceRecord record)
    {
        var identity = process.Entry.Identity;
        return new Adopted(
            record with { Run = process.Run, Process = identity, Port = process.Port, Phase = InstancePhase.Starting },
            PidFd.Open(identity));
    }
}
