using System.Globalization;
using Lumina.Deployments.Orchestration;
using Lumina.Journal;
using Lumina.Robustness.Checking;
using Lumina.Robustness.Cluster;
using Lumina.Robustness.Faults;
using Lumina.Robustness.Hosts;
using Lumina.Robustness.Load;
using Lumina.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Robustness;

/// <summary>What came of a run.</summary>
internal sealed record RunOutcome(RunSettings Settings, IReadOnlyList<string> Violations, string Report, string Folder)
{
    public override string ToString() => Report + (Violations.Count == 0
        ? "\nNothing was violated."
        : $"\n{Violations.Count} violations (the hosts' logs are in {Folder}):\n  {string.Join("\n  ", Violations)}");
}

/// <summary>A cluster, deployments, faults, and in the end the checker.</summary>
internal static class RobustnessRun
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>How long what is open when all is well again may take.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(3);

    public static async Task<RunOutcome> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        using var start = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        start.CancelAfter(StartWithin);
        await using var cluster = await TestCluster.StartAsync(settings.Full ? null : Probe, start.Token);
        var record = new ClientRecord();
        var began = TimeProvider.System.GetTimestamp();
        var diary = new List<string>();
        var nemesis = new Nemesis(
            cluster, new Random(Seeds.Of(settings.Seed, "nemesis")), settings.Full ? FaultLengths.Full : FaultLengths.Short, settings.Only,
            what => Note(diary, began, what));

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new Workload(cluster, record, settings.Seed).RunAsync(enough.Token, giveUp.Token);
        enough.CancelAfter(settings.Length);
        if (settings.Broken)
            await ErrAsync(cluster, settings.Length, cancellationToken);
        else
            await nemesis.RunAsync(enough.Token);
        nemesis.Heal();
        Note(diary, began, "healed");
        giveUp.CancelAfter(EndWithin);
        await load;
        Note(diary, began, "clients are done");
        await cluster.StopHostsAsync();

        var history = await ReadAsync(cluster, record, cancellationToken);
        var violations = Checker.Violations(history);
        if (violations.Count == 0)
            Directory.Delete(cluster.Folder, recursive: true);
        return new RunOutcome(settings, violations, Tell(settings, cluster, record, nemesis, history, diary), cluster.Folder);
    }

    /// <summary>The positive control: hosts that lose an event, and do something twice.</summary>
    private static async Task ErrAsync(TestCluster cluster, TimeSpan length, CancellationToken cancellationToken)
    {
        foreach (var host in cluster.Hosts)
        {
            foreach (var point in (FailPoint[])[FailPoint.LoseEvent, FailPoint.RepeatEffect])
                host.Order($"err {point} 1");
        }

        await Task.Delay(length, cancellationToken);
    }

    /// <summary>All that is known of a cluster whose hosts have stopped.</summary>
    public static async Task<History> ReadAsync(TestCluster cluster, ClientRecord record, CancellationToken cancellationToken)
    {
        StorageProvider.Register();
        using var store = StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = cluster.Database });
        await using var services = new ServiceCollection().AddSingleton(store.DataSource).AddSingleton(TimeProvider.System).AddLogging().AddLuminaJournal().BuildServiceProvider();
        var history = await History.ReadAsync(services.GetRequiredService<IJournal>(), services.GetRequiredService<IDocumentStore>(), cancellationToken);
        var places = history.States.Keys.Select(key => (key.Environment, key.Plan)).Distinct().ToArray();
        var running = new List<Deployments.Targets.Observation>();
        foreach (var (environment, plan) in places)
            running.AddRange((await cluster.Agent.ObserveAsync(environment, plan)).Value);
        return history with
        {
            Accepted = [.. record.Accepted],
            Seen = [.. record.Seen],
            Contradictions = [.. record.Contradictions],
            Effects = [.. cluster.Agent.Effects],
            Running = [.. running],
        };
    }

    private static void Note(List<string> diary, long began, string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds,7:0.0} s  {what}");
        lock (diary)
            diary.Add(line);
        Console.Error.WriteLine(line);
    }

    private static string Tell(RunSettings settings, TestCluster cluster, ClientRecord record, Nemesis nemesis, History history, List<string> diary)
    {
        var ends = history.Deployments.Select(d => d.Event).OfType<DeploymentEnded>().GroupBy(e => e.Status).OrderBy(e => e.Key).Select(e => $"{e.Key} {e.Count()}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            seed {settings.Seed}, {settings.Length.TotalMinutes:0.##} minutes{(settings.Full ? ", faults as long as in life" : "")}{(settings.Broken ? ", hosts with bugs" : "")}
            faults: {nemesis.Had.Values.Sum()} of {nemesis.Had.Count} kinds; starts of hosts: {cluster.Hosts.Sum(host => host.Starts)}{string.Concat(nemesis.Impossible.Select(fault => $"\n{fault.Key} was not injected: {fault.Value}"))}
            deployments: {record.Accepted.Count} accepted; ended: {string.Join(", ", ends)}; requests sent again: {record.Duplicates}; paused: {record.Pauses}
            events: {history.Verification.Events} in the chain, {record.Seen.Count} of them shown to clients; effects: {history.Effects.Length}
            {string.Join('\n', diary)}
            """);
    }
}
