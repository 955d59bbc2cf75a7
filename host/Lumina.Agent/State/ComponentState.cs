using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Targets.Process;

namespace Lumina.Agent.State;

/// <summary>What is wanted of a component: written before it is acted on, so that a successor goes on from here.</summary>
internal sealed record ComponentState
{
    /// <summary>How many operations are remembered. A caller repeats its last one, not one of hundreds ago.</summary>
    internal const int RememberedOperations = 64;

    public required ComponentKey Component { get; init; }

    /// <summary>False before the first instance was wanted and after it was taken away. What is left then is the fence.</summary>
    public bool Exists { get; init; }

    /// <summary>The highest fence seen.</summary>
    public long Fence { get; init; }

    public ImmutableArray<WantedRevision> Revisions { get; init; } = [];

    /// <summary>The revision whose contents were given with its preparation: they are kept although none of it may be wanted yet.</summary>
    public int? Prepared { get; init; }

    public TrafficSplit? Traffic { get; init; }

    /// <summary>Where it is served: kept while no revision is wanted, so that the address stays.</summary>
    public ImmutableArray<int> Ports { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableArray<AnsweredOperation> Operations { get; init; } = [];

    /// <summary>The answer that an operation gets without being carried out; null when it is to be.</summary>
    public CommandAnswer? AnswerBefore(Operation operation)
    {
        if (Operations.LastOrDefault(known => known.Id == operation.Id) is { } same)
            return same.Answer;
        return operation.Fence < Fence
            ? new CommandAnswer(
                TargetOutcome.Fenced, $"fence {operation.Fence} of {operation.Id} is older than {Fence}, which {Component} has seen")
            : null;
    }

    /// <summary>Remembers how an operation came out.</summary>
    public ComponentState Answered(Operation operation, CommandAnswer answer) => this with
    {
        Fence = Math.Max(Fence, operation.Fence),
        Operations =
        [
            .. Operations.Skip(Operations.Length + 1 - RememberedOperations), new AnsweredOperation(operation.Id, answer),
        ],
    };

    public WantedRevision? Find(int revision) => Revisions.FirstOrDefault(wanted => wanted.Revision.Number == revision);
}

/// <param name="Revision">What to run.</param>
/// <param name="Instances">How many.</param>
internal sealed record WantedRevision(RevisionSpec Revision, int Instances);

internal sealed record AnsweredOperation(string Id, CommandAnswer Answer);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ComponentState))]
[JsonSerializable(typeof(InstanceRecord))]
[JsonSerializable(typeof(KeptContents))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>For reading: what an older agent did not write of a component gets its default, and not nothing.</summary>
    public static JsonTypeInfo<ComponentState> ReadingState => (JsonTypeInfo<ComponentState>)Reader.Options.GetTypeInfo(typeof(ComponentState));

    // A class of its own: it is made after what is generated.
    private static class Reader
    {
        public static JsonSerializerOptions Options { get; } = PlanJson.With(Default);
    }
}
