using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>Where what was deployed can be reached: a line for each component that has an address.</summary>
internal static class EndpointList
{
    private const int Most = 20;

    public static void Write(Screen screen, IReadOnlyList<ComponentStatus> components)
    {
        var reachable = components.Where(component => component.Endpoint is not null).ToArray();
        if (reachable.Length == 0) return;
        var shown = reachable[..Math.Min(reachable.Length, Most)];
        var width = shown.Max(component => component.Name.Length);
        foreach (var component in shown) screen.Report($"  {component.Name.PadRight(width)}  {component.Endpoint}");
        if (reachable.Length > Most) screen.Report($"  and {reachable.Length - Most} more: lumina status", Tone.Faint);
    }
}
