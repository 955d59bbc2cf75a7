using System.Globalization;
using Lumina.Robustness.Agent;
using Lumina.Robustness.Cluster;
using Lumina.Robustness.Hosts;
using Lumina.Testbed;

namespace Lumina.Robustness.Faults;

/// <summary>Lets one thing after the other go wrong, in an order that the seed gives: each kind once before any comes again.</summary>
/// <param name="cluster">Whom it is done to.</param>
/// <param name="random">The order, the victims, the moments.</param>
/// <param name="lengths">How long what lasts does.</param>
/// <param name="only">The kinds to choose from; empty for all.</param>
/// <param name="log">Told what is done.</param>
internal sealed class Nemesis(TestCluster cluster, Random random, FaultLengths lengths, IReadOnlyList<Fault> only, Action<string> log)
{
    /// <summary>A point that nobody passes in that time is not waited for.</summary>
    private static readonly TimeSpan ForPoint = TimeSpan.FromSeconds(4);

    private readonly Queue<Fault> _deck = new();

    /// <summary>What this machine does not let us do, with the reason.</summary>
    public IReadOnlyDictionary<Fault, string> Impossible { get; } = ImpossibleIn(cluster);

    /// <summary>How often each kind was had.</summary>
    public Dictionary<Fault, int> Had { get; } = [];

    public async Task RunAsync(CancellationToken enough)
    {
        try
        {
            while (!enough.IsCancellationRequested)
            {
                var fault = Draw();
                log(fault.ToString());
                await HaveAsync(fault, enough);
                Had[fault] = Had.GetValueOrDefault(fault) + 1;
                await Task.Delay(lengths.Between * (0.5 + random.NextDouble()), enough);
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Whatever it was at is over below.
        }
    }

    /// <summary>Everything is as it should be again, but what was killed may still be starting.</summary>
    public void Heal()
    {
        cluster.Agent.Misbehaviour.End();
        foreach (var (host, line) in cluster.Hosts.Zip(cluster.Lines))
        {
            line.Mend();
            host.Thaw();
            host.Order("clock 0");
            host.Order("wall down");
            host.Network?.Plug();
        }
    }

    private Fault Draw()
    {
        if (_deck.Count == 0)
        {
            var all = Enum.GetValues<Fault>().Where(fault => !Impossible.ContainsKey(fault) && (only.Count == 0 || only.Contains(fault))).ToArray();
            if (all.Length == 0)
                throw new InvalidOperationException("None of these faults can be had on this machine.");
            random.Shuffle(all);
            foreach (var fault in all)
                _deck.Enqueue(fault);
        }

        return _deck.Dequeue();
    }

    private async Task HaveAsync(Fault fault, CancellationToken enough)
    {
        var victim = random.Next(cluster.Hosts.Count);
        var (host, line) = (cluster.Hosts[victim], cluster.Lines[victim]);
        switch (fault)
        {
            case Fault.KillOne:
                host.Kill();
                break;
            case Fault.KillAll:
                foreach (var each in cluster.Hosts)
                    each.Kill();
                break;
            case Fault.DieBeforeEffect or Fault.DieAfterEffect or Fault.DieInAppend or Fault.DieAfterAppend:
                foreach (var each in cluster.Hosts)
                    each.Order(string.Create(CultureInfo.InvariantCulture, $"die {PointOf(fault)} {random.Next(1, 20)}"));
                await Task.Delay(ForPoint, enough);
                break;
            case Fault.Zombie:
                await DuringAsync(host.Freeze, host.Thaw, lengths.Zombie, enough);
                break;
            case Fault.DatabaseCrashes:
                cluster.Server.Restart();
                break;
            case Fault.DatabaseDown:
                await DuringAsync(cluster.Server.Crash, cluster.Server.StartAgain, lengths.Outage, enough);
                break;
            case Fault.DatabaseFull:
                await DuringAsync(cluster.Server.Fill, cluster.Server.MakeRoom, lengths.Outage, enough);
                break;
            case Fault.CommitsCut:
                await DuringAsync(() => line.CutCommits(random.Next(1, 4)), () => line.CutCommits(0), ForPoint, enough);
                break;
            case Fault.BackendsTerminated:
                PostgresServer.Run(cluster.Database, "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()");
                break;
            case Fault.CutOffFromDatabase:
                await DuringAsync(line.Cut, line.Mend, lengths.Outage, enough);
                break;
            case Fault.CutOffFromSilos:
                await DuringAsync(() => host.Order("wall up"), () => host.Order("wall down"), lengths.Zombie, enough);
                break;
            case Fault.PacketsToSilosLost when host.Network is { } network:
                await DuringAsync(network.UnplugSilos, network.Plug, lengths.Zombie, enough);
                break;
            case Fault.PacketsOutLost when host.Network is { } network:
                await DuringAsync(network.UnplugOutside, network.Plug, lengths.Outage, enough);
                break;
            case Fault.ClockAhead or Fault.ClockBehind:
                await DuringAsync(
                    () => host.Order(fault == Fault.ClockAhead ? "clock 3600" : "clock -3600"), () => host.Order("clock 0"), lengths.Clock, enough);
                break;
            case Fault.AgentFails or Fault.AgentHangs or Fault.AgentSilent:
                var mood = fault == Fault.AgentFails ? AgentMood.Fails : fault == Fault.AgentHangs ? AgentMood.Hangs : AgentMood.Silent;
                await DuringAsync(() => cluster.Agent.Misbehaviour.Begin(mood), cluster.Agent.Misbehaviour.End, lengths.Agent, enough);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to have {fault}.");
        }
    }

    private static Dictionary<Fault, string> ImpossibleIn(TestCluster cluster)
    {
        var impossible = new Dictionary<Fault, string>();
        if (!cluster.Server.HasDisk)
            impossible[Fault.DatabaseFull] = "a disk of its own for the database takes root, and the right to mount";
        if (cluster.NoNetworks is { } reason)
            impossible[Fault.PacketsToSilosLost] = impossible[Fault.PacketsOutLost] = $"networks of their own for hosts take root, and the right to make them ({reason})";
        return impossible;
    }

    private static async Task DuringAsync(Action begin, Action end, TimeSpan length, CancellationToken enough)
    {
        begin();
        try
        {
            await Task.Delay(length, enough);
        }
        finally
        {
            end();
        }
    }

    private static FailPoint PointOf(Fault fault) => fault switch
    {
        Fault.DieBeforeEffect => FailPoint.BeforeEffect,
        Fault.DieAfterEffect => FailPoint.AfterEffect,
        Fault.DieInAppend => FailPoint.InAppend,
        _ => FailPoint.AfterAppend,
    };
}
