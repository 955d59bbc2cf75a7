using System.Runtime.CompilerServices;
using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Planning.Changes;

namespace Lumina.Host.Views;

/// <summary>Deployments, read from the journal.</summary>
internal sealed class DeploymentHistories(IJournal journal, IDocumentStore documents, JournalArchive archive, TimeProvider time)
{
    /// <summary>Whoever looks at a deployment is not to wait for thousands of steps.</summary>
    private const int MostChecks = 100;

    /// <summary>Newest first; of one component, those that changed it or tried to, as far as they are not archived.</summary>
    public async Task<DeploymentSummary[]> ListAsync(
        string? plan, string? environment, string? component, int limit, CancellationToken cancellationToken)
    {
        var found = new List<DeploymentState>();
        if (component is not null)
        {
            foreach (var id in await OfComponentAsync(plan, environment, component, cancellationToken))
            {
                if (await FindAsync(id, cancellationToken) is { } state)
                    found.Add(state);
            }

            return Newest(found, limit);
        }

        await foreach (var head in journal.ReadHeadsAsync(Streams.DeploymentPrefix, cancellationToken))
        {
            var state = DeploymentStreams.ReadDeployment(head);
            if ((plan is null || state.Intent.Plan == plan) && (environment is null || state.Intent.Environment == environment))
                found.Add(state);
        }
        return Newest(found, limit);
    }

    /// <summary>The deployments that events of a component's streams belong to: read by stream, so what it costs is the component's own history.</summary>
    private async Task<HashSet<string>> OfComponentAsync(string? plan, string? environment, string component, CancellationToken cancellationToken)
    {
        var prefix = environment is null ? Streams.ComponentPrefix
            : plan is null ? $"{Streams.ComponentPrefix}{environment}/"
            : Streams.Of(new(environment, plan, component));
        var deployments = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var head in journal.ReadHeadsAsync(prefix, cancellationToken))
        {
            var key = Streams.ComponentOf(head.Stream);
            if (key.Component != component || (plan is not null && key.Plan != plan))
                continue;
            await foreach (var e in journal.ReadToEndAsync(new JournalQuery(Stream: head.Stream), cancellationToken))
            {
                if (e.Deployment is { } deployment)
                    deployments.Add(deployment);
            }
        }

        return deployments;
    }

    private DeploymentSummary[] Newest(IEnumerable<DeploymentState> found, int limit)
    {
        var now = time.GetUtcNow();
        return [.. found.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id, StringComparer.Ordinal).Take(limit).Select(s => DeploymentHistory.Summary(s, now))];
    }

    /// <summary>The state of one; null when there is none of that id.</summary>
    public async Task<DeploymentState?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!id.StartsWith(Streams.DeploymentPrefix, StringComparison.Ordinal))
            return null;
        var head = await journal.ReadHeadAsync(id, cancellationToken);
        return head.Sequence == 0 ? null : DeploymentStreams.ReadDeployment(head);
    }

    public async Task<DeploymentDetail?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } state)
            return null;
        if (state.HasEnded && await archive.FindAsync(id, cancellationToken) is { } archived)
            return new DeploymentDetail(DeploymentHistory.Summary(state, time.GetUtcNow()), []) { ArchivedIn = archived.File };
        var history = new DeploymentHistory(time);
        await foreach (var e in EventsAsync(id, cancellationToken))
            history.Take(e);
        var document = await documents.GetAsync(state.ChangeDigest, cancellationToken);
        return new DeploymentDetail(
            DeploymentHistory.Summary(history.State ?? state, time.GetUtcNow()),
            history.Results(document is { } changes ? ChangeSetJson.Read(changes.Span) : null))
        {
            Checks = await history.Checks.ReadAsync(documents, MostChecks, silent: false, cancellationToken) is { Count: > 0 } checks ? checks : null,
        };
    }

    /// <summary>All that policy was asked about one; null when there is none of that id.</summary>
    public async Task<DeploymentDecisions?> DecisionsAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is null)
            return null;
        var history = new DeploymentHistory(time);
        await foreach (var e in EventsAsync(id, cancellationToken))
            history.Take(e);
        return new DeploymentDecisions(id, await history.Checks.ReadAsync(documents, int.MaxValue, silent: true, cancellationToken));
    }

    /// <summary>The archive that the events of a deployment are in; null when they are not archived.</summary>
    public Task<ArchivedRange?> ArchiveOfAsync(string id, CancellationToken cancellationToken) => archive.FindAsync(id, cancellationToken);

    /// <summary>What has happened after a position; when following, until the deployment has ended.</summary>
    public async IAsyncEnumerable<DeploymentEvent> FollowAsync(
        string id, long after, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var history = new DeploymentHistory(time);
        var events = follow ? journal.FollowAsync(new JournalQuery(Deployment: id, Limit: 1_000), cancellationToken) : EventsAsync(id, cancellationToken);
        await foreach (var e in events)
        {
            var shown = history.Take(e);
            if (e.Position > after)
                yield return shown;
            if (follow && history.State is { HasEnded: true })
                yield break;
        }
    }

    private IAsyncEnumerable<JournalEvent> EventsAsync(string id, CancellationToken cancellationToken) =>
        journal.ReadToEndAsync(new JournalQuery(Deployment: id), cancellationToken);
}
