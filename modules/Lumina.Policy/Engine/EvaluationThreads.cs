using System.Threading.Channels;

namespace Lumina.Policy.Engine;

/// <summary>Threads of their own for evaluations, so that one that doesn't come back holds up nobody. As many as that may be at work, or hang; who comes then waits for one of them.</summary>
internal sealed class EvaluationThreads
{
    private const int StackSize = 4 << 20;

    private readonly Channel<int> _free = Channel.CreateUnbounded<int>();
    private readonly TimeProvider _time;
    private readonly int _most;

    public EvaluationThreads(TimeProvider time, int most = 8)
    {
        (_time, _most) = (time, most);
        for (var place = 0; place < most; place++)
            _free.Writer.TryWrite(place);
    }

    /// <summary>How many are at work, or hang.</summary>
    public int Running => _most - _free.Reader.Count;

    /// <summary>Runs something, and waits no longer than that for a thread, and than that again for it to come back.</summary>
    /// <exception cref="TimeoutException">It has not come back in time, or no thread became free.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        var place = await TakeAsync(limit, cancellationToken);
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
                _free.Writer.TryWrite(place);
            }
        }, StackSize)
        { IsBackground = true, Name = "lumina-policy" };
        try
        {
            thread.Start();
        }
        catch
        {
            _free.Writer.TryWrite(place);
            throw;
        }

        try
        {
            return await done.Task.WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException) when (!done.Task.IsCompleted)
        {
            throw new TimeoutException($"it has not come back within {limit.TotalSeconds:0.#} s");
        }
    }

    private async Task<int> TakeAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _free.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_most} other evaluations are at work, or hang");
        }
    }
}
