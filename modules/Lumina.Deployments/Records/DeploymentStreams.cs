using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Deployments.Alarms;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Records;

/// <summary>The streams of the two kinds of grains, and how their events and states are written.</summary>
public static class DeploymentStreams
{
    /// <summary>What is in a record of a plan is read as everywhere: what an older version didn't write has its default.</summary>
    private static readonly JsonSerializerOptions Options = PlanJson.With(RecordJson.Default);

    /// <summary>A component wants to be looked after when what stands by is to be taken down.</summary>
    internal static EventStream<ComponentState, ComponentEvent> Component(IJournal journal, string name) => new(
        journal, name, ComponentState.Initial, ComponentFold.Apply, e => e.Type, s => s.Rollout?.Deployment, s => s.Kept?.Until,
        TypeOf<ComponentState>(), TypeOf<ComponentEvent>());

    /// <summary>An open deployment wants to be woken when a host starts, whatever its state: it was due when it was made.</summary>
    internal static EventStream<DeploymentState, DeploymentRecord> Deployment(IJournal journal, string name, DeploymentState notYet) => new(
        journal, name, notYet, (state, e) => DeploymentFold.Apply(state, e) ?? notYet, e => e.Type, _ => name,
        s => s.HasEnded ? null : s.CreatedAt, TypeOf<DeploymentState>(), TypeOf<DeploymentRecord>());

    internal static EventStream<AlarmState, AlarmEvent> Alarms(IJournal journal, string name) => new(
        journal, name, AlarmState.Quiet, AlarmFold.Apply, e => e.Type, _ => null, _ => null, TypeOf<AlarmState>(), TypeOf<AlarmEvent>());

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static AlarmState ReadAlarms(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence == 0 ? AlarmState.Quiet : Read(head.State, TypeOf<AlarmState>());
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentState ReadComponent(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence == 0 ? ComponentState.Initial : Read(head.State, TypeOf<ComponentState>());
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentState ReadDeployment(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Read(head.State, TypeOf<DeploymentState>());
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentEvent ReadComponentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Data, TypeOf<ComponentEvent>());
    }

    /// <exception cref="JsonException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentRecord ReadDeploymentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Data, TypeOf<DeploymentRecord>());
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static T Read<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(utf8.Span, type) ?? throw new JsonException("null is not a " + typeof(T).Name);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ComponentState))]
[JsonSerializable(typeof(ComponentEvent))]
[JsonSerializable(typeof(AlarmState))]
[JsonSerializable(typeof(AlarmEvent))]
[JsonSerializable(typeof(DeploymentState))]
[JsonSerializable(typeof(DeploymentRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
