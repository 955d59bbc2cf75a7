using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// Which streams this silo wakes when all of them look at the same list. Silos that disagree for a moment about who is there wake something twice, or not
/// before they agree: then the set has changed, and all look again.
/// </summary>
internal sealed partial class SiloShares(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<SiloShares> logger) : BackgroundService
{
    private volatile SiloAddress[] _active = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a silo has come or gone.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>From 0 to 1, another for each silo: so that what they do from time to time is not done by all at once.</summary>
    public double Spread => (double)Hash(self.SiloAddress.ToParsableString()) / uint.MaxValue;

    /// <summary>Whether a stream is for this silo to wake. One that is alone, or knows of nobody yet, wakes all.</summary>
    public bool IsOurs(string stream)
    {
        var active = _active;
        var mine = Array.IndexOf(active, self.SiloAddress);
        return mine < 0 || Hash(stream) % (uint)active.Length == (uint)mine;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        (SiloAddress Silo, SiloStatus Status)[] known = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            // Not only who is active: what was woken at a silo that is about to go has to be woken again when it has gone.
            (SiloAddress Silo, SiloStatus Status)[] members = [.. snapshot.Members.Values.Select(m => (m.SiloAddress, m.Status)).OrderBy(m => m.SiloAddress)];
            if (members.SequenceEqual(known))
                continue;
            foreach (var (silo, _) in members.Except(known).Where(m => m.Status == SiloStatus.Dead))
                LogGone(silo);
            known = members;
            _active = [.. members.Where(m => m.Status == SiloStatus.Active).Select(m => m.Silo)];
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>FNV-1a: every silo has to come to the same, so not what .NET hashes with.</summary>
    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, letter) => unchecked((hash ^ letter) * 16_777_619u));

    [LoggerMessage(3203, LogLevel.Warning, "Silo {Silo} is dead: what it carried on goes on elsewhere")]
    private partial void LogGone(SiloAddress silo);
}
