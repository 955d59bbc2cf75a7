using System.Net;
using Lumina.Host.Starting;

namespace Lumina.Host.Tests;

/// <summary>A membership table with silos of one host name on 127.0.0.1, at whose ports nobody listens.</summary>
internal sealed class LeftTable(params string[] silos) : IMembershipTable
{
    /// <summary>The names of those that were declared dead.</summary>
    public List<string> Buried { get; } = [];

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task<MembershipTableData> ReadAll() => Task.FromResult(new MembershipTableData(
        [.. silos.Select((name, number) => Tuple.Create(EntryOf(name, number + 1), "1"))], new TableVersion(1, "1")));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        Buried.Add(entry.SiloName);
        return Task.FromResult(entry.Status == SiloStatus.Dead);
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    private static MembershipEntry EntryOf(string name, int generation) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, FreePort.On(IPAddress.Loopback), generation),
        SiloName = name,
        HostName = Dns.GetHostName(),
        Status = SiloStatus.Active,
    };
}
