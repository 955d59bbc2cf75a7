namespace Lumina.Journal.Writing;

/// <summary>
/// The connection was lost while a batch was being committed. Whether it was can be told from the journal: the hash of the batch's last event
/// is there, at its position, exactly when all of the batch is.
/// </summary>
internal sealed class OutcomeUnknownException(long position, byte[] hash, List<Outcome> outcomes, Exception inner)
    : Exception("The connection to the database was lost in the middle of a commit.", inner)
{
    /// <summary>Of the batch's last event.</summary>
    public long Position { get; } = position;

    /// <summary>Of the batch's last event.</summary>
    public byte[] Hash { get; } = hash;

    /// <summary>What became of each append if the batch was committed.</summary>
    public List<Outcome> Outcomes { get; } = outcomes;
}
