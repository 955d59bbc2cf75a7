using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

public sealed class HostTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("status")]
    [InlineData("plan")]
    [InlineData("history")]
    [InlineData("show 3E4F")]
    [InlineData("watch")]
    [InlineData("pause")]
    [InlineData("logs core")]
    public async Task Without_a_host_a_verb_that_needs_one_says_how_to_start_it(string line)
    {
        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync(line));

        Assert.Equal(
            $"error LUM7001: No host answers for {_desk.StateFolder}.\n  Start one: lumina host start (lumina up does so by itself)\n", _desk.Error);
        Assert.Empty(_desk.Launcher.Launched);
    }

    [Fact]
    public async Task Up_starts_a_host_that_may_go_again()
    {
        _desk.Host.Succeeds();
        _desk.Launcher.WhenLaunched = _ => _desk.WithHost();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Equal([$"run --state {_desk.StateFolder} --on-demand"], _desk.Launcher.Launched);
    }

    [Fact]
    public async Task Host_start_starts_one_that_stays()
    {
        _desk.Launcher.WhenLaunched = _ => _desk.WithHost();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("host start"));

        Assert.Equal([$"run --state {_desk.StateFolder}"], _desk.Launcher.Launched);
        Assert.Equal("the host runs at http://127.0.0.1:7400\n", _desk.Out);
    }

    [Fact]
    public async Task A_host_that_ends_at_once_shows_its_last_words()
    {
        Directory.CreateDirectory(_desk.StateFolder);
        File.WriteAllText(Path.Combine(_desk.StateFolder, "host.log"), "of a run before\n");
        _desk.Launcher.WhenLaunched = log => File.AppendAllText(log, "the database is damaged\n");
        _desk.Launcher.ExitCode = 1;

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("up"));

        Assert.Equal(
            $"""
            starting a host in {_desk.StateFolder}
              the database is damaged
            error LUM7002: The host exited with code 1.
              Its log: {_desk.StateFolder}/host.log

            """,
            _desk.Error);
    }

    [Fact]
    public async Task The_loser_of_two_starts_uses_the_host_of_the_winner()
    {
        var polls = 0;
        _desk.Host.Forget("GET /healthz");
        for (var i = 0; i < 4; i++) _desk.Host.Answer("GET /healthz", () => throw new HttpRequestException($"not yet {polls++}"));
        _desk.Host.Answer("GET /healthz", new HostHealth("0.1.0", 4711, true, Ready: true), ApiJson.Default.HostHealth).Succeeds();
        _desk.Launcher.WhenLaunched = _ => _desk.WithHost();
        _desk.Launcher.ExitCode = 75;

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Equal(4, polls);
    }

    [Fact]
    public async Task A_host_that_is_not_ready_yet_is_waited_for()
    {
        _desk.WithHost().Host.Forget("GET /healthz");
        for (var i = 0; i < 3; i++)
            _desk.Host.Answer("GET /healthz", new HostHealth("0.1.0", 4711, true, Ready: i == 2), ApiJson.Default.HostHealth);
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Empty(_desk.Launcher.Launched);
    }

    [Fact]
    public async Task A_host_that_never_gets_ready_is_given_up()
    {
        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("host start"));

        Assert.Contains("error LUM7002: The host was not ready within 20 s.", _desk.Error);
    }

    [Fact]
    public async Task A_host_that_is_named_gets_its_token_from_the_environment_and_is_never_started()
    {
        _desk.Host.IsDead = true;

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("up --host https://10.0.0.1:7400"));

        Assert.Contains("No host answers at https://10.0.0.1:7400/.", _desk.Error);
        Assert.Empty(_desk.Launcher.Launched);
    }

    [Fact]
    public async Task Down_takes_everything_away_and_the_idle_host_with_it()
    {
        _desk.WithHost().Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [], ApiJson.Default.DeploymentEvent)
            .Answer(
                Detail,
                new(
                    Summary("succeeded", 1.2, "remove"),
                    [Component("core", "removed", "removed"), Component("web", "removed", "removed")]),
                ApiJson.Default.DeploymentDetail)
            .Answer("POST /api/v1/shutdown", () =>
            {
                _desk.Processes.Clear();
                return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{\"stopping\":true,\"reason\":null}") });
            });

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("down"));

        Assert.Equal("2 components removed in 1.2 s\n", _desk.Out);
        Assert.Equal("the host has stopped: nothing was left for it to do\n", _desk.Error);
        var request = _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest);
        Assert.Equal(("remove", "lumina", "development"), (request.Kind, request.Plan, request.Environment));
        Assert.Equal(
            new ShutdownRequest(OnlyIfIdle: true, AgentToo: true),
            _desk.Host.Body("POST /api/v1/shutdown", ApiJson.Default.ShutdownRequest));
    }

    [Fact]
    public async Task Down_leaves_a_host_that_a_person_has_started()
    {
        _desk.WithHost().Host.Forget("GET /healthz")
            .Answer("GET /healthz", new HostHealth("0.1.0", 4711, OnDemand: false, Ready: true), ApiJson.Default.HostHealth)
            .Answer(Deployments, new DeploymentAccepted(Id, NoChanges), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, new(Summary("succeeded", 0.1, "remove"), []), ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("down"));

        Assert.Equal("nothing to remove\n", _desk.Out);
        Assert.DoesNotContain("POST /api/v1/shutdown", _desk.Host.Requests);
    }

    [Fact]
    public async Task Down_where_nothing_ever_was_starts_no_host()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("down"));

        Assert.Equal("nothing to remove\n", _desk.Out);
        Assert.Empty(_desk.Launcher.Launched);
    }

    [Theory]
    [InlineData("up --state lumina.deploy")]
    [InlineData("host start --state lumina.deploy/below")]
    public async Task A_file_is_no_state_folder(string line)
    {
        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync(line));

        Assert.Contains($"{_desk.PlanFile} is a file\n  Name one that can be written: --state DIR\n", _desk.Error);
        Assert.Empty(_desk.Launcher.Launched);
    }

    [Fact]
    public async Task Doctor_does_not_take_a_file_for_a_folder()
    {
        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("doctor --state lumina.deploy"));

        Assert.Contains($"problem  state folder: {_desk.PlanFile} is a file\n", _desk.Out);
    }

    [Fact]
    public async Task Host_stop_waits_until_it_has_gone()
    {
        _desk.WithHost().Host.Answer("POST /api/v1/shutdown", () =>
        {
            _desk.Processes.Clear();
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{\"stopping\":true,\"reason\":null}") });
        });

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("host stop"));

        Assert.Equal("the host has stopped\n", _desk.Out);
    }

    [Fact]
    public async Task Host_status_says_in_json_what_runs()
    {
        Assert.Equal(ExitCode.Done, await _desk.WithHost().TypeAsync("host status --output json"));

        Assert.Equal(
            $$"""
            {
              "running": true,
              "ready": true,
              "url": "http://127.0.0.1:7400",
              "processId": 4711,
              "version": "0.1.0",
              "onDemand": true,
              "state": "{{_desk.StateFolder}}",
              "silos": [
                {
                  "name": "desk-4711",
                  "address": "127.0.0.1:11111",
                  "version": "0.1.0",
                  "since": "2026-03-01T12:00:00+00:00",
                  "state": "active",
                  "alive": true
                }
              ]
            }

            """,
            _desk.Out);
    }

    [Fact]
    public async Task Something_else_that_answers_is_no_host()
    {
        _desk.WithHost().Host.Forget("GET /healthz").Answer(
            "GET /healthz", () => Task.FromResult(new HttpResponseMessage { Content = new StringContent("<html>") }));

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("status"));

        Assert.Contains("does not talk like a Lumina host", _desk.Error);
    }
}
