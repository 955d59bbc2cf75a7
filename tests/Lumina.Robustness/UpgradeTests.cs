using System.Diagnostics;
using System.Globalization;
using Lumina.Api;
using Lumina.Robustness.Checking;
using Lumina.Robustness.Cluster;
using Lumina.Robustness.Load;
using Lumina.Testbed;

namespace Lumina.Robustness;

/// <summary>Two programs side by side: hosts as they are, and hosts whose records have the next form.</summary>
[Collection("clusters")]
public sealed class UpgradeTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Whatever is waited for here takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public Task Hosts_are_upgraded_one_after_the_other_while_deployments_go_on() => RunAsync(async (cluster, record, program, cancellationToken) =>
    {
        foreach (var host in cluster.Hosts)
        {
            await SeeAsync("deployments go on", () => Task.FromResult(Ended(cluster)), Ended(cluster) + 3, cancellationToken);
            await host.UpgradeAsync(program, cancellationToken);
            await SeeAsync("it is one of three", () => AliveAsync(host, version: null, cancellationToken), 3, cancellationToken);
            Assert.Equal(Array.IndexOf([.. cluster.Hosts], host) + 1, await AliveAsync(host, NextProgram.Version, cancellationToken));
        }

        await SeeAsync("deployments go on", () => Task.FromResult(Ended(cluster)), Ended(cluster) + 3, cancellationToken);
        Assert.Equal(2 * cluster.Hosts.Count, cluster.Hosts.Sum(host => host.Starts));
    });

    [Fact]
    public Task An_older_host_leaves_alone_what_a_newer_one_has_written_says_so_and_the_newer_goes_on_with_it_later() => RunAsync(async (cluster, record, program, cancellationToken) =>
    {
        var (newer, older) = (cluster.Hosts[0], cluster.Hosts[1]);
        await newer.UpgradeAsync(program, cancellationToken);
        await SeeAsync("the newer host gets deployments", () => Task.FromResult(OpenOfNext(cluster)), 1, cancellationToken);

        newer.StayAway();

        var left = Convert.ToString(PostgresServer.Run(cluster.Database, Of("stream", NextDeployment)), CultureInfo.InvariantCulture) ?? "";
        using var client = new LuminaClient(older.Endpoint ?? throw new InvalidOperationException("The older host is gone."));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => client.GetDeploymentAsync(left, cancellationToken));
        Assert.Equal((503, ProblemCodes.StoreTooNew), (refused.Status, refused.Problem.Code));
        Assert.Contains($"it has format {NextProgram.Format}, and this program knows {NextProgram.Format - 1}", refused.Problem.Message, StringComparison.Ordinal);
        await SeeAsync("an older host says so in its log", () => Task.FromResult(cluster.Hosts.Skip(1).Count(Complains)), 1, cancellationToken);

        var before = Ended(cluster);
        newer.ComeBack();
        await SeeAsync("deployments go on", () => Task.FromResult(Ended(cluster)), before + 3, cancellationToken);
    });

    private const string NextDeployment = "stream like 'dep-%' and convert_from(state, 'UTF8') like '%\"format\":{0}%'";

    /// <summary>A cluster with deployments going on, and in the end the checker.</summary>
    private static async Task RunAsync(Func<TestCluster, ClientRecord, string, CancellationToken, Task> act)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var program = await NextProgram.BuildAsync(patience.Token);
        await using var cluster = await TestCluster.StartAsync(probe: null, patience.Token);
        var record = new ClientRecord();
        using var enough = new CancellationTokenSource();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var load = new Workload(cluster, record, seed: 1).RunAsync(enough.Token, giveUp.Token);
        try
        {
            await act(cluster, record, program, patience.Token);
        }
        finally
        {
            await enough.CancelAsync();
            giveUp.CancelAfter(Patience);
            await load;
            await cluster.StopHostsAsync();
        }

        var violations = Checker.Violations(await RobustnessRun.ReadAsync(cluster, record, patience.Token));
        Assert.True(violations.Count == 0, $"The hosts' logs are in {cluster.Folder}:\n{string.Join('\n', violations)}");
        Directory.Delete(cluster.Folder, recursive: true);
    }

    private static long Ended(TestCluster cluster) => Count(cluster, "select count(*) from journal_event where type = 'deployment-ended'");

    private static long OpenOfNext(TestCluster cluster) => Count(cluster, Of("count(*)", NextDeployment + " and due_at is not null"));

    private static string Of(string what, string condition) =>
        $"select {what} from journal_head where {string.Format(CultureInfo.InvariantCulture, condition, NextProgram.Format)} limit 1";

    private static long Count(TestCluster cluster, string sql) => Convert.ToInt64(PostgresServer.Run(cluster.Database, sql), CultureInfo.InvariantCulture);

    private static bool Complains(HostProcess host) => host.Log.Contains("A newer program wrote", StringComparison.Ordinal);

    private static async Task<long> AliveAsync(HostProcess host, string? version, CancellationToken cancellationToken)
    {
        using var client = new LuminaClient(host.Endpoint ?? throw new InvalidOperationException($"{host.Name} is gone."));
        return (await client.GetClusterAsync(cancellationToken)).Count(silo => silo.Alive && (version is null || silo.Version == version));
    }

    private static async Task SeeAsync<T>(string what, Func<Task<T>> look, T atLeast, CancellationToken cancellationToken)
        where T : IComparable<T>
    {
        var began = Stopwatch.GetTimestamp();
        var seen = await look();
        for (; seen.CompareTo(atLeast) < 0; seen = await look())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{what}: {seen}, and not {atLeast}");
            await Task.Delay(Look, cancellationToken);
        }
    }
}
