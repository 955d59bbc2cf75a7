using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lumina.Host.Starting;
using Lumina.Testbed;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Host.Tests;

/// <summary>Hosts that died all at once do not keep the next one waiting.</summary>
[Collection(HostTests.Name)]
public sealed class GoneSilosTests
{
    private const int Active = 3, Dead = 6;

    [Fact]
    public async Task A_silo_that_died_on_this_machine_is_declared_dead_before_the_next_one_joins()
    {
        var database = PostgresServer.Shared.NewDatabase();
        await using (var first = new RunningHost(new StoreSettings(StoreEngine.Postgres, database, null)))
            await first.InitializeAsync();
        // As kill -9 would have left the table, a moment ago.
        Leave(database, FreePort.On(IPAddress.Loopback));

        await using var second = new RunningHost(new StoreSettings(StoreEngine.Postgres, database, null));
        await second.InitializeAsync();

        Assert.Equal(Dead, Convert.ToInt32(
            PostgresServer.Run(database, "select Status from OrleansMembershipTable where SiloName like 'left#%'"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Nobody_who_listens_is_gone_even_when_he_does_not_answer()
    {
        using var frozen = new TcpListener(IPAddress.Loopback, 0);
        frozen.Start();

        Assert.False(await GoneSilos.IsGoneAsync((IPEndPoint)frozen.LocalEndpoint, TestContext.Current.CancellationToken));
        Assert.True(await GoneSilos.IsGoneAsync(new(IPAddress.Loopback, FreePort.On(IPAddress.Loopback)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_another_machine_nothing_is_known() =>
        Assert.False(await GoneSilos.IsGoneAsync(new(IPAddress.Parse("192.0.2.1"), 1), TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_machine_of_the_same_name_and_address_is_another_one()
    {
        var (ours, theirs, older) = (SiloNames.Of("left", MachineMark.Own, "0.0.0"), SiloNames.Of("left", MachineMark.Of("another boot", "net:[1]"), "0.0.0"), "left@0.0.0");
        var table = new LeftTable(ours, theirs, older);

        await new GoneSilos(table, NullLogger<GoneSilos>.Instance).BuryAsync(TestContext.Current.CancellationToken);

        Assert.Equal([ours], table.Buried);
    }

    [Fact]
    public void What_stands_in_a_name_can_be_read_from_it()
    {
        Assert.Equal(("web-1-4711", "a1b2", "1.2.3"), SiloNames.Read(SiloNames.Of("web-1-4711", "a1b2", "1.2.3")));
        Assert.Equal(("web-1-4711", null, "1.2.3"), SiloNames.Read("web-1-4711@1.2.3"));
        Assert.Equal(("web-1-4711", null, ""), SiloNames.Read("web-1-4711"));
        Assert.True(GoneSilos.IsOfThisMachine(SiloNames.Own()));
        Assert.NotEqual(MachineMark.Of("boot", "net:[1]"), MachineMark.Of("boot", "net:[2]"));
    }

    private static void Leave(string database, int port) => PostgresServer.Run(
        database,
        string.Create(CultureInfo.InvariantCulture, $"""
            insert into OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
            values ('lumina', '127.0.0.1', {port}, 1, '{SiloNames.Of("left", MachineMark.Own, "0.0.0")}', '{Dns.GetHostName()}', {Active}, 0, now(), now())
            """));
}
