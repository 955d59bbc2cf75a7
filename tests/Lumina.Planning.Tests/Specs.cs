using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Planning.Tests;

/// <summary>Components and plans as short as a test wants them.</summary>
internal static class Specs
{
    public const string Folder = "/plans";

    private static readonly TargetSpec Process = new() { Kind = "process" };

    public static ComponentSpec Component(string name, params string[] dependsOn) => new()
    {
        Name = name,
        Version = "1.4.0",
        Target = Process,
        Image = "lumina/" + name + ":1.4.0",
        Port = 8000,
        Replicas = 2,
        DependsOn = [.. dependsOn.Order(StringComparer.Ordinal)],
        Config = ImmutableSortedDictionary<string, string>.Empty.Add("LUMINA_LOG_LEVEL", "info"),
        Health = new() { Kind = HealthKind.Http },
    };

    public static Plan Plan(params ComponentSpec[] components) => new()
    {
        Name = "lumina",
        Version = "1.4.0",
        Environment = new() { Name = "development", Target = Process },
        Components = [.. components.OrderBy(component => component.Name, StringComparer.Ordinal)],
    };

    public static RunningComponent Running(ComponentSpec spec, int missing = 0) => new(3, spec, Folder, missing);

    public static RunningComponent[] Applied(Plan plan) => [.. plan.Components.Select(spec => Running(spec))];

    public static ComponentChange Only(this ChangeSet set, string name) => set.Changes.Single(change => change.Component == name);
}
