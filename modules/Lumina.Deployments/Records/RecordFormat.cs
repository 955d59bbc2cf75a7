namespace Lumina.Deployments.Records;

/// <summary>
/// The form of events and states. It is raised with anything that an older program must not write over: a new kind of event, a new member of a state.
/// The grains' interfaces carry it as their version, so that in a cluster of two programs grains are had by the newer one.
/// </summary>
public static class RecordFormat
{
    /// <summary>What this program reads and writes. States from before they were counted have none, and are read as the first.
    /// 2: what policy decided, and people who have to agree; a door for each plan.
    /// 3: what instances are configured with, and what stores of secrets have lent.</summary>
#if LUMINA_NEXT_RECORD
    public const ushort Current = Released + 1;
#else
    public const ushort Current = Released;
#endif

    /// <summary>The form of this program; a build for tests is one ahead of it.</summary>
    private const ushort Released = 3;
}

/// <summary>A record that this program does not know: a newer one wrote it, or it is damaged. Whoever meets it must leave it alone.</summary>
[GenerateSerializer]
public sealed class UnknownRecordException : Exception
{
    public UnknownRecordException(string stream, string found, Exception? inner = null)
        : base($"A newer program wrote {stream}, or it is damaged: {found} A host of the newer program goes on with it.", inner)
    {
    }
}
