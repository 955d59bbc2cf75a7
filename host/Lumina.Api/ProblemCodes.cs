namespace Lumina.Api;

/// <summary>Codes of problems that are not in a plan's text: the 7xxx group. Stable for ever.</summary>
public static class ProblemCodes
{
    /// <summary>No host answers.</summary>
    public const string NoHost = "LUM7001";

    /// <summary>The host did not start.</summary>
    public const string HostFailed = "LUM7002";

    /// <summary>The request is malformed or too large.</summary>
    public const string BadRequest = "LUM7003";

    /// <summary>The token is missing or wrong.</summary>
    public const string Unauthorized = "LUM7004";

    /// <summary>No such deployment, component or plan.</summary>
    public const string NotFound = "LUM7005";

    /// <summary>Another deployment of the plan runs in the environment.</summary>
    public const string Busy = "LUM7006";

    /// <summary>What was looked at is not what would happen now.</summary>
    public const string Stale = "LUM7007";

    /// <summary>The deployment is in a state in which this can't be done.</summary>
    public const string WrongState = "LUM7008";

    /// <summary>The store can't be written or read: disk full, no permission.</summary>
    public const string StoreUnavailable = "LUM7009";

    /// <summary>The database is damaged.</summary>
    public const string StoreCorrupt = "LUM7010";

    /// <summary>The database was made by a newer program.</summary>
    public const string StoreTooNew = "LUM7011";

    /// <summary>A target does not answer.</summary>
    public const string TargetUnavailable = "LUM7012";

    /// <summary>A file can't be read.</summary>
    public const string FileUnreadable = "LUM7013";

    /// <summary>The command line is wrong.</summary>
    public const string BadCommandLine = "LUM7014";

    /// <summary>There is nothing to take back.</summary>
    public const string NothingToRollBack = "LUM7015";

    /// <summary>Another host uses this folder.</summary>
    public const string FolderInUse = "LUM7016";

    /// <summary>The environment is frozen.</summary>
    public const string Frozen = "LUM7017";

    /// <summary>Somebody else has to agree.</summary>
    public const string NotAnApprover = "LUM7018";

    /// <summary>Policy denies it.</summary>
    public const string Denied = "LUM7019";

    /// <summary>What is to be followed was archived.</summary>
    public const string Archived = "LUM7020";

    /// <summary>Whoever answers has not shown a certificate that is trusted.</summary>
    public const string NotTrusted = "LUM7021";

    /// <summary>A token would go over the network in the open.</summary>
    public const string InTheOpen = "LUM7022";

    /// <summary>A certificate, its key or the file of an authority can't be used.</summary>
    public const string CertificateUnusable = "LUM7023";

    /// <summary>A file can't be written.</summary>
    public const string FileUnwritable = "LUM7030";

    /// <summary>A saved plan was cut short, or changed after it was saved.</summary>
    public const string SavedPlanDamaged = "LUM7031";

    /// <summary>A plan was saved by a newer program.</summary>
    public const string SavedPlanTooNew = "LUM7032";

    /// <summary>A file is no saved plan.</summary>
    public const string NoSavedPlan = "LUM7033";

    /// <summary>What is to go wrong in a rehearsal can't be read, or is of no component.</summary>
    public const string BadInjection = "LUM7050";

    /// <summary>Which version of a secret is the newest can't be found out.</summary>
    public const string SecretVersionUnknown = "LUM7170";

    /// <summary>A secret that the plan uses can't be had.</summary>
    public const string SecretMissing = "LUM7171";

    /// <summary>There is no such component, or no configuration of that number.</summary>
    public const string NoSuchConfiguration = "LUM7100";

    /// <summary>What tells of a configuration was archived.</summary>
    public const string ConfigurationArchived = "LUM7101";

    /// <summary>What running instances have got can't be found out.</summary>
    public const string ConfigurationUnread = "LUM7172";

    /// <summary>A bug.</summary>
    public const string Internal = "LUM7099";

    /// <summary>A file of sealed secrets can't be read: damaged, cut short, of a newer program, with the conflict of a merge.</summary>
    public const string SealedFileUnreadable = "LUM7120";

    /// <summary>The master key of sealed secrets is not here.</summary>
    public const string SealedKeyMissing = "LUM7121";

    /// <summary>A master key can't be trusted, or is none.</summary>
    public const string SealedKeyUnusable = "LUM7122";

    /// <summary>A sealed value does not open: it was changed, or is another one's.</summary>
    public const string SealedValueRefused = "LUM7123";

    /// <summary>There is no such sealed secret.</summary>
    public const string NoSuchSecret = "LUM7124";

    /// <summary>A value is too large to be sealed, or the file would be.</summary>
    public const string SealedTooLarge = "LUM7125";

    /// <summary>A value was written on the command line.</summary>
    public const string SecretOnCommandLine = "LUM7126";

    /// <summary>A secret can't be edited: no folder in memory, or no editor.</summary>
    public const string NowhereToEdit = "LUM7127";
}
