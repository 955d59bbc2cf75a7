namespace Lumina.Journal.Writing;

/// <summary>Tells all who wait that something was committed.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Ends with the next commit. Take it before reading, so that no commit falls between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
