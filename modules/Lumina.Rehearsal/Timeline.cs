using System.Collections.Immutable;

namespace Lumina.Rehearsal;

/// <summary>How a rehearsed deployment came out, and what happened when. All times count from its beginning.</summary>
public sealed record Timeline
{
    public required string Plan { get; init; }

    public required string Environment { get; init; }

    public required RehearsalOutcome Outcome { get; init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the deployment took, or had taken when the rehearsal was ended.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>In the order in which it happened.</summary>
    public required ImmutableArray<TimelineEntry> Entries { get; init; }

    /// <summary>The components that change, in the order in which they began.</summary>
    public required ImmutableArray<ComponentTrack> Components { get; init; }

    /// <summary>What was noticed, in the order in which it was.</summary>
    public required ImmutableArray<Noticed> Noticed { get; init; }

    /// <summary>What a reader has to know: what was assumed, what was left out.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>How many looks at components it took: what it cost.</summary>
    public long Looks { get; init; }
}

/// <summary>How a rehearsed deployment came out.</summary>
public enum RehearsalOutcome
{
    Succeeded,

    /// <summary>It failed, and what ran before runs again.</summary>
    RolledBack,

    /// <summary>It failed, and could not be taken back wholly.</summary>
    Failed,

    /// <summary>It stands at a gate, as was wanted.</summary>
    Held,

    /// <summary>A step's time is over and its checks say neither yes nor no: it would stand there until a person decides.</summary>
    Waiting,

    /// <summary>It was ended at a bound of rehearsals.</summary>
    Unfinished,
}

/// <summary>One thing that happened.</summary>
/// <param name="At">When.</param>
/// <param name="Component">To which component; null for the deployment.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">The same for a person, in one line.</param>
public sealed record TimelineEntry(TimeSpan At, string? Component, EntryKind Kind, string Text)
{
    /// <summary>The step it was at, from 1; 0 before the first.</summary>
    public int Step { get; init; }

    public int Steps { get; init; }

    /// <summary>How the component was when it happened.</summary>
    public Sample? Sample { get; init; }

    /// <summary>By what it was noticed; null where there is nothing to show.</summary>
    public string? Evidence { get; init; }
}

/// <summary>Kinds of things that happen.</summary>
public enum EntryKind
{
    Begins,
    Step,

    /// <summary>All that the step brings is in place.</summary>
    Held,

    /// <summary>It has come to a gate.</summary>
    Gate,

    /// <summary>The rehearsal has agreed in a person's place.</summary>
    Agreed,
    Verified,

    /// <summary>Something goes wrong on purpose from now on.</summary>
    Injected,

    /// <summary>What went wrong on purpose has stopped.</summary>
    Healed,

    /// <summary>It was noticed that the new revision will not do.</summary>
    Noticed,
    TakenBack,

    /// <summary>All the traffic is on the revision before again.</summary>
    TrafficBack,
    Restored,
    NotRestored,
    Live,
    Removed,

    /// <summary>The instances that stood by are gone.</summary>
    Released,

    /// <summary>It waits until a person decides.</summary>
    Waits,
    Ended,
}

/// <summary>How a component was from one moment on.</summary>
/// <param name="At">The moment.</param>
/// <param name="NewPercent">The new revision's share of the traffic; of the instances where it takes no requests.</param>
/// <param name="OldPercent">That of the one before; together less than 100 when nobody answers.</param>
/// <param name="NewReady">Healthy instances of the new revision.</param>
/// <param name="NewInstances">All of them, those on their way out left out.</param>
/// <param name="OldReady">Healthy instances of the revision before.</param>
/// <param name="OldInstances">All of them, those on their way out left out.</param>
public sealed record Sample(TimeSpan At, double NewPercent, double OldPercent, int NewReady, int NewInstances, int OldReady, int OldInstances);

/// <summary>One component's way.</summary>
/// <param name="Name">The component.</param>
/// <param name="Action"><c>create, update, restart, remove</c>.</param>
/// <param name="Strategy"><c>rolling, recreate, blue-green, canary</c>; null for a removal.</param>
/// <param name="FromVersion">What ran before.</param>
/// <param name="ToVersion">What it was to become.</param>
/// <param name="HasTraffic">Whether it takes requests.</param>
/// <param name="Samples">How it was, moment by moment, each time that something was different.</param>
public sealed record ComponentTrack(
    string Name, string Action, string? Strategy, string? FromVersion, string? ToVersion, bool HasTraffic, ImmutableArray<Sample> Samples);

/// <summary>Something that was noticed.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="At">When.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Evidence">What was measured or seen; null for nothing more.</param>
public sealed record Noticed(string Component, TimeSpan At, string Reason, string? Evidence)
{
    /// <summary>Since when it was wrong on purpose; null when nothing was injected into this component.</summary>
    public TimeSpan? InjectedAt { get; init; }

    /// <summary>When all the traffic was on what ran before again; null when it never was, or there was nothing before.</summary>
    public TimeSpan? TrafficBackAt { get; init; }
}
