namespace Lumina.Journal.Writing;

/// <summary>An append that waits for its transaction.</summary>
internal sealed class PendingAppend(Append append, CancellationToken cancellation)
    : TaskCompletionSource<StreamHead>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Append Append => append;

    /// <summary>Roughly how many bytes it writes.</summary>
    public int Size { get; } = append.State.Length + append.Events.Sum(added => added.Data.Length);

    /// <summary>Answers the caller when it has given up before the append was begun.</summary>
    public bool GaveUp() => cancellation.IsCancellationRequested && TrySetCanceled(cancellation);
}
