using System.Net;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

public sealed class UpTests : IDisposable
{
    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_deployment_that_succeeds_ends_with_what_is_live()
    {
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --param version=1.4.1"));

        Assert.Equal(
            """
            12:00:00.100  running
            12:00:00.200  core: rolling out 1/2, 1.4.0 → 1.4.1
            12:00:00.300  core: rolling out 2/2, 1.4.0 → 1.4.1
            12:00:00.400  core: live, 1.4.0 → 1.4.1
            12:00:00.500  web: live, 1.4.0 → 1.4.1
            12:00:00.600  succeeded
            2 components live, 1 unchanged in 3.2 s
              core  http://127.0.0.1:8000
              web   http://127.0.0.1:8080

            """,
            _desk.Out);
        Assert.Empty(_desk.Error);
    }

    [Fact]
    public async Task Where_it_runs_is_no_longer_told_than_fits()
    {
        var one = Running.Components[0];
        _desk.Host.Succeeds().Forget(StatusOfDevelopment).Answer(
            StatusOfDevelopment,
            [
                Running with
                {
                    Components = [one with { Name = "z", Endpoint = null }, .. Enumerable.Range(1, 22).Select(i => one with { Name = $"c{i}" })],
                },
            ],
            ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.EndsWith("  c20  http://127.0.0.1:8000\n  and 2 more: lumina status\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_stays_one_when_the_host_has_gone_before_it_is_asked_for_addresses()
    {
        _desk.Host.Succeeds().Forget(StatusOfDevelopment).Answer(StatusOfDevelopment, () => throw new HttpRequestException("reset"));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.EndsWith("2 components live, 1 unchanged in 3.2 s\n", _desk.Out, StringComparison.Ordinal);
        Assert.Empty(_desk.Error);
    }

    [Fact]
    public async Task What_is_asked_for_holds_the_plan_and_its_params()
    {
        _desk.Host.Succeeds();

        await _desk.TypeAsync("up --env staging --param version=1.4.1 --param level=a=b --wait --reason more");

        var request = _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest);
        Assert.Equal(
            ("apply", true, "ada", "more", "request-1"),
            (request.Kind, request.Wait, request.Actor, request.Reason, request.RequestId));
        Assert.Null(request.ExpectedChanges);
        Assert.Equal("plan lumina\n", request.Submission?.Source);
        Assert.Equal("lumina.deploy", request.Submission?.File);
        Assert.Equal(_desk.Folder, request.Submission?.Directory);
        Assert.Equal("staging", request.Submission?.Environment);
        Assert.Equal([new("version", "1.4.1"), new("level", "a=b")], request.Submission?.Parameters);
    }

    [Fact]
    public async Task When_nothing_changes_nothing_is_followed()
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, NoChanges), ApiJson.Default.DeploymentAccepted)
            .Stream(
                Events(0),
                [
                    Of(1, Summary("queued", 0)), Of(2, Summary("running", 0) with { Changed = 0 }),
                    Of(3, Summary("succeeded", 0.1) with { Changed = 0 }),
                ],
                ApiJson.Default.DeploymentEvent);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Equal("nothing to change: 3 components as planned\n", _desk.Out);
        Assert.Equal(["GET /healthz", Deployments, Events(0)], _desk.Host.Requests);
    }

    [Fact]
    public async Task What_had_nothing_to_change_and_changes_something_after_all_is_shown()
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, NoChanges), ApiJson.Default.DeploymentAccepted)
            .Stream(
                Events(0), [Of(1, Summary("queued", 0)), Of(2, Component("core", "live", "live")), Of(3, Summary("succeeded"))],
                ApiJson.Default.DeploymentEvent)
            .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
            .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --wait"));

        Assert.StartsWith("12:00:00.100  queued\n12:00:00.200  core: live", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("2 components live, 1 unchanged in 3.2 s\n", _desk.Out);
    }

    [Fact]
    public async Task A_warning_that_only_the_host_has_is_shown_once()
    {
        var warned = Changing with { Diagnostics = [new("LUM5009", "warning", "Old.", "lumina.deploy", 1, 6, 1, 12)] };
        _desk.Reply = "";
        _desk.Host.Succeeds().Forget(Deployments)
            .Answer("POST /api/v1/preview", warned, ApiJson.Default.Preview)
            .Answer(Deployments, new DeploymentAccepted(Id, warned), ApiJson.Default.DeploymentAccepted);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply --yes"));

        const string warning = "lumina.deploy:1:6: warning LUM5009: Old.\n  plan lumina\n       ^^^^^^\n";
        Assert.Equal(warning + warning, _desk.Error);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_it_without_a_word()
    {
        _desk.Host.Succeeds();
        using var closed = new ClosedPipe();

        Assert.Equal(ExitCode.ReaderGone, await LuminaCommand.RunAsync(_desk.World() with { Out = closed }, ["up"], default));

        Assert.Empty(_desk.Error);
    }

    [Fact]
    public async Task A_plan_with_errors_touches_nothing()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("up"));

        Assert.Equal(
            """
            lumina.deploy:2:13: error LUM2001: A string was expected, not 5.
                version = 5
                          ^
            lumina.deploy: 1 error; nothing was touched

            """,
            _desk.Error);
        // A host may be looked for meanwhile.
        Assert.DoesNotContain(Deployments, _desk.Host.Requests.ToArray());
        Assert.Empty(_desk.Launcher.Launched);
    }

    [Fact]
    public async Task A_failure_tells_why_and_what_was_restored()
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(7, Failing)], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, RolledBack, ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.RolledBack, await _desk.TypeAsync("up"));

        Assert.EndsWith(
            """
            core: the health check failed 3 times in a row
              last answer: GET /health answered 500 Internal Server Error
              last lines of core-4-1:
                starting
                the database is not there
            core failed
            failed and rolled back in 7.5 s: 1 component restored
              lumina show dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F

            """,
            _desk.Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("succeeded", 0)]
    [InlineData("failed", 1)]
    [InlineData("refused", 3)]
    [InlineData("superseded", 7)]
    [InlineData("cancelled", 5)]
    [InlineData("rolled-back", 5)]
    public async Task The_exit_code_is_the_outcome(string outcome, int exitCode)
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, new(Summary(outcome), []), ApiJson.Default.DeploymentDetail);

        Assert.Equal((ExitCode)exitCode, await _desk.TypeAsync("up"));
    }

    [Fact]
    public async Task A_deployment_that_runs_already_is_named()
    {
        _desk.Host.Refuse(
            Deployments, 409, new(ProblemCodes.Busy, "Another deployment of lumina runs in development.", null, "dep-2"));

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("up"));

        Assert.Equal(
            """
            error LUM7006: Another deployment of lumina runs in development.
              Wait for it with --wait, overtake it with --on-conflict supersede, or watch it: lumina watch dep-2

            """,
            _desk.Error);
    }

    [Fact]
    public async Task A_plan_that_the_host_refuses_is_explained()
    {
        var refused = Changing with { Diagnostics = [new("LUM5001", "Error", "No driver for 'kubernetes'.", "lumina.deploy", 1, 6, 1, 12)] };
        _desk.Host.Answer(Deployments, refused, ApiJson.Default.Preview, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("up"));

        Assert.Equal(
            "lumina.deploy:1:6: error LUM5001: No driver for 'kubernetes'.\n  plan lumina\n       ^^^^^^\n", _desk.Error);
    }

    [Fact]
    public async Task After_a_lost_connection_the_following_goes_on_where_it_was()
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(2, Component("core", "rolling-out"))], ApiJson.Default.DeploymentEvent, breaks: true)
            .Stream(Events(2), [Of(4, Component("core", "live", "live"))], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
            .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Contains("the connection to the host was lost", _desk.Out);
        Assert.Contains("core: live", _desk.Out);
        Assert.Equal([Events(0), Events(2)], _desk.Host.Requests.Where(request => request.Contains("events")));
    }

    [Fact]
    public async Task A_host_that_dies_is_started_again()
    {
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(2, Component("core", "rolling-out"))], ApiJson.Default.DeploymentEvent, breaks: true, then: Die)
            .Stream(Events(2), [Of(4, Component("core", "live", "live"))], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
            .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);
        _desk.Launcher.WhenLaunched = _ => _desk.Host.IsDead = false;

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        Assert.Equal([$"run --state {_desk.StateFolder} --on-demand"], _desk.Launcher.Launched);
        Assert.Contains("the host has died; starting it again", _desk.Out);

        void Die()
        {
            _desk.Host.IsDead = true;
            _desk.Processes.Clear();
        }
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_sent_again_under_the_same_name()
    {
        _desk.Host.Answer(Deployments, () => throw new HttpRequestException("reset"));
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        var sent = _desk.Host.Requests.Index()
            .Where(request => request.Item == Deployments)
            .Select(request => _desk.Host.Bodies[request.Index])
            .ToArray();
        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[0], sent[1]);
    }

    [Fact]
    public async Task An_interrupt_leaves_the_deployment_alone_and_says_so()
    {
        using var interrupted = new CancellationTokenSource();
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(2, Component("core", "rolling-out"))], ApiJson.Default.DeploymentEvent, then: interrupted.Cancel);

        Assert.Equal(ExitCode.Interrupted, await _desk.TypeAsync("up", interrupted.Token));

        Assert.Equal(
            $"""
            deployment {Id} goes on
              watch it:  lumina watch {Id}
              cancel it: lumina cancel {Id}

            """,
            _desk.Error);
        Assert.DoesNotContain(_desk.Host.Requests, request => request.EndsWith("cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_says_nothing_of_a_success()
    {
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --quiet"));

        Assert.Empty(_desk.Out + _desk.Error);
    }

    [Fact]
    public async Task Json_is_all_there_is_on_standard_output()
    {
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --output json"));

        Assert.Equal(
            """
            {
              "deployment": "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F",
              "outcome": "succeeded",
              "seconds": 3.2,
              "components": [
                {
                  "name": "core",
                  "action": "update",
                  "outcome": "live",
                  "seconds": 1.1,
                  "reason": null
                },
                {
                  "name": "memory",
                  "action": "unchanged",
                  "outcome": "unchanged",
                  "seconds": 0,
                  "reason": null
                },
                {
                  "name": "web",
                  "action": "create",
                  "outcome": "live",
                  "seconds": 0.9,
                  "reason": null
                }
              ],
              "diagnostics": [],
              "decisions": []
            }

            """,
            _desk.Out);
        Assert.Contains("core: live", _desk.Error);
    }

    [Fact]
    public async Task Json_of_a_plan_with_errors_holds_them()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("up --output json"));

        Assert.Contains("\"outcome\": \"refused\"", _desk.Out);
        Assert.Contains("\"code\": \"LUM2001\"", _desk.Out);
    }

    [Fact]
    public async Task On_a_terminal_the_last_picture_stays()
    {
        _desk.IsTerminal = true;
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --no-color"));

        Assert.Contains("✓  core       live   1.4.0 → 1.4.1    1.1 s", _desk.Out);
        Assert.Contains("2 components live, 1 unchanged in 3.2 s", _desk.Out);
    }
}
