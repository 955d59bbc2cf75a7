using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>What runs of a plan, and what has ever been started of it, at one moment.</summary>
/// <param name="Instances">The processes that run.</param>
/// <param name="Logs">By component: one log for each instance that was ever started.</param>
internal sealed record Running(IReadOnlyList<MarkedProcess> Instances, IReadOnlyDictionary<string, IReadOnlySet<string>> Logs)
{
    public static Running Look(Workspace workspace, IEnumerable<string> components) =>
        new(workspace.Instances, components.ToDictionary(name => name, workspace.LogsOf));

    /// <summary>Waits until exactly the wanted processes run: for each component its number, of one revision, each once.</summary>
    public static async Task<Running> SettleAsync(Workspace workspace, IReadOnlyDictionary<string, int> replicas, IReadOnlyDictionary<string, int> revisions)
    {
        var wanted = replicas.SelectMany(component => Enumerable.Repeat($"{component.Key} r{revisions[component.Key]}", component.Value)).Order().ToArray();
        await Eventually.SeeAsync(
            $"exactly {string.Join(", ", wanted)} run",
            () => workspace.Instances,
            seen => seen.Select(process => $"{process.Component} r{process.Revision}").Order().SequenceEqual(wanted)
                && seen.Select(process => process.Instance).Distinct().Count() == wanted.Length);
        return Look(workspace, replicas.Keys);
    }

    /// <summary>The instances of a component that run.</summary>
    public IReadOnlySet<string> Of(string component) =>
        Instances.Where(process => process.Component == component).Select(process => process.Instance).ToHashSet();

    /// <summary>The instances of a component that were started since an earlier moment, whether or not they still run.</summary>
    public IReadOnlyList<string> StartedSince(Running before, string component) => [.. Logs[component].Except(before.Logs[component]).Order()];

    /// <summary>Ids of all processes.</summary>
    public IEnumerable<int> Pids => Instances.Select(process => process.Pid).Order();
}
