namespace Lumina.Journal.Writing;

/// <summary>Tells all who wait that something was committed.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Tells commits that this signal was raised for from those of other writers on the same database.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>Ends with the next commit. Take it before reading, so that no commit falls between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
