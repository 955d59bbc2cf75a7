using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Planning.Changes;
using Lumina.Robustness.Agent;
using Lumina.Robustness.Load;

namespace Lumina.Robustness.Checking;

/// <summary>An event of a component.</summary>
internal sealed record ComponentHappened(long Position, ComponentKey Component, string? Deployment, ComponentEvent Event);

/// <summary>An event of a deployment.</summary>
internal sealed record DeploymentHappened(long Position, string Deployment, DeploymentRecord Event);

/// <summary>All that is known when everything has stopped: what the journal has, what clients were told, what the agent did and has.</summary>
internal sealed record History
{
    public ImmutableArray<DeploymentHappened> Deployments { get; init; } = [];

    public ImmutableArray<ComponentHappened> Components { get; init; } = [];

    /// <summary>What each deployment that began was to do.</summary>
    public ImmutableDictionary<string, ChangeSet> Changes { get; init; } = ImmutableDictionary<string, ChangeSet>.Empty;

    /// <summary>The kept state of each component.</summary>
    public ImmutableDictionary<ComponentKey, ComponentState> States { get; init; } = ImmutableDictionary<ComponentKey, ComponentState>.Empty;

    public JournalVerification Verification { get; init; } = new(0, null, null);

    public ImmutableArray<Accepted> Accepted { get; init; } = [];

    public ImmutableArray<SeenEvent> Seen { get; init; } = [];

    public ImmutableArray<string> Contradictions { get; init; } = [];

    public ImmutableArray<Effect> Effects { get; init; } = [];

    public ImmutableArray<Observation> Running { get; init; } = [];

    /// <summary>The journal's side of it.</summary>
    public static async Task<History> ReadAsync(IJournal journal, IDocumentStore documents, CancellationToken cancellationToken)
    {
        var deployments = ImmutableArray.CreateBuilder<DeploymentHappened>();
        var components = ImmutableArray.CreateBuilder<ComponentHappened>();
        var after = 0L;
        var last = await journal.ReadPositionAsync(cancellationToken);
        while (after < last)
        {
            await foreach (var happened in journal.ReadAsync(new JournalQuery(after), cancellationToken))
            {
                after = happened.Position;
                if (happened.Stream.StartsWith(Streams.DeploymentPrefix, StringComparison.Ordinal))
                    deployments.Add(new(happened.Position, happened.Stream, DeploymentStreams.ReadDeploymentEvent(happened)));
                else if (happened.Stream.StartsWith(Streams.ComponentPrefix, StringComparison.Ordinal))
                    components.Add(new(happened.Position, Streams.ComponentOf(happened.Stream), happened.Deployment, DeploymentStreams.ReadComponentEvent(happened)));
            }
        }

        var changes = ImmutableDictionary.CreateBuilder<string, ChangeSet>();
        foreach (var started in deployments.Where(d => d.Event is DeploymentStarted))
        {
            if (await documents.GetAsync(((DeploymentStarted)started.Event).ChangeDigest, cancellationToken) is { } document)
                changes[started.Deployment] = ChangeSetJson.Read(document.Span);
        }

        var states = ImmutableDictionary.CreateBuilder<ComponentKey, ComponentState>();
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentPrefix, cancellationToken))
            states[Streams.ComponentOf(head.Stream)] = DeploymentStreams.ReadComponent(head with { State = AsOurs(head.State) });
        return new History
        {
            Deployments = deployments.ToImmutable(),
            Components = components.ToImmutable(),
            Changes = changes.ToImmutable(),
            States = states.ToImmutable(),
            Verification = await journal.VerifyAsync(cancellationToken),
        };
    }

    /// <summary>What the next program of a test has written is the same under a higher number.</summary>
    private static ReadOnlyMemory<byte> AsOurs(ReadOnlyMemory<byte> state)
    {
        var json = JsonNode.Parse(state.Span)?.AsObject() ?? throw new JsonException("null is no state");
        json["format"] = RecordFormat.Current;
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }
}
