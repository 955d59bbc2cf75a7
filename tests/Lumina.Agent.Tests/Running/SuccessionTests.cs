using System.Text.Json.Nodes;
using Lumina.Deployments.Targets;
using Lumina.Processes;

namespace Lumina.Agent.Tests.Running;

/// <summary>What happens to processes when their agent is killed: nothing, and nothing twice.</summary>
public sealed class SuccessionTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task A_successor_adopts_and_serves_again_with_the_same_processes()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 2);
        var before = Pids(await _agent.UntilHealthyAsync(1, 2));
        await _agent.KillAsync();

        // What was healthy is in the rotation before its first check.
        Assert.Equal(before, Pids(await _agent.ObserveAsync()));
        using var client = new HttpClient();
        Assert.StartsWith("web-1-", await client.GetStringAsync($"http://127.0.0.1:{port}/"), StringComparison.Ordinal);
        Assert.Equal(before, Pids(await _agent.UntilHealthyAsync(1, 2)));
    }

    [Fact]
    public async Task What_died_while_no_agent_was_there_is_started_again_and_its_children_are_not_left()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "setsid sleep 1000 & sleep 1000; true"), 1);
        var leader = Pids(await _agent.UntilHealthyAsync(1, 1))[0];
        await _agent.KillAsync();
        await RunningAgent.KillAsync(leader);
        var orphans = _agent.Processes();
        Assert.NotEmpty(orphans);

        await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy, Restarts: 1 }]);
        Assert.DoesNotContain(orphans, orphan => orphan.Entry.Identity.IsAlive());
        Assert.Equal(3, _agent.Processes().Count);
    }

    [Fact]
    public async Task A_process_that_was_started_and_not_recorded_is_adopted()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var pid = Pids(await _agent.UntilHealthyAsync(1, 1))[0];
        await _agent.KillAsync();
        File.Delete(RecordFile());

        var seen = await _agent.UntilHealthyAsync(1, 1);
        Assert.Equal([pid], Pids(seen));
        Assert.Single(Leaders());
    }

    [Fact]
    public async Task A_process_of_a_later_run_than_recorded_is_adopted_in_its_place()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var first = Pids(await _agent.UntilHealthyAsync(1, 1))[0];
        var old = await File.ReadAllTextAsync(RecordFile());
        await RunningAgent.KillAsync(first);
        var second = Pids(await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy, Restarts: 1 }]))[0];
        await _agent.KillAsync();
        await File.WriteAllTextAsync(RecordFile(), old);

        Assert.Equal([second], Pids(await _agent.UntilHealthyAsync(1, 1)));
        Assert.Single(Leaders());
    }

    [Fact]
    public async Task A_record_whose_pid_belongs_to_another_process_now_never_leads_to_a_signal()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var own = Pids(await _agent.UntilHealthyAsync(1, 1))[0];
        await _agent.KillAsync();
        await RunningAgent.KillAsync(own);
        using var stranger = ProcessSpawner.SpawnDetached(new SpawnRequest
        {
            File = "/bin/sleep",
            Arguments = ["1000"],
            Environment = [],
            WorkingDirectory = "/",
        });
        try
        {
            var record = JsonNode.Parse(await File.ReadAllTextAsync(RecordFile()))!;
            record["process"]!["pid"] = stranger.Identity.Pid;
            record["process"]!["startTicks"] = stranger.Identity.StartTicks - 1;
            await File.WriteAllTextAsync(RecordFile(), record.ToJsonString());

            await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy }]);
            Assert.DoesNotContain(stranger.Identity.Pid, Pids(await _agent.ObserveAsync()));
            await _agent.Target.RemoveAsync(_agent.NewOperation(), Cancelled.Never);
            await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
            Assert.True(stranger.Identity.IsAlive());
        }
        finally
        {
            stranger.Signal(Signals.Kill);
        }
    }

    [Fact]
    public async Task A_stop_that_the_agents_death_interrupted_is_finished_by_its_successor()
    {
        var revision = RunningAgent.Shell(1, "trap '' TERM; while true; do sleep 0.1; done");
        revision = revision with { Spec = revision.Spec with { StopWithin = TimeSpan.FromSeconds(2) } };
        await _agent.ScaleAsync(revision, 2);
        await _agent.UntilHealthyAsync(1, 2);
        await _agent.ScaleAsync(revision, 1);
        var leaving = RunningAgent.Instances(await _agent.ObserveAsync(), 1).Single(instance => instance.Phase == InstancePhase.Stopping);
        await _agent.KillAsync();

        var seen = await _agent.UntilHealthyAsync(1, 1);
        Assert.NotEqual(leaving.Id, RunningAgent.Instances(seen, 1)[0].Id);
        Assert.Single(Leaders());
    }

    [Fact]
    public async Task A_damaged_state_stops_only_its_own_component_and_touches_nothing_of_it()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var pid = Pids(await _agent.UntilHealthyAsync(1, 1))[0];
        await _agent.KillAsync();
        var file = Path.Combine(_agent.ComponentFolder, "state.json");
        await File.WriteAllTextAsync(file, "{ \"component\": ");

        var answer = await _agent.Target.ObserveAsync(_agent.Key, Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains(file, answer.Reason, StringComparison.Ordinal);
        Assert.Equal(TargetOutcome.Failed, (await _agent.Target.RemoveAsync(_agent.NewOperation(), Cancelled.Never)).Outcome);
        Assert.True(ProcessIdentity.Of(pid)!.IsAlive());
        Assert.Equal("{ \"component\": ", await File.ReadAllTextAsync(file));

        var other = new ComponentKey("test", "demo", "other");
        Assert.Equal(
            TargetAnswer.Done,
            await _agent.Target.ScaleAsync(new Operation("o", other, 1), RunningAgent.Shell(1, "sleep 1000"), 1, Cancelled.Never));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Killed_at_any_moment_exactly_what_is_wanted_runs_in_the_end(int seed)
    {
        var random = new Random(seed);
        var wanted = 0;
        await _agent.Launcher.EnsureAsync(Cancelled.Never);
        for (var round = 0; round < 5; round++)
        {
            wanted = random.Next(5);
            var agent = _agent.Launcher.ReadEndpoint()!.ProcessId;
            var operation = _agent.NewOperation();
            var scaling = _agent.Target.ScaleAsync(operation, RunningAgent.Shell(1, "sleep 1000 & sleep 1000; true"), wanted, Cancelled.Never);
            await Spin(random.Next(30));
            await RunningAgent.KillAsync(agent);
            // The host repeats what it has no answer to.
            await scaling;
            Assert.Equal(
                TargetAnswer.Done,
                await _agent.Target.ScaleAsync(operation, RunningAgent.Shell(1, "sleep 1000 & sleep 1000; true"), wanted, Cancelled.Never));
        }

        var seen = wanted == 0 ? await _agent.UntilAsync(seen => seen.Revisions.IsEmpty) : await _agent.UntilHealthyAsync(1, wanted);
        Assert.Equal(Pids(seen).Order(), Leaders().Order());
        var instances = RunningAgent.Instances(seen, 1).Select(instance => instance.Id).ToHashSet();
        Assert.DoesNotContain(_agent.Processes(), process => !instances.Contains(process.Instance));
        Assert.Equal(3 * wanted, _agent.Processes().Count);
    }

    private static async Task Spin(int milliseconds)
    {
        // The moment of the kill, not a wait for something: any moment is right.
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds < milliseconds)
            await Task.Yield();
    }

    private static List<int> Pids(Observation seen) =>
        [.. seen.Revisions.SelectMany(revision => revision.Instances).Select(instance => instance.ProcessId!.Value).Order()];

    private IEnumerable<int> Leaders() => _agent.Processes().Where(process => process.IsLeader).Select(process => process.Entry.Pid);

    private string RecordFile() => Directory.EnumerateFiles(_agent.ComponentFolder, "*.instance.json").Single();
}
