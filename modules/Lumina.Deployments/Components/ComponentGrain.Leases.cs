using Lumina.Deployments.Configuring;
using Lumina.Journal;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Components;

/// <summary>
/// What is lent is looked after beside the rollout, which must not wait for a store. The time at which it is due is in the stream's head, from where the
/// next host takes it.
/// </summary>
internal sealed partial class ComponentGrain
{
    private static readonly TimeSpan FirstLeaseRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLeaseRetry = TimeSpan.FromMinutes(1);

    private IGrainTimer? _leaseTimer;
    private TimeSpan _leaseRetry = FirstLeaseRetry;
    private bool _tending;

    private void AwaitLeases()
    {
        if (!_tending && LeaseDuties.DueOf(Stream.State) is { } due)
            TendAfter(due - time.GetUtcNow());
    }

    private void TendAfter(TimeSpan wait)
    {
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        if (_leaseTimer is null)
            _leaseTimer = this.RegisterGrainTimer(_ => TendAsync(), new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        else
            _leaseTimer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task TendAsync()
    {
        if (_tending)
            return;
        _tending = true;
        var all = false;
        try
        {
            all = await TendDueAsync();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
        catch (JournalConflictException)
        {
            DeactivateOnIdle();
            return;
        }
        catch (JournalUnavailableException unavailable)
        {
            LogStoreUnavailable(Key, unavailable.Message);
            if (unavailable.MayBeWritten)
                return;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            LogUnexpected(bug, Key);
        }
        finally
        {
            _tending = false;
        }
        _leaseRetry = all ? FirstLeaseRetry : _leaseRetry * 2 < LongestLeaseRetry ? _leaseRetry * 2 : LongestLeaseRetry;
        if (all)
            AwaitLeases();
        else
            TendAfter(_leaseRetry);
        LeaveWhenDone();
    }

    /// <summary>Whether everything that was due was done.</summary>
    private async Task<bool> TendDueAsync()
    {
        var all = true;
        foreach (var lease in Stream.State.Leases)
        {
            if (LeaseDuties.DueOf(Stream.State, lease) is not { } due || due > time.GetUtcNow())
                continue;
            var isNeeded = LeaseDuties.IsNeeded(Stream.State, lease);
            if (await leases.TendAsync(Key, lease, isNeeded, _ending.Token) is not { } happened)
            {
                all = false;
                LogLeaseLate(Key, lease.Secret.Place());
                continue;
            }
            await RecordAsync(state => state.Leases.Contains(lease) ? [happened] : []);
        }
        return all;
    }

    [LoggerMessage(3005, LogLevel.Warning, "{Component}: the store of {Secret} does not answer about a lease; it is asked again")]
    private partial void LogLeaseLate(Targets.ComponentKey component, string secret);
}
