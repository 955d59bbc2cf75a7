namespace Lumina.Robustness.Faults;

/// <summary>What can go wrong.</summary>
internal enum Fault
{
    KillOne,
    KillAll,

    /// <summary>Each host dies, should it come there, when it is about to ask the target for something that is recorded.</summary>
    DieBeforeEffect,

    /// <summary>… when the target has done something and that is not recorded.</summary>
    DieAfterEffect,

    /// <summary>… while events are written.</summary>
    DieInAppend,

    /// <summary>… when events are written and not acted on.</summary>
    DieAfterAppend,

    /// <summary>A host is stopped for longer than the others wait for it, and comes back.</summary>
    Zombie,

    DatabaseCrashes,
    DatabaseDown,

    /// <summary>The disk of the database has no room, for data or for what it logs ahead; it may end by that.</summary>
    DatabaseFull,

    /// <summary>The database commits, and its answer is lost.</summary>
    CommitsCut,

    /// <summary>The server ends all connections.</summary>
    BackendsTerminated,

    CutOffFromDatabase,
    CutOffFromSilos,

    /// <summary>Packets between a host and the others vanish, without a word to either.</summary>
    PacketsToSilosLost,

    /// <summary>Packets between a host and all that is outside of the cluster, database and agent, vanish.</summary>
    PacketsOutLost,

    /// <summary>A host's date is an hour ahead for a while.</summary>
    ClockAhead,

    /// <summary>A host's date is an hour behind for a while.</summary>
    ClockBehind,

    AgentFails,
    AgentHangs,
    AgentSilent,
}

/// <summary>How long faults last, and the peace between them.</summary>
internal sealed record FaultLengths(TimeSpan Zombie, TimeSpan Outage, TimeSpan Clock, TimeSpan Agent, TimeSpan Between)
{
    /// <summary>Scaled to what a few minutes bear; a zombie is away for longer than the hosts wait, with probes of a second.</summary>
    public static FaultLengths Short { get; } = new(
        TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3));

    public static FaultLengths Full { get; } = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10));
}
