using System.Globalization;
using Lumina.Api;
using Lumina.Robustness.Agent;
using Lumina.Testbed;

namespace Lumina.Robustness.Cluster;

/// <summary>Three hosts on one PostgreSQL of their own, each behind a line that can be cut, and one agent for all.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const int Size = 3;

    private readonly string _folder;

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

    /// <summary>Where the hosts' logs are; kept when something was wrong.</summary>
    public string Folder => _folder;

    /// <param name="probe">How long a probe between silos may take; null for the product's.</param>
    /// <param name="cancellationToken">Ends the wait for the hosts.</param>
    public static async Task<TestCluster> StartAsync(TimeSpan? probe, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-robustness-").FullName;
        var server = PostgresServer.Start();
        var database = server.NewDatabase();
        var agent = await SimulatedAgent.StartAsync();
        var lines = Enumerable.Range(0, Size).Select(_ => new DatabaseLine(server.Port)).ToArray();
        var hosts = lines.Select((line, n) => new HostProcess(
            $"host {n + 1}",
            Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{n + 1}"))).FullName,
            database.Replace($"Port={server.Port}", $"Port={line.Port}", StringComparison.Ordinal),
            agent.Endpoint,
            probe)).ToArray();
        var cluster = new TestCluster(folder, server, database, agent, lines, hosts);
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
    }
}
