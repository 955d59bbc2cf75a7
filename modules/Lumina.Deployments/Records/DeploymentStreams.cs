using System.Text.Json;
using System.Text.Json.Serialization;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;

namespace Lumina.Deployments.Records;

/// <summary>The streams of the two kinds of grains, and how their events and states are written.</summary>
public static class DeploymentStreams
{
    internal static EventStream<ComponentState, ComponentEvent> Component(IJournal journal, string name) => new(
        journal, name, ComponentState.Initial, ComponentFold.Apply, e => e.Type, s => s.Rollout?.Deployment, _ => null,
        RecordJson.Default.ComponentState, RecordJson.Default.ComponentEvent);

    /// <summary>An open deployment wants to be woken when a host starts, whatever its state: it was due when it was made.</summary>
    internal static EventStream<DeploymentState, DeploymentRecord> Deployment(IJournal journal, string name, DeploymentState notYet) => new(
        journal, name, notYet, (state, e) => DeploymentFold.Apply(state, e) ?? notYet, e => e.Type, _ => name,
        s => s.HasEnded ? null : s.CreatedAt, RecordJson.Default.DeploymentState, RecordJson.Default.DeploymentRecord);

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentState ReadComponent(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence == 0 ? ComponentState.Initial : Read(head.State, RecordJson.Default.ComponentState);
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentState ReadDeployment(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Read(head.State, RecordJson.Default.DeploymentState);
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentEvent ReadComponentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Data, RecordJson.Default.ComponentEvent);
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentRecord ReadDeploymentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Data, RecordJson.Default.DeploymentRecord);
    }

    private static T Read<T>(ReadOnlyMemory<byte> utf8, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(utf8.Span, type) ?? throw new JsonException("null is not a " + typeof(T).Name);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ComponentState))]
[JsonSerializable(typeof(ComponentEvent))]
[JsonSerializable(typeof(DeploymentState))]
[JsonSerializable(typeof(DeploymentRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
