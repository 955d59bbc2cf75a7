namespace Lumina.Examples.Service;

/// <summary>The orders of a <see cref="Misbehaviour"/> being carried out.</summary>
internal sealed class OngoingMisbehaviour
{
    private readonly Misbehaviour _orders;
    private readonly TimeProvider _time;
    private readonly ServiceLog _log;
    private readonly long _start;
    private long _requests;
    private int _healthFails;

    public OngoingMisbehaviour(Misbehaviour orders, TimeProvider time, ServiceLog log)
    {
        (_orders, _time, _log, _start) = (orders, time, log, time.GetTimestamp());
        if (orders.CrashAfter is { } after)
            _ = CrashAsync(after);
    }

    /// <summary>Why /health fails now; null when it does not.</summary>
    public string? HealthFailure()
    {
        if (_orders.FailHealthAfter is not { } after || _time.GetElapsedTime(_start) < after)
            return null;
        var reason = $"told to fail health after {after.TotalSeconds:0.###}s";
        if (Interlocked.Exchange(ref _healthFails, 1) is 0)
            _log.Write($"/health fails from now on: {reason}");
        return reason;
    }

    /// <summary>What a failing health answer tells of a secret; empty when there is none to tell.</summary>
    public string Leaked() => _orders.Leak is { } name && Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? $"; the secret is {value}" : "";

    /// <summary>Holds a request back.</summary>
    public Task DelayAsync(CancellationToken cancellationToken) =>
        _orders.Latency > TimeSpan.Zero ? Task.Delay(_orders.Latency, _time, cancellationToken) : Task.CompletedTask;

    /// <summary>Whether the next request is one of those to fail. Evenly spread and without chance: with 20% it is each fifth.</summary>
    public bool FailsNextRequest()
    {
        var number = Interlocked.Increment(ref _requests);
        return decimal.Floor(number * _orders.ErrorRate) > decimal.Floor((number - 1) * _orders.ErrorRate);
    }

    private async Task CrashAsync(TimeSpan after)
    {
        await Task.Delay(after, _time);
        _log.Write($"crashes: told to after {after.TotalSeconds:0.###}s");
        Environment.Exit(70);
    }
}
