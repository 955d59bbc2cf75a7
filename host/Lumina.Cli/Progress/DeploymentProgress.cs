using Lumina.Api;

namespace Lumina.Cli.Progress;

/// <summary>A deployment as far as its events tell.</summary>
internal sealed class DeploymentProgress(string id)
{
    private readonly Dictionary<string, ComponentResult> _components = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public string Id { get; } = id;

    /// <summary>The position of the last event that was seen.</summary>
    public long Position { get; private set; }

    public DeploymentSummary? Summary { get; private set; }

    /// <summary>Those that change, in the order of execution as far as it is known.</summary>
    public IEnumerable<ComponentResult> Components => _order.Select(name => _components[name]);

    /// <summary>Takes up what the preview says will change.</summary>
    public void Expect(Preview preview)
    {
        var changes = preview.Changes.ToDictionary(change => change.Component, StringComparer.Ordinal);
        foreach (var name in preview.Groups.SelectMany(group => group))
        {
            if (changes.TryGetValue(name, out var change))
                Set(new(name, change.Action, null, "waiting", 0, 0, change.FromVersion, change.ToVersion, null, null, 0, null, null));
        }
    }

    public void Apply(DeploymentEvent occurrence)
    {
        Position = Math.Max(Position, occurrence.Position);
        if (occurrence.Deployment is { } summary) Summary = summary;
        if (occurrence.Component is { Action: not "unchanged" } component) Set(component);
    }

    private void Set(ComponentResult component)
    {
        if (!_components.ContainsKey(component.Name)) _order.Add(component.Name);
        _components[component.Name] = component;
    }
}
