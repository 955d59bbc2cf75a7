using System.Collections.Concurrent;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Leaks;

/// <summary>Watches one workspace for the canary: what was printed, what runs, what is answered, and what is left behind.</summary>
internal sealed class Surveillance
{
    private readonly ConcurrentQueue<(string What, string Text)> _seen = new();

    /// <summary>A database of a server that belongs to the workspace; null for none.</summary>
    public string? Server { get; set; }

    /// <summary>Something that somebody was shown.</summary>
    public void Saw(string what, string text) => _seen.Enqueue((what, text));

    /// <summary>What can only be seen while everything runs: command lines, variables of all but instances, answers of the host.</summary>
    public async Task LookAroundAsync(IEnumerable<int> processes, IEnumerable<HostEndpoint> hosts)
    {
        foreach (var pid in processes)
        {
            Saw($"the command line of process {pid}", Processes.CommandLine(pid));
            // An instance is who it is for.
            if (!Processes.IsInstance(pid))
                Saw($"the variables of process {pid} ({Processes.CommandLine(pid)})", Processes.RawVariables(pid));
        }
        foreach (var host in hosts)
        {
            foreach (var (path, answer) in await HostAnswers.ReadAsync(host))
                Saw($"the answer of {path}", answer);
        }
    }

    /// <summary>All places where the canary is. Nothing may be running any more.</summary>
    public IReadOnlyList<string> Leaks(string folder) =>
        [.. _seen.SelectMany(seen => LeakSearch.InText(seen.What, seen.Text)), .. LeakSearch.InFolder(folder), .. Server is null ? [] : LeakSearch.InServer(Server)];
}
