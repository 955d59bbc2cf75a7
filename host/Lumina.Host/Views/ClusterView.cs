using Lumina.Api;
using Lumina.Host.Starting;

namespace Lumina.Host.Views;

/// <summary>The silos of the cluster, as the membership table has them.</summary>
internal sealed class ClusterView(IMembershipTable table, TimeProvider time)
{
    /// <summary>Silos that died longer ago are of no interest any more.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <summary>Those that live first, each group by name.</summary>
    public async Task<SiloInfo[]> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var members = (await table.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1);
        return [.. members
            .Where(entry => entry.Status != SiloStatus.Dead || now - entry.IAmAliveTime < Remembered)
            .Select(Of)
            .OrderByDescending(silo => silo.Alive).ThenBy(silo => silo.Name, StringComparer.Ordinal)];
    }

    private static SiloInfo Of(MembershipEntry entry)
    {
        var (name, _, version) = SiloNames.Read(entry.SiloName);
        return new SiloInfo(
            name, entry.SiloAddress.Endpoint.ToString(), version, new DateTimeOffset(DateTime.SpecifyKind(entry.StartTime, DateTimeKind.Utc)),
            Word(entry.Status), entry.Status == SiloStatus.Active);
    }

    private static string Word(SiloStatus status) => status switch
    {
        SiloStatus.Created or SiloStatus.Joining => "joining",
        SiloStatus.Active => "active",
        SiloStatus.ShuttingDown or SiloStatus.Stopping => "leaving",
        _ => "dead",
    };
}
