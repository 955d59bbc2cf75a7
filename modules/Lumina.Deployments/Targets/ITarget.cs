using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Targets;

/// <summary>
/// A driver: turns desired revisions of components into running instances, and says what it sees. It is asked, it never decides.
/// All operations state what is wanted, return as soon as that is accepted and kept, and can be repeated: an operation
/// whose id was seen before is not done again but gets the same answer, a refusal too (a driver remembers the last 64 of a component). A command
/// with an older fence than one seen before is refused (<see cref="TargetOutcome.Fenced"/>). Failures are values; exceptions are for bugs and for
/// cancellation. tests/Lumina.Targets.Tests holds every driver to it.
/// </summary>
public interface ITarget
{
    /// <summary>The kind by which plans name it.</summary>
    string Kind { get; }

    TargetCapabilities Capabilities { get; }

    /// <summary>What is there of one component.</summary>
    Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken);

    /// <summary>What is there of all components of a plan in an environment, in one round trip.</summary>
    Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken);

    /// <summary>Makes everything ready that starting instances of a revision needs (pull, build, check that the program is there).</summary>
    Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken);

    /// <summary>Wants <paramref name="instances"/> instances of a revision, beside those of other revisions: starts what is missing,
    /// drains and stops what is too much. Zero stops the revision, and what it was given is forgotten. Contents are given whenever instances may have to be
    /// started; a driver that starts them again by itself keeps them in a way that nobody else can read.</summary>
    Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken);

    /// <summary>Says how traffic is shared between revisions.</summary>
    Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken);

    /// <summary>What its revisions have been asked and how they answered, counted since the gateway began to count.</summary>
    Task<TargetAnswer<TrafficMetrics>> ReadMetricsAsync(ComponentKey component, CancellationToken cancellationToken) =>
        Task.FromResult(new TargetAnswer<TrafficMetrics>(TargetOutcome.Failed, $"the target '{Kind}' does not measure traffic", null));

    /// <summary>What the living instances of a revision really got, told by fingerprints. For one that is just being started nothing is said yet.</summary>
    Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken) =>
        Task.FromResult(new TargetAnswer<ImmutableArray<InstanceConfiguration>>(TargetOutcome.Failed, $"the target '{Kind}' can't say what its instances got", default));

    /// <summary>The same of many components of a plan, in one round trip where the driver can. Each of them is in the answer.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="revisions">Which revision is asked for, by component.</param>
    /// <param name="key">For fingerprints.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<TargetAnswer<ImmutableArray<ComponentReadBack>>> ReadBackAllAsync(
        string environment, string plan, IReadOnlyDictionary<string, int> revisions, FingerprintKey key, CancellationToken cancellationToken) =>
        ComponentReadBack.OneByOneAsync(this, environment, plan, revisions, key, cancellationToken);

    /// <summary>Takes the component away: drains, stops all instances of all revisions and gives up its stable address.</summary>
    Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken);

    /// <summary>The newest lines that a component's instances have written, oldest first.</summary>
    /// <param name="component">The component.</param>
    /// <param name="revision">Only this revision's instances; null for all.</param>
    /// <param name="lines">How many lines at most, 1 to 10,000.</param>
    /// <param name="follow">Whether to go on with lines as they come, until cancelled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken);
}

/// <summary>What a driver can do. What it can't is refused before anything runs.</summary>
/// <param name="SplitsTraffic">Whether traffic can be weighted between revisions.</param>
/// <param name="RunsCommands">Whether components with a command and no image can run.</param>
/// <param name="RunsImages">Whether components with an image can run.</param>
public sealed record TargetCapabilities(bool SplitsTraffic, bool RunsCommands, bool RunsImages)
{
    /// <summary>Whether requests can be sent to a revision by a header or a cookie, mirrored, and kept with one revision.</summary>
    public bool RoutesRequests { get; init; }

    /// <summary>Whether it can say what its instances really got.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether instances find files at absolute paths; relative ones are had everywhere.</summary>
    public bool MountsFiles { get; init; }

    /// <summary>Whether it measures what its revisions are asked and how they answer.</summary>
    public bool MeasuresTraffic { get; init; }
}

/// <summary>A component in an environment, for ever.</summary>
public sealed record ComponentKey(string Environment, string Plan, string Component)
{
    /// <summary><c>environment/plan/component</c>.</summary>
    public override string ToString() => $"{Environment}/{Plan}/{Component}";
}

/// <summary>Names one effect, so that it is had once.</summary>
/// <param name="Id">Made of deployment, component, revision and step.</param>
/// <param name="Component">Whose.</param>
/// <param name="Fence">Grows with every step of the component; the target refuses a command with a lower one than it has seen for it.</param>
public sealed record Operation(string Id, ComponentKey Component, long Fence);

/// <summary>A numbered revision of a component.</summary>
/// <param name="Number">From 1, never used again.</param>
/// <param name="Spec">What it is.</param>
/// <param name="Directory">The folder that relative paths of its command start from.</param>
public sealed record RevisionSpec(int Number, ComponentSpec Spec, string Directory);

/// <summary>How traffic is shared. A revision without a weight has none; with <see cref="ByInstance"/> every healthy instance
/// of every listed revision gets the same share and the weights are not looked at.</summary>
/// <param name="ByInstance">Whether instances share evenly.</param>
/// <param name="Weights">Revisions and their weights, which add up to 100 unless <paramref name="ByInstance"/>.</param>
public sealed record TrafficSplit(bool ByInstance, ImmutableArray<RevisionWeight> Weights)
{
    /// <summary>Requests that go to one revision whatever the weights are; the first that fits counts.</summary>
    public ImmutableArray<TrafficMatch> Matches { get; init; } = [];

    /// <summary>Who gets a copy of requests, whose answers nobody sees; null for nobody.</summary>
    public TrafficMirror? Mirror { get; init; }

    /// <summary>Whether a client stays with the revision that it was given first, as long as that one has a weight.</summary>
    public bool Sticky { get; init; }

    /// <summary>A revision that is reachable at an address of its own, <see cref="Observation.PreviewEndpoint"/>; null for none.</summary>
    public int? Preview { get; init; }
}

/// <summary>Requests that are meant for one revision.</summary>
/// <param name="Header">A header's name; null when a cookie is meant.</param>
/// <param name="Cookie">A cookie's name; null when a header is meant.</param>
/// <param name="Value">The value that it must have; null for any.</param>
/// <param name="Revision">Where they go.</param>
public sealed record TrafficMatch(string? Header, string? Cookie, string? Value, int Revision);

/// <summary>A copy of requests.</summary>
/// <param name="Revision">Who gets it.</param>
/// <param name="Percent">Of how many of a hundred requests, 1 to 100.</param>
public sealed record TrafficMirror(int Revision, int Percent);

/// <summary>What a gateway has measured of a component.</summary>
/// <param name="Epoch">Names the run of the gateway that counts: with another one, counting has begun anew.</param>
/// <param name="At">When this was read.</param>
/// <param name="Revisions">By revision. Counts never go down within an epoch.</param>
public sealed record TrafficMetrics(string Epoch, DateTimeOffset At, ImmutableArray<RevisionMetrics> Revisions);

/// <summary>What one revision was asked and how it answered; copies by a mirror are not counted.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Requests">Requests that have ended.</param>
/// <param name="Errors">Of these, the ones that were answered with 500 or more, or not at all.</param>
/// <param name="Latency">Of all ended requests, how many took at most so long: as many as <see cref="LatencyBuckets.Bounds"/> and one
/// more for those that took longer. Each request is in one of them.</param>
/// <param name="LatencySum">How long all ended requests took together, in milliseconds.</param>
public sealed record RevisionMetrics(int Revision, long Requests, long Errors, ImmutableArray<long> Latency, double LatencySum);

/// <summary>How latencies are grouped.</summary>
public static class LatencyBuckets
{
    /// <summary>Upper bounds in milliseconds, ascending: four for each doubling, from 0.25 ms to about two minutes. A quantile that is read off
    /// them is at most 19% too large.</summary>
    public static ImmutableArray<double> Bounds { get; } = [.. Enumerable.Range(0, 77).Select(n => 0.25 * Math.Pow(2, n / 4.0))];
}

/// <summary>A revision's share of the traffic.</summary>
/// <param name="Revision">The revision's number.</param>
/// <param name="Weight">Percent of the requests, 0 to 100.</param>
public sealed record RevisionWeight(int Revision, int Weight);

/// <summary>What a driver sees of a component.</summary>
/// <param name="Component">Which.</param>
/// <param name="Endpoint">Its stable address; null when it has no port.</param>
/// <param name="Revisions">Every revision that is wanted or still has instances.</param>
/// <param name="Traffic">How traffic is shared now; null when it never was set.</param>
public sealed record Observation(
    ComponentKey Component, string? Endpoint, ImmutableArray<ObservedRevision> Revisions, TrafficSplit? Traffic)
{
    /// <summary>The address at which the revision of <see cref="TrafficSplit.Preview"/> alone answers; null when there is none.</summary>
    public string? PreviewEndpoint { get; init; }
}

/// <summary>What a driver sees of one revision.</summary>
/// <param name="Number">The revision.</param>
/// <param name="Wanted">How many instances are wanted.</param>
/// <param name="Instances">Those that exist, stopping ones included.</param>
public sealed record ObservedRevision(int Number, int Wanted, ImmutableArray<ObservedInstance> Instances);

/// <summary>Where an instance is in its life.</summary>
public enum InstancePhase
{
    /// <summary>Not yet healthy for the first time.</summary>
    Starting,

    Healthy,

    /// <summary>Was healthy, is not now.</summary>
    Unhealthy,

    /// <summary>Ended, and waits to be started again.</summary>
    Restarting,

    /// <summary>Was not healthy in time, or ends again and again: it is not expected to come up.</summary>
    Failed,

    /// <summary>Draining, or asked to stop.</summary>
    Stopping,
}

/// <summary>What a driver sees of one instance.</summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Since">Since when it is there.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="LastAnswer">What its last health check, or its end, said; null when nothing yet.</param>
/// <param name="ProcessId">The operating system's process, where there is one.</param>
public sealed record ObservedInstance(
    string Id, InstancePhase Phase, DateTimeOffset Since, int Restarts, string? LastAnswer, int? ProcessId);

/// <summary>A line that an instance has written.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Instance">By which instance.</param>
/// <param name="Text">The line, without its end.</param>
public sealed record LogLine(DateTimeOffset At, string Instance, string Text);

/// <summary>How an operation came out.</summary>
public enum TargetOutcome
{
    /// <summary>It is so, or is on its way with nothing more to do for the caller.</summary>
    Done,

    /// <summary>It can't be had; trying again won't help.</summary>
    Failed,

    /// <summary>The target could not be reached or is busy; try again.</summary>
    Unavailable,

    /// <summary>A newer command for this component was seen; the caller has been overtaken.</summary>
    Fenced,
}

/// <summary>How an operation came out, and why.</summary>
/// <param name="Outcome">How it came out.</param>
/// <param name="Reason">Why, for anything but <see cref="TargetOutcome.Done"/>.</param>
public record TargetAnswer(TargetOutcome Outcome, string? Reason)
{
    public static TargetAnswer Done { get; } = new(TargetOutcome.Done, null);

    public static TargetAnswer Failed(string reason) => new(TargetOutcome.Failed, reason);

    public static TargetAnswer Unavailable(string reason) => new(TargetOutcome.Unavailable, reason);

    public static TargetAnswer Fenced(string reason) => new(TargetOutcome.Fenced, reason);
}

/// <summary>The same, with what was asked for.</summary>
/// <param name="Outcome">How it came out.</param>
/// <param name="Reason">Why, for anything but <see cref="TargetOutcome.Done"/>.</param>
/// <param name="Value">The answer; null unless done.</param>
public sealed record TargetAnswer<T>(TargetOutcome Outcome, string? Reason, T? Value) : TargetAnswer(Outcome, Reason);
