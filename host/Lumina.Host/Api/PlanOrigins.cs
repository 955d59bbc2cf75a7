using Lumina.Deployments.Configuring;
using Lumina.Language.Compilation;
using Lumina.Language.Origins;
using Lumina.Language.Plans;

namespace Lumina.Host.Api;

/// <summary>Where the variables and files of a plan's components are written, for the record of what their instances get.</summary>
internal static class PlanOrigins
{
    /// <returns>The document; null when no component has any.</returns>
    public static byte[]? Of(Plan plan, PlanCompilation compilation)
    {
        var origins = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var component in plan.Components)
        {
            if (!component.Config.IsEmpty || !component.Secrets.IsEmpty || !component.Files.IsEmpty)
                origins[component.Name] = Of(component, compilation.OriginsOf(plan.Environment.Name, component.Name));
        }
        return origins.Count == 0 ? null : OriginsJson.Write(origins);
    }

    private static SortedDictionary<string, string> Of(ComponentSpec component, ComponentOrigins origins)
    {
        var places = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var paths = component.Config.Keys.Select(name => "config " + name)
            .Concat(component.Secrets.Keys.Select(name => "secret " + name)).Concat(component.Files.Keys.Select(path => "file " + path));
        foreach (var path in paths)
        {
            if (origins.Of(path).Location is { } at)
                places[path] = $"{at.File}:{at.Line}";
        }
        return places;
    }
}
