using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Lumina.Deployments.Targets;
using Lumina.Processes;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Running;

public sealed class CommandTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task A_repeated_operation_gets_the_same_answer_and_does_nothing_also_from_a_successor()
    {
        var first = new Operation("one", _agent.Key, 1);
        var second = new Operation("two", _agent.Key, 2);
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(first, RunningAgent.Shell(1, "sleep 1000"), 1, Cancelled.Never));
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(second, RunningAgent.Shell(1, "sleep 1000"), 2, Cancelled.Never));
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(first, RunningAgent.Shell(1, "sleep 1000"), 1, Cancelled.Never));
        Assert.Equal(2, (await _agent.ObserveAsync()).Revisions[0].Wanted);
        await _agent.KillAsync();
        Assert.Equal(TargetAnswer.Done, await _agent.Target.ScaleAsync(first, RunningAgent.Shell(1, "sleep 1000"), 1, Cancelled.Never));
        Assert.Equal(2, (await _agent.ObserveAsync()).Revisions[0].Wanted);
    }

    [Fact]
    public async Task An_older_fence_is_refused_also_after_the_component_was_taken_away()
    {
        await _agent.Target.ScaleAsync(new Operation("one", _agent.Key, 5), RunningAgent.Shell(1, "sleep 1000"), 1, Cancelled.Never);
        var late = await _agent.Target.ScaleAsync(new Operation("late", _agent.Key, 4), RunningAgent.Shell(1, "sleep 1000"), 3, Cancelled.Never);
        Assert.Equal(TargetOutcome.Fenced, late.Outcome);
        Assert.Equal(1, (await _agent.ObserveAsync()).Revisions[0].Wanted);

        await _agent.Target.RemoveAsync(new Operation("gone", _agent.Key, 6), Cancelled.Never);
        await _agent.UntilAsync(seen => seen.Revisions.IsEmpty);
        await _agent.KillAsync();
        late = await _agent.Target.ScaleAsync(new Operation("later", _agent.Key, 5), RunningAgent.Shell(1, "sleep 1000"), 3, Cancelled.Never);
        Assert.Equal(TargetOutcome.Fenced, late.Outcome);
        Assert.Empty((await _agent.ObserveAsync()).Revisions);
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "was not found in PATH")]
    [InlineData("./no/such/file", "/no/such/file of web does not exist")]
    [InlineData("/etc/passwd", "is not executable")]
    [InlineData("", "has no command")]
    public async Task A_program_that_can_not_be_run_is_refused_before_anything_starts(string program, string reason)
    {
        var revision = RunningAgent.Shell(1, "");
        revision = revision with { Spec = revision.Spec with { Command = program.Length == 0 ? [] : [program] } };
        var answer = await _agent.Target.PrepareAsync(_agent.NewOperation(), revision, Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
        Assert.Equal(TargetOutcome.Failed, (await _agent.Target.ScaleAsync(_agent.NewOperation(), revision, 1, Cancelled.Never)).Outcome);
        Assert.Empty((await _agent.ObserveAsync()).Revisions);
    }

    [Fact]
    public async Task An_image_alone_and_a_missing_folder_are_refused()
    {
        var revision = RunningAgent.Shell(1, "true");
        var image = revision with { Spec = revision.Spec with { Command = [], Image = "lumina/web:1" } };
        Assert.StartsWith(
            "the process target runs commands", (await _agent.Target.PrepareAsync(_agent.NewOperation(), image, Cancelled.Never)).Reason, StringComparison.Ordinal);
        var lost = revision with { Directory = "/no/such/folder" };
        Assert.Contains("/no/such/folder", (await _agent.Target.PrepareAsync(_agent.NewOperation(), lost, Cancelled.Never)).Reason, StringComparison.Ordinal);
        Assert.Equal(TargetAnswer.Done, await _agent.Target.PrepareAsync(_agent.NewOperation(), revision, Cancelled.Never));
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_the_name_of_who_has_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answer = await _agent.Target.PrepareAsync(_agent.NewOperation(), RunningAgent.Service(1, port), Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains($"port {port} ", answer.Reason, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_another_component_is_refused_with_its_name()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 1);
        var other = new ComponentKey("test", "demo", "other");
        var answer = await _agent.Target.PrepareAsync(new Operation("o", other, 1), RunningAgent.Service(1, port), Cancelled.Never);
        Assert.Contains("test/demo/web", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_that_do_not_add_up_are_refused()
    {
        await _agent.ScaleAsync(RunningAgent.Shell(1, "sleep 1000"), 1);
        var answer = await _agent.Target.SetTrafficAsync(
            _agent.NewOperation(), new TrafficSplit(false, [new RevisionWeight(1, 50), new RevisionWeight(2, 40)]), Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        var split = new TrafficSplit(false, [new RevisionWeight(1, 100)]);
        Assert.Equal(TargetAnswer.Done, await _agent.Target.SetTrafficAsync(_agent.NewOperation(), split, Cancelled.Never));
        Assert.Equal(split.Weights, (await _agent.ObserveAsync()).Traffic!.Weights);
    }

    [Fact]
    public async Task Traffic_is_seen_as_it_was_set_before_the_first_instance_is_wanted()
    {
        var split = new TrafficSplit(true, [new RevisionWeight(1, 0)]);
        Assert.Equal(TargetAnswer.Done, await _agent.Target.SetTrafficAsync(_agent.NewOperation(), split, Cancelled.Never));
        var seen = await _agent.ObserveAsync();
        Assert.Equal((true, 1), (seen.Traffic!.ByInstance, seen.Traffic.Weights.Single().Revision));

        await _agent.Target.RemoveAsync(_agent.NewOperation(), Cancelled.Never);
        Assert.Null((await _agent.ObserveAsync()).Traffic);
    }

    [Fact]
    public async Task Nothing_but_health_is_told_without_the_token()
    {
        var endpoint = await _agent.Launcher.EnsureAsync(Cancelled.Never);
        using var client = new HttpClient { BaseAddress = new Uri(endpoint.Url) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/components")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token[..^1] + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/v1/shutdown", new StringContent("{}"))).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/components")).StatusCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_agent.Folder, "agent.json")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_agent.Folder));
    }

    [Fact]
    public async Task Launched_by_many_at_once_there_is_one_agent_in_a_session_of_its_own()
    {
        var options = new ProcessTargetOptions { StateDirectory = _agent.Folder, AgentExecutable = RunningAgent.Executable };
        var launchers = Enumerable.Range(0, 3).Select(_ => new AgentLauncher(options, TimeProvider.System)).ToList();
        var found = await Task.WhenAll(launchers.Concat(launchers).Select(launcher => launcher.EnsureAsync(Cancelled.Never)));
        launchers.ForEach(launcher => launcher.Dispose());
        var agent = ProcessEntry.Read(Assert.Single(found.Distinct()).ProcessId)!;
        Assert.Equal(agent.Pid, agent.Session);
        Assert.NotEqual(ProcessEntry.Read(Environment.ProcessId)!.Session, agent.Session);
    }

    [Fact]
    public async Task A_second_agent_on_a_folder_ends_and_says_why()
    {
        await _agent.Launcher.EnsureAsync(Cancelled.Never);
        var output = Path.Combine(_agent.Folder, "second.out");
        using var second = ProcessSpawner.SpawnDetached(new SpawnRequest
        {
            File = RunningAgent.Executable,
            Arguments = ["run", "--state", _agent.Folder],
            Environment = [new("PATH", Environment.GetEnvironmentVariable("PATH") ?? ""), new("DOTNET_ROOT", Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "")],
            WorkingDirectory = "/",
            StandardOutput = output,
        });
        var ended = new TaskCompletionSource<ProcessEnd>();
        ExitWatcher.Shared.Watch(second, ended.SetResult);
        Assert.Equal(new ProcessEnd(AgentProtocol.AlreadyRunsExitCode, null), await ended.Task);
        Assert.Contains("another agent runs with " + _agent.Folder, await File.ReadAllTextAsync(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_can_not_be_started_is_unavailable_with_the_reason()
    {
        using var launcher = new AgentLauncher(
            new ProcessTargetOptions { StateDirectory = _agent.Folder, AgentExecutable = "/no/such/agent" }, TimeProvider.System);
        var answer = await new ProcessTarget(launcher).ObserveAsync(_agent.Key, Cancelled.Never);
        Assert.Equal(TargetOutcome.Unavailable, answer.Outcome);
        Assert.Contains("/no/such/agent", answer.Reason, StringComparison.Ordinal);
    }
}
