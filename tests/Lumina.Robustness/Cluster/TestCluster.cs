using System.Globalization;
using System.Net;
using Lumina.Api;
using Lumina.Robustness.Agent;
using Lumina.Testbed;

namespace Lumina.Robustness.Cluster;

/// <summary>Three hosts on one PostgreSQL of their own, each behind a line that can be cut, and one agent for all.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const int Size = 3;

    /// <summary>Room for half an hour of deployments; memory is taken only for what is written.</summary>
    private const int DiskMegabytes = 2_000;

    private readonly string _folder;
    private HostNetworks? _networks;

    private TestCluster(string folder, PostgresServer server, string database, SimulatedAgent agent, IReadOnlyList<DatabaseLine> lines, IReadOnlyList<HostProcess> hosts)
    {
        _folder = folder;
        (Server, Database, Agent, Lines, Hosts) = (server, database, agent, lines, hosts);
    }

    public PostgresServer Server { get; }

    /// <summary>The way to the database that is never cut.</summary>
    public string Database { get; }

    public SimulatedAgent Agent { get; }

    public IReadOnlyList<DatabaseLine> Lines { get; }

    public IReadOnlyList<HostProcess> Hosts { get; }

    /// <summary>Why hosts have no networks of their own; null when they have.</summary>
    public string? NoNetworks { get; private init; }

    /// <summary>Where the hosts' logs are; kept when something was wrong.</summary>
    public string Folder => _folder;

    /// <param name="probe">How long a probe between silos may take; null for the product's.</param>
    /// <param name="cancellationToken">Ends the wait for the hosts.</param>
    public static async Task<TestCluster> StartAsync(TimeSpan? probe, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-robustness-").FullName;
        var server = PostgresServer.Start(DiskMegabytes);
        var database = server.NewDatabase();
        var networks = HostNetworks.TryLay(Size, out var noNetworks);
        // Whoever has a network of its own comes from outside of this machine.
        var from = networks is null ? IPAddress.Loopback : IPAddress.Any;
        var agent = await SimulatedAgent.StartAsync(from);
        var lines = Enumerable.Range(0, Size).Select(_ => new DatabaseLine(from, DatabaseLine.To(server.Port))).ToArray();
        var hosts = lines.Select((line, n) => new HostProcess(
            $"host {n + 1}",
            Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{n + 1}"))).FullName,
            database.Replace($"Host=127.0.0.1;Port={server.Port}", $"Host={networks?.All[n].Outside ?? from};Port={line.Port}", StringComparison.Ordinal),
            agent.EndpointAt(networks?.All[n].Outside ?? from),
            probe,
            networks?.All[n])).ToArray();
        var cluster = new TestCluster(folder, server, database, agent, lines, hosts) { _networks = networks, NoNetworks = noNetworks };
        await Task.WhenAll(hosts.Select(host => host.AnswersAsync(cancellationToken)));
        return cluster;
    }

    /// <summary>Those that are up, as far as can be told.</summary>
    public IReadOnlyList<HostEndpoint> Answering => [.. Hosts.Select(host => host.Endpoint).OfType<HostEndpoint>()];

    public async Task StopHostsAsync()
    {
        foreach (var host in Hosts)
            await host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in Lines)
            await line.DisposeAsync();
        await Agent.DisposeAsync();
        Server.Stop();
        _networks?.Dispose();
    }
}
