using System.Net;
using System.Net.Sockets;
using Lumina.Host.Starting;
using Lumina.Testbed;

namespace Lumina.Host.Tests;

/// <summary>Two whole hosts on one PostgreSQL.</summary>
[Collection(HostTests.Name)]
public sealed class ClusterTests : IAsyncLifetime
{
    private static readonly string Database = PostgresServer.Shared.NewDatabase();

    private readonly RunningHost _first = new(new StoreSettings(StoreEngine.Postgres, Database, null));
    private readonly RunningHost _second = new(new StoreSettings(StoreEngine.Postgres, Database + ";Application Name=second", null));
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        await _second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task What_one_host_was_asked_for_another_tells_of()
    {
        var id = (await _first.DeployAsync(Text(30))).Deployment;

        var ended = await _second.EndOfAsync(id);

        Assert.Equal("succeeded", ended.Summary.State);
        Assert.Equal(30, ended.Components.Count);
        Assert.All(ended.Components, component => Assert.Equal("live", component.State));
    }

    [Fact]
    public async Task Each_host_knows_the_hosts_of_the_cluster()
    {
        var silos = await _second.Client.GetClusterAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, silos.Count(silo => silo is { Alive: true, State: "active" }));
        Assert.All(silos, silo => Assert.Matches(@"^\d+\.\d+\.\d+$", silo.Version));
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_is_not_let_in_by_a_silo()
    {
        var port = Convert.ToInt32(
            PostgresServer.Run(Database, "select Port from OrleansMembershipTable where Status = 3 limit 1"), System.Globalization.CultureInfo.InvariantCulture);
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = stranger.GetStream();
        var asked = new byte[32];
        await stream.ReadExactlyAsync(asked, TestContext.Current.CancellationToken);

        await stream.WriteAsync(new byte[4096], TestContext.Current.CancellationToken);

        // Closed, in order or by force, without a byte of Orleans' protocol.
        var answer = new byte[1];
        var read = 0;
        var problem = await Record.ExceptionAsync(async () => read = await stream.ReadAsync(answer, TestContext.Current.CancellationToken));
        Assert.True(problem is IOException || read == 0);
    }

    private string Text(int components) =>
        $"plan {_plan}\nenvironment development {{ target simulated }}\n"
        + string.Join('\n', Enumerable.Range(0, components).Select(i => $"component c{i} {{ command = \"run\"{(i > 2 ? $"  depends on c{i - 3}" : "")} }}"));
}
