using System.Runtime.CompilerServices;
using Lumina.Api;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Planning.Changes;

namespace Lumina.Host.Views;

/// <summary>Deployments, read from the journal.</summary>
internal sealed class DeploymentHistories(IJournal journal, IDocumentStore documents, TimeProvider time)
{
    /// <summary>Newest first.</summary>
    public async Task<DeploymentSummary[]> ListAsync(string? plan, string? environment, int limit, CancellationToken cancellationToken)
    {
        var found = new List<DeploymentState>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.DeploymentPrefix, cancellationToken))
        {
            var state = DeploymentStreams.ReadDeployment(head);
            if ((plan is null || state.Intent.Plan == plan) && (environment is null || state.Intent.Environment == environment))
                found.Add(state);
        }
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
        var history = new DeploymentHistory(time);
        await foreach (var e in EventsAsync(id, cancellationToken))
            history.Take(e);
        var document = await documents.GetAsync(state.ChangeDigest, cancellationToken);
        return new DeploymentDetail(
            DeploymentHistory.Summary(history.State ?? state, time.GetUtcNow()),
            history.Results(document is { } changes ? ChangeSetJson.Read(changes.Span) : null));
    }

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
