namespace Lumina.Cli;

/// <summary>What a run of <c>lumina</c> ends with.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The deployment failed and could not be taken back; or what was asked for did not come to its end.</summary>
    Failed = 1,

    /// <summary>The command line or the plan is wrong.</summary>
    Wrong = 2,

    /// <summary>Refused by policy.</summary>
    Refused = 3,

    /// <summary>Approval rejected or expired.</summary>
    Rejected = 4,

    /// <summary>Failed and rolled back, or cancelled and taken back.</summary>
    RolledBack = 5,

    /// <summary>No host answers.</summary>
    NoHost = 6,

    /// <summary>Conflict: a stale plan, another deployment of it, a frozen environment; or a newer deployment has overtaken this one.</summary>
    Conflict = 7,

    /// <summary>Interrupted.</summary>
    Interrupted = 130,

    /// <summary>Nobody reads standard output any more, as after <c>| head</c>; what SIGPIPE would have ended with.</summary>
    ReaderGone = 141,
}
