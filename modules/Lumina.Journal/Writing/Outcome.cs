namespace Lumina.Journal.Writing;

/// <summary>What became of an append: a new head, or the reason why not.</summary>
internal readonly record struct Outcome(StreamHead? Head, Exception? Failure)
{
    public void Tell(PendingAppend pending)
    {
        if (Head is not null)
            pending.TrySetResult(Head);
        else if (Failure is not null)
            pending.TrySetException(Failure);
    }
}
