using System.Collections.Immutable;
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

    /// <summary>A component wants to be looked after when what stands by is to be taken down, and when a lease is to be made longer or given back.</summary>
    internal static EventStream<ComponentState, ComponentEvent> Component(IJournal journal, string name) => new(
        journal, name, ComponentState.Initial, (state, e) => ComponentFold.Apply(state, e) with { Format = RecordFormat.Current }, e => e.Type, s => s.Rollout?.Deployment, s => s.Due,
        ReadComponent, TypeOf<ComponentState>(), TypeOf<ComponentEvent>());

    /// <summary>An open deployment wants to be woken when a host starts, whatever its state: it was due when it was made.</summary>
    internal static EventStream<DeploymentState, DeploymentRecord> Deployment(IJournal journal, string name, DeploymentState notYet) => new(
        journal, name, notYet, (state, e) => (DeploymentFold.Apply(state, e) ?? notYet) with { Format = RecordFormat.Current }, e => e.Type, _ => name,
        s => s.HasEnded ? null : s.CreatedAt, ReadDeployment, TypeOf<DeploymentState>(), TypeOf<DeploymentRecord>());

    internal static EventStream<AlarmState, AlarmEvent> Alarms(IJournal journal, string name) => new(
        journal, name, AlarmState.Quiet, (state, e) => AlarmFold.Apply(state, e) with { Format = RecordFormat.Current }, e => e.Type, _ => null, _ => null, ReadAlarms, TypeOf<AlarmState>(), TypeOf<AlarmEvent>());

    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    public static AlarmState ReadAlarms(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence == 0 ? AlarmState.Quiet : Known(head.Stream, Read(head.Stream, head.State, TypeOf<AlarmState>()), s => s.Format);
    }

    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentState ReadComponent(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Sequence == 0 ? ComponentState.Initial : Known(head.Stream, Read(head.Stream, head.State, TypeOf<ComponentState>()), s => s.Format);
    }

    /// <summary>Of a component's state only what runs, and what is lent to it: half of the work.</summary>
    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    internal static RunningComponentState ReadRunning(StreamHead head) =>
        head.Sequence == 0 ? new RunningComponentState() : Known(head.Stream, Read(head.Stream, head.State, TypeOf<RunningComponentState>()), s => s.Format);

    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentState ReadDeployment(StreamHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Known(head.Stream, Read(head.Stream, head.State, TypeOf<DeploymentState>()), s => s.Format);
    }

    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    public static ComponentEvent ReadComponentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Stream, e.Data, TypeOf<ComponentEvent>());
    }

    /// <exception cref="UnknownRecordException">A newer program wrote it, or it is damaged.</exception>
    public static DeploymentRecord ReadDeploymentEvent(JournalEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Read(e.Stream, e.Data, TypeOf<DeploymentRecord>());
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static T Read<T>(string stream, ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8.Span, type) ?? throw new JsonException("null is not a " + typeof(T).Name);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            throw new UnknownRecordException(stream, unknown.Message, unknown);
        }
    }

    /// <summary>Members that this program does not know would be lost with its next write.</summary>
    private static T Known<T>(string stream, T state, Func<T, int> formatOf) => formatOf(state) is > RecordFormat.Current and var format
        ? throw new UnknownRecordException(stream, $"it has format {format}, and this program knows {RecordFormat.Current}.")
        : state;
}

/// <summary>The part of <see cref="ComponentState"/> that planning reads.</summary>
internal sealed record RunningComponentState
{
    public int Format { get; init; } = RecordFormat.Current;

    public LiveRevision? Current { get; init; }

    public ImmutableArray<HeldLease> Leases { get => field.IsDefault ? [] : field; init; } = [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ComponentState))]
[JsonSerializable(typeof(RunningComponentState))]
[JsonSerializable(typeof(ComponentEvent))]
[JsonSerializable(typeof(AlarmState))]
[JsonSerializable(typeof(AlarmEvent))]
[JsonSerializable(typeof(DeploymentState))]
[JsonSerializable(typeof(DeploymentRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
