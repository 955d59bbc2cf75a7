namespace Lumina.Policy.Engine;

/// <summary>Threads of their own for evaluations, so that one that doesn't come back holds up nobody. As many as that may hang; then nothing is begun any more.</summary>
internal sealed class EvaluationThreads(TimeProvider time, int most = 8)
{
    private const int StackSize = 4 << 20;

    private int _running;

    /// <summary>How many are at work, or hang.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs something, and waits for it no longer than that.</summary>
    /// <exception cref="TimeoutException">It has not come back in time, or too many others haven't.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) > most)
        {
            Interlocked.Decrement(ref _running);
            throw new TimeoutException($"{most} other evaluations are at work, or hang");
        }

        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.TrySetResult(work());
            }
#pragma warning disable CA1031 // Goes on to whoever waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.TrySetException(e);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }, StackSize)
        { IsBackground = true, Name = "lumina-policy" };
        thread.Start();
        try
        {
            return await done.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException) when (!done.Task.IsCompleted)
        {
            throw new TimeoutException($"it has not come back within {limit.TotalSeconds:0.#} s");
        }
    }
}
