using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Language.Diagnostics;

namespace Lumina.Host.Views;

/// <summary>Which configurations components have had: read from their own events, so what it costs is the component's own history.</summary>
internal sealed class ConfigurationBoard(IJournal journal, IDocumentStore documents, JournalArchive archive)
{
    /// <returns>Null when there never was such a component.</returns>
    public async Task<ComponentConfigurations?> ReadAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        var head = await journal.ReadHeadAsync(Streams.Of(component), cancellationToken);
        if (head.Sequence == 0)
            return null;
        var found = new SortedDictionary<int, ComponentConfiguration>();
        long? first = null;
        await foreach (var e in journal.ReadToEndAsync(new JournalQuery(Stream: head.Stream), cancellationToken))
        {
            first ??= e.Sequence;
            if (e.Type == RolloutConfigured.Name && DeploymentStreams.ReadComponentEvent(e) is RolloutConfigured configured)
                found[configured.Configuration.Number] = Later(found.GetValueOrDefault(configured.Configuration.Number), configured, e.Deployment);
        }

        // The state remembers what an archived event told.
        var state = DeploymentStreams.ReadComponent(head);
        foreach (var mark in new[] { state.LastConfiguration, state.Current?.Configuration }.OfType<ConfigurationMark>().Where(mark => !found.ContainsKey(mark.Number)))
            found[mark.Number] = new ComponentConfiguration(mark.Number, mark.Content, mark.Document, false);
        if (state.Current is { Configuration.Number: var number } && found.TryGetValue(number, out var current))
            found[number] = current with { Current = true };
        return new ComponentConfigurations(component.Plan, component.Environment, component.Component, [.. found.Values.Reverse()])
        {
            ArchivedIn = first is 1 ? null : (await archive.ListAsync(cancellationToken)).MaxBy(range => range.Last)?.File,
        };
    }

    /// <summary>The document of one; null when its text is gone.</summary>
    public Task<ReadOnlyMemory<byte>?> DocumentAsync(ComponentConfiguration configuration, CancellationToken cancellationToken) =>
        documents.GetAsync(configuration.Document, cancellationToken);

    /// <summary>The component of that plan and environment that was probably meant; null when none is near.</summary>
    public async Task<string?> NearAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        var known = new List<string>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(component.Environment, component.Plan), cancellationToken))
            known.Add(Streams.ComponentOf(head.Stream).Component);
        return Suggestion.Nearest(component.Component, known);
    }

    private static ComponentConfiguration Later(ComponentConfiguration? known, RolloutConfigured e, string? deployment) =>
        new(e.Configuration.Number, e.Configuration.Content, e.Configuration.Document, false)
        {
            Since = known?.Since ?? e.At,
            Deployment = known is null ? deployment : known.Deployment,
            Revision = e.Revision,
        };
}
