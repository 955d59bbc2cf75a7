using Lumina.Api;
using Lumina.Cli.Reports;

namespace Lumina.Cli.Progress;

/// <summary>A deployment as far as its events tell.</summary>
internal sealed class DeploymentProgress(string id)
{
    private readonly Dictionary<string, ComponentResult> _components = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private Preview? _expected;

    public string Id { get; } = id;

    /// <summary>The position of the last event that was seen.</summary>
    public long Position { get; private set; }

    public DeploymentSummary? Summary { get; private set; }

    /// <summary>Those that change, in the order of execution as far as it is known.</summary>
    public IEnumerable<ComponentResult> Components => _order.Select(name => _components[name]);

    /// <summary>What came of it, when it had nothing to do as was expected: then the host has no more to tell. Null otherwise.</summary>
    public DeploymentDetail? NothingDone =>
        Summary is { Ended: true, State: "succeeded", Changed: 0 } summary
        && _expected is { } preview && PreviewText.ChangesNothing(preview)
            ? new(summary, [.. preview.Changes.Select(change => Of(change, "unchanged", "unchanged"))])
            : null;

    /// <summary>Takes up what the preview says will change.</summary>
    public void Expect(Preview preview)
    {
        _expected = preview;
        var changes = preview.Changes.ToDictionary(change => change.Component, StringComparer.Ordinal);
        foreach (var name in preview.Groups.SelectMany(group => group))
        {
            if (changes.TryGetValue(name, out var change))
                Set(Of(change, null, "waiting"));
        }
    }

    public void Apply(DeploymentEvent occurrence)
    {
        Position = Math.Max(Position, occurrence.Position);
        if (occurrence.Deployment is { } summary) Summary = summary;
        if (occurrence.Component is { Action: not "unchanged" } component) Set(component);
    }

    private static ComponentResult Of(PreviewedChange change, string? outcome, string state) =>
        new(change.Component, change.Action, outcome, state, 0, 0, change.FromVersion, change.ToVersion, null, null, 0, null, null);

    private void Set(ComponentResult component)
    {
        if (!_components.ContainsKey(component.Name)) _order.Add(component.Name);
        _components[component.Name] = component;
    }
}
