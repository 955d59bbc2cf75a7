using System.Net;
using System.Net.Sockets;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Processes;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Running;

public sealed class SupervisionTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Instances_start_and_answer_behind_the_stable_address()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 2);
        var seen = await _agent.UntilHealthyAsync(1, 2);
        Assert.Equal($"http://127.0.0.1:{port}", seen.Endpoint);

        using var client = new HttpClient();
        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
            answers.Add(await client.GetStringAsync(seen.Endpoint));
        Assert.Equal(RunningAgent.Instances(seen, 1).Select(instance => instance.Id).Order(), answers.Distinct().Order());
    }

    [Fact]
    public async Task A_killed_instance_is_started_again_and_clients_see_no_error()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 1);
        var before = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0];

        await RunningAgent.KillAsync(before.ProcessId!.Value);
        using var client = new HttpClient();
        Assert.Equal(before.Id, await client.GetStringAsync($"http://127.0.0.1:{port}/"));

        var after = RunningAgent.Instances(await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1)[0] is { Restarts: 1, Phase: InstancePhase.Healthy }), 1)[0];
        Assert.Equal(before.Id, after.Id);
        Assert.NotEqual(before.ProcessId, after.ProcessId);
    }

    [Fact]
    public async Task A_stop_ends_requests_first_then_asks_and_kills_nobody_who_obeys()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 1);
        await _agent.UntilHealthyAsync(1, 1);
        using var client = new HttpClient();
        using var slow = await client.GetAsync($"http://127.0.0.1:{port}/slow?ms=700", HttpCompletionOption.ResponseHeadersRead);

        await _agent.ScaleAsync(RunningAgent.Service(1, port), 0);
        Assert.Equal(InstancePhase.Stopping, RunningAgent.Instances(await _agent.ObserveAsync(), 1)[0].Phase);
        Assert.Equal("begun ended", await slow.Content.ReadAsStringAsync());
        await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
        Assert.Empty(_agent.Processes());
        Assert.DoesNotContain("killed", await File.ReadAllTextAsync(Path.Combine(_agent.Folder, "agent.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_obey_is_killed_with_all_that_it_started()
    {
        var revision = RunningAgent.Shell(1, "trap '' TERM; sh -c 'trap \"\" TERM; sleep 1000' & setsid sleep 1000 & while true; do sleep 1; done");
        revision = revision with { Spec = revision.Spec with { StopWithin = TimeSpan.FromMilliseconds(300) } };
        await _agent.ScaleAsync(revision, 1);
        await _agent.UntilHealthyAsync(1, 1);
        Assert.True(_agent.Processes().Count >= 3);

        await _agent.ScaleAsync(revision, 0);
        await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
        Assert.Empty(_agent.Processes());
    }

    [Fact]
    public async Task The_rest_of_a_group_gets_its_time_when_its_leader_stops_at_once()
    {
        var mark = Path.Combine(Path.GetTempPath(), "lumina-agent-tests-" + Guid.NewGuid().ToString("N"));
        try
        {
            // The outer shell dies of SIGTERM; the inner one has something to finish.
            await _agent.ScaleAsync(RunningAgent.Shell(1, $"sh -c 'trap \"sleep 0.3; echo done > {mark}; exit\" TERM; while true; do sleep 0.05; done'; true"), 1);
            await _agent.UntilHealthyAsync(1, 1);
            await _agent.ScaleAsync(RunningAgent.Shell(1, "true"), 0);
            await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
            Assert.True(File.Exists(mark));
        }
        finally
        {
            File.Delete(mark);
        }
    }

    [Fact]
    public async Task An_instance_that_never_comes_up_fails_and_says_how_it_ended()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "echo no database; exit 3"), 1);
        var seen = await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Failed }]);
        Assert.Equal("exited with code 3", RunningAgent.Instances(seen, 1)[0].LastAnswer);
        var lines = await _agent.Target.ReadLogAsync(_agent.Key, 1, 10, follow: false, Cancelled.Never).ToListAsync();
        Assert.Equal(["no database", "no database", "no database"], lines.Select(line => line.Text));

        // Wanted anew, with a program that stays: it gets another trial.
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        await _agent.UntilHealthyAsync(1, 1);
    }

    [Fact]
    public async Task An_instance_that_is_not_healthy_in_time_fails_with_its_last_answer()
    {
        var revision = RunningAgent.Service(1, FreePort.Take(), ("SICK", "1"));
        revision = revision with { Spec = revision.Spec with { Health = revision.Spec.Health! with { StartWithin = TimeSpan.FromSeconds(2) } } };
        await _agent.ScaleAsync(revision, 1);
        var seen = await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Failed }]);
        Assert.Equal(
            "not healthy within 2s; GET /health: 503 Service Unavailable \"the database is not there\"", RunningAgent.Instances(seen, 1)[0].LastAnswer);
        await _agent.UntilAsync(_ => _agent.Processes().Count == 0);
    }

    [Fact]
    public async Task Removing_a_component_leaves_no_process_and_no_port()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 2);
        await _agent.UntilHealthyAsync(1, 2);
        Assert.Equal(TargetAnswer.Done, await _agent.Target.RemoveAsync(_agent.NewOperation(), Cancelled.Never));
        var gone = await _agent.UntilAsync(seen => seen.Revisions.IsEmpty && seen.Endpoint is null);
        Assert.Null(gone.Traffic);
        Assert.Empty(_agent.Processes());
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        Assert.Equal(new AgentShutdownAnswer(true, null), await _agent.Launcher.ShutdownAsync(onlyIfEmpty: true, Cancelled.Never));
        Assert.Null(await _agent.Launcher.FindAsync(Cancelled.Never));
    }

    [Fact]
    public async Task An_agent_with_a_component_refuses_to_end()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var answer = await _agent.Launcher.ShutdownAsync(onlyIfEmpty: true, Cancelled.Never);
        Assert.False(answer.Stopping);
        Assert.Contains("test/demo/web", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_gets_its_own_variables_and_none_of_the_agents()
    {
        Environment.SetEnvironmentVariable("LUMINA_TEST_SECRET", "of the host");
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000") with { Directory = "/" }, 1);
        await _agent.UntilHealthyAsync(1, 1);
        var process = _agent.Processes()[0];
        Assert.Equal("test", process.Variables["LUMINA_ENVIRONMENT"]);
        Assert.Equal("web", process.Variables["LUMINA_COMPONENT"]);
        Assert.Equal("1", process.Variables["LUMINA_REVISION"]);
        Assert.DoesNotContain("LUMINA_TEST_SECRET", process.Variables.Keys);
        Assert.Equal("/", new FileInfo($"/proc/{process.Entry.Pid}/cwd").LinkTarget);
        Assert.Equal(process.Entry.Pid, process.Entry.Session);
        // Standard input, output and error, and nothing that the agent has open.
        Assert.Equal(["0", "1", "2"], Directory.EnumerateFileSystemEntries($"/proc/{process.Entry.Pid}/fd").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_health_command_is_run_and_its_output_told()
    {
        var revision = RunningAgent.Shell(1, "sleep 1000");
        HealthSpec Check(string script) => new() { Kind = HealthKind.Command, Command = ["sh", "-c", script], StartWithin = TimeSpan.FromSeconds(1) };
        await _agent.ScaleAsync(revision with { Spec = revision.Spec with { Health = Check("echo disk is full; exit 4") } }, 1);
        var seen = await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Failed }]);
        Assert.Equal("not healthy within 1s; health command: exited with code 4 \"disk is full\"", RunningAgent.Instances(seen, 1)[0].LastAnswer);

        await _agent.ScaleAsync(revision with { Spec = revision.Spec with { Health = Check("true") } }, 1);
        await _agent.UntilHealthyAsync(1, 1);
    }

    [Fact]
    public async Task An_instance_that_turned_sick_for_good_is_started_anew()
    {
        var sick = Path.Combine(Path.GetTempPath(), "lumina-agent-tests-" + Guid.NewGuid().ToString("N"));
        try
        {
            var revision = RunningAgent.Shell(1, $"rm -f {sick}; sleep 1000");
            var check = new HealthSpec
            {
                Kind = HealthKind.Command,
                Command = ["test", "!", "-e", sick],
                Every = TimeSpan.FromMilliseconds(30),
                UnhealthyAfter = 2,
            };
            await _agent.ScaleAsync(revision with { Spec = revision.Spec with { Health = check } }, 1);
            await _agent.UntilHealthyAsync(1, 1);
            await File.WriteAllTextAsync(sick, "");
            await _agent.UntilAsync(seen => RunningAgent.Instances(seen, 1) is [{ Phase: InstancePhase.Healthy, Restarts: 1 }]);
            Assert.Single(_agent.Processes(), process => process.IsLeader && !process.IsProbe);
        }
        finally
        {
            File.Delete(sick);
        }
    }

    [Fact]
    public async Task An_agents_end_by_signal_stops_nothing()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var before = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0].ProcessId;
        using (var process = PidFd.Open(ProcessIdentity.Of(_agent.Launcher.ReadEndpoint()!.ProcessId)!))
        {
            process!.Signal(Signals.Terminate);
            await Eventually.Async(() => Task.FromResult(process.HasEnded()), () => "the agent lives");
        }

        Assert.False(File.Exists(Path.Combine(_agent.Folder, AgentProtocol.EndpointFile)));
        var after = RunningAgent.Instances(await _agent.UntilHealthyAsync(1, 1), 1)[0];
        Assert.Equal(before, after.ProcessId);
        Assert.Equal(0, after.Restarts);
    }
}
