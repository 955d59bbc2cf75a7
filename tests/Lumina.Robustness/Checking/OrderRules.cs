using Lumina.Deployments.Components;
using Lumina.Planning.Changes;

namespace Lumina.Robustness.Checking;

/// <summary>In which order components go there and back.</summary>
internal static class OrderRules
{
    public static IEnumerable<string> NothingBeginsBeforeWhatItDependsOn(History history) =>
        from way in Ways(history)
        from component in way.Changes.Changes
        let begun = way.First<RolloutStarted>(component.Component)
        where begun is not null
        from dependency in component.After
        where way.IsChanged(dependency) && !(way.First<RolloutSucceeded>(dependency) < begun)
        select $"{way.Deployment}: {component.Component} began at {begun}, before {dependency} was live";

    public static IEnumerable<string> TakenBackInReverse(History history)
    {
        foreach (var way in Ways(history))
        {
            foreach (var component in way.Changes.Changes.Where(c => way.First<RestoreStarted>(c.Component) is not null))
            {
                foreach (var dependency in component.After)
                {
                    var ended = way.First<RestoreSucceeded>(component.Component) ?? way.First<RestoreFailed>(component.Component);
                    if (way.First<RestoreStarted>(dependency) is { } begun && !(ended < begun))
                        yield return $"{way.Deployment}: {dependency} was taken back at {begun}, before {component.Component} was";
                }
            }
        }
    }

    private static IEnumerable<Way> Ways(History history)
    {
        var happened = history.Components.Where(c => c.Deployment is not null).ToLookup(c => c.Deployment!);
        return history.Changes.Select(changes => new Way(changes.Key, changes.Value, happened[changes.Key]));
    }

    /// <summary>What happened to the components of one deployment.</summary>
    private sealed class Way(string deployment, ChangeSet changes, IEnumerable<ComponentHappened> happened)
    {
        private readonly ILookup<string, ComponentHappened> _happened = happened.ToLookup(h => h.Component.Component);

        public string Deployment => deployment;

        public ChangeSet Changes => changes;

        public bool IsChanged(string component) => changes.Changes.Any(c => c.Component == component && c.Action != ChangeAction.Unchanged);

        public long? First<T>(string component) => _happened[component].FirstOrDefault(h => h.Event is T)?.Position;
    }
}
