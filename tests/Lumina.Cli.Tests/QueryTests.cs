using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>Verbs that look, and verbs that say a word to what runs.</summary>
public sealed class QueryTests : IDisposable
{
    private const string StatusOf = "GET /api/v1/status?plan=lumina&environment=";
    private const string All = "GET /api/v1/deployments?limit=1000";

    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Status_in_json_has_the_promised_names()
    {
        _desk.Host.Answer(StatusOf + "development", [Running with { Components = [Running.Components[0]] }], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status --output json"));

        Assert.Equal(
            """
            {
              "plan": "lumina",
              "environment": "development",
              "deployment": "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F",
              "components": [
                {
                  "name": "core",
                  "state": "live",
                  "revision": 3,
                  "version": "1.4.0",
                  "image": "lumina/core:1.4.0",
                  "healthy": 2,
                  "desired": 2,
                  "restarts": 0,
                  "endpoint": "http://127.0.0.1:8000",
                  "traffic": [
                    {
                      "revision": 3,
                      "weight": 100
                    }
                  ],
                  "since": "2026-11-23T12:00:00+00:00"
                }
              ]
            }

            """,
            _desk.Out);
    }

    [Fact]
    public async Task Status_of_what_does_not_run_is_no_error()
    {
        _desk.Host.Answer(StatusOf + "staging", [], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status --env staging"));

        Assert.Equal("nothing of lumina runs in staging\n", _desk.Out);
    }

    [Fact]
    public async Task Status_works_for_a_plan_with_errors()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);
        _desk.Host.Answer(StatusOf + "development", [], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status"));
    }

    [Fact]
    public async Task Validate_counts_what_it_found()
    {
        _desk.Components = [Spec("core"), Spec("web", "core")];

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("validate"));

        Assert.Equal("lumina.deploy: no problems; 2 components, 2 environments\n", _desk.Out);
        Assert.Empty(_desk.Host.Requests);
    }

    [Fact]
    public async Task Validate_in_json_lists_the_findings()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate --output json"));

        Assert.Equal(
            """
            {
              "plan": "lumina",
              "environments": [
                "development",
                "staging"
              ],
              "valid": false,
              "diagnostics": [
                {
                  "code": "LUM2001",
                  "name": "unknown-property",
                  "severity": "error",
                  "message": "A string was expected, not 5.",
                  "file": "lumina.deploy",
                  "line": 2,
                  "column": 13,
                  "endLine": 2,
                  "endColumn": 14,
                  "help": "docs/reference/diagnostics.md#lum2001-unknown-property",
                  "fix": null
                }
              ],
              "silenced": []
            }

            """,
            _desk.Out);
    }

    [Fact]
    public async Task Graph_draws_for_graphviz_and_mermaid()
    {
        _desk.Components = [Spec("core"), Spec("web", "core")];

        await _desk.TypeAsync("graph --format dot");
        await _desk.TypeAsync("graph --format mermaid");

        Assert.Equal(
            """
            digraph "lumina" {
              rankdir=LR;
              node [shape=box];
              "core";
              "web";
              "core" -> "web";
            }
            graph LR
              c0["core"]
              c1["web"]
              c0 --> c1

            """,
            _desk.Out);
    }

    [Fact]
    public async Task Plan_of_what_the_host_can_not_run_says_so()
    {
        _desk.Host.Answer(
            "POST /api/v1/preview",
            Changing with { Diagnostics = [new("LUM5001", "error", "No driver for 'kubernetes'.", "lumina.deploy", 1, 6, 1, 12)] },
            ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("plan"));

        Assert.Contains("LUM5001", _desk.Error);
        Assert.Empty(_desk.Out);
    }

    [Fact]
    public async Task Apply_does_exactly_what_was_looked_at()
    {
        _desk.Reply = "y\n";
        _desk.Host.Succeeds().Answer("POST /api/v1/preview", Changing, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply"));

        Assert.Equal("sha256:bb", _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest).ExpectedChanges);
        Assert.Equal("Do it? [y/N] ", _desk.Error);
        Assert.Contains("  ~ core  update 1.4.0 → 1.4.1\n", _desk.Out);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("maybe\n")]
    [InlineData("")]
    public async Task Apply_without_a_yes_touches_nothing(string reply)
    {
        _desk.Reply = reply;
        _desk.Host.Answer("POST /api/v1/preview", Changing, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Interrupted, await _desk.TypeAsync("apply"));

        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
        Assert.EndsWith("nothing was touched\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_does_not_ask_about_nothing()
    {
        _desk.Host.Answer("POST /api/v1/preview", NoChanges, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply --yes"));

        Assert.Equal("lumina in development\nnothing to change: 3 components as planned\n", _desk.Out);
        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task Apply_of_what_has_changed_since_is_a_conflict()
    {
        _desk.Host.Answer("POST /api/v1/preview", Changing, ApiJson.Default.Preview)
            .Refuse(Deployments, 409, new(ProblemCodes.Stale, "What runs has changed since.", "Look again: lumina plan"));

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("apply --yes"));

        Assert.Equal("error LUM7007: What runs has changed since.\n  Look again: lumina plan\n", _desk.Error);
    }

    [Theory]
    [InlineData("dep-01JD2Q", "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F")]
    [InlineData("01jd2q", "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F")]
    [InlineData("3E4F", "dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F")]
    public async Task A_deployment_is_known_by_the_beginning_or_the_end_of_its_id(string text, string id)
    {
        _desk.Host
            .Answer(All, [Summary("succeeded"), Summary("succeeded") with { Id = "dep-01JD1AAAAAAAAAAAAAAAAAAAAA" }], ApiJson.Default.DeploymentSummaryArray)
            .Answer("GET /api/v1/deployments/" + id, Succeeded, ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("show " + text));
    }

    [Theory]
    [InlineData("dep-01JD", "2 deployments fit dep-01JD: dep-01JD2QXW5T7Y8Z9A0B1C2D3E4F, dep-01JD1AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("xyz", "There is no deployment xyz.")]
    public async Task An_id_that_fits_none_or_several_is_refused(string text, string message)
    {
        _desk.Host.Answer(All, [Summary("succeeded"), Summary("succeeded") with { Id = "dep-01JD1AAAAAAAAAAAAAAAAAAAAA" }], ApiJson.Default.DeploymentSummaryArray);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("show " + text));

        Assert.StartsWith($"error LUM7005: {message}\n", _desk.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("resume", "running")]
    [InlineData("cancel", "cancelling")]
    public async Task A_word_goes_to_the_only_open_deployment(string verb, string state)
    {
        _desk.Host
            .Answer(All, [Summary("running"), Summary("succeeded") with { Id = "dep-1" }], ApiJson.Default.DeploymentSummaryArray)
            .Answer($"POST /api/v1/deployments/{Id}/{verb}", Summary(state), ApiJson.Default.DeploymentSummary);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"{verb} --reason errors"));

        Assert.Equal($"{Id}: {state}\n", _desk.Out);
        Assert.Equal(new ControlRequest("ada", "errors"), _desk.Host.Body($"POST /api/v1/deployments/{Id}/{verb}", ApiJson.Default.ControlRequest));
    }

    [Fact]
    public async Task A_word_to_no_open_deployment_is_refused()
    {
        _desk.Host.Answer(All, [Summary("succeeded")], ApiJson.Default.DeploymentSummaryArray);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("cancel"));

        Assert.Equal("error LUM7005: No deployment is open.\n  See: lumina history\n", _desk.Error);
    }

    [Theory]
    [InlineData("rollback", null)]
    [InlineData("rollback core", "core")]
    [InlineData("rollback dep-01JD2Q", Id)]
    public async Task Rollback_takes_a_component_a_deployment_or_the_last_one(string line, string? target)
    {
        _desk.Host.Succeeds().Answer(All, [Summary("succeeded")], ApiJson.Default.DeploymentSummaryArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync(line));

        var request = _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest);
        Assert.Equal(("rollback", "lumina", "development", target), (request.Kind, request.Plan, request.Environment, request.Target));
    }

    [Fact]
    public async Task Nothing_to_roll_back_is_said()
    {
        _desk.Host.Refuse(Deployments, 409, new(ProblemCodes.NothingToRollBack, "Nothing ran before."));

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("rollback"));
    }

    [Fact]
    public async Task Logs_are_printed_as_they_were_written()
    {
        const string log = "GET /api/v1/logs/development/lumina/core?lines=20&follow=true";
        _desk.Host.Stream(log, [new(Noon, "core-4-1", "starting"), new(Noon, "core-4-1", "  indented → kept")], ApiJson.Default.LogEntry);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("logs core -f --lines 20"));
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("logs core -f --lines 20 --output json"));

        Assert.Equal(
            """
            12:00:00.000 core-4-1  starting
            12:00:00.000 core-4-1    indented → kept
            {"at":"2026-11-23T12:00:00+00:00","instance":"core-4-1","text":"starting"}
            {"at":"2026-11-23T12:00:00+00:00","instance":"core-4-1","text":"  indented → kept"}

            """,
            _desk.Out);
    }

    [Fact]
    public async Task Watching_a_deployment_ends_with_its_outcome()
    {
        _desk.Host
            .Stream(Events(0), [Of(7, Failing)], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, RolledBack, ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.RolledBack, await _desk.TypeAsync("watch " + Id));
    }

    [Fact]
    public async Task Watching_the_status_prints_only_what_has_changed()
    {
        using var enough = new CancellationTokenSource();
        var looks = 0;
        for (var i = 0; i < 3; i++)
            _desk.Host.Answer(StatusOf + "development", [Running], ApiJson.Default.PlanStatusArray);
        _desk.Host.Answer(StatusOf + "development", () =>
        {
            looks++;
            enough.Cancel();
            throw new OperationCanceledException(enough.Token);
        });

        Assert.Equal(ExitCode.Interrupted, await _desk.TypeAsync("watch", enough.Token));

        Assert.Equal(1, looks);
        Assert.Equal(
            [
                "18:00:00  core: live, 2/2 healthy, 1.4.0",
                "18:00:00  web: degraded, 1/2 healthy, 1.4.0: web-12-2 ended with exit code 1 and is started again",
            ],
            _desk.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up()
    {
        _desk.Host.Answer(StatusOf + "development", async () =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None).WaitAsync(new CancellationToken(true));
            throw new InvalidOperationException();
        });

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("status --timeout 500ms"));

        Assert.Equal("error: not finished within 0.5 s\n", _desk.Error);
    }

    [Fact]
    public async Task Agent_status_says_what_its_target_says()
    {
        _desk.Host.Answer("GET /api/v1/targets", [new("process", false, "the agent does not answer")], ApiJson.Default.TargetHealthArray);

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("agent status"));

        Assert.Equal("the agent does not answer\n", _desk.Out);
    }

    [Fact]
    public async Task Doctor_names_what_is_wrong_and_how_to_mend_it()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);
        _desk.Host.Answer("GET /api/v1/targets", [new("process", true, "agent 0.1.0")], ApiJson.Default.TargetHealthArray);
        _desk.Variables["COLUMNS"] = "200";

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("doctor"));

        Assert.Contains("problem  plan: lumina.deploy: 1 error\n         → See: lumina validate lumina.deploy\n", _desk.Out);
        Assert.Contains("ok       target process: agent 0.1.0\n", _desk.Out);
        Assert.Contains("ok       host: version 0.1.0 at http://127.0.0.1:7400\n", _desk.Out);
    }

    [Fact]
    public async Task Doctor_finds_a_port_that_somebody_else_has()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        _desk.Components = [Spec("web") with { Port = port }, Spec("core") with { Port = port }];
        _desk.Host
            .Answer("GET /api/v1/targets", [], ApiJson.Default.TargetHealthArray)
            .Answer(StatusOf + "development", [Running with { Components = [Running.Components[0]] }], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("doctor --output json"));

        Assert.Contains($"\"name\": \"port {port} of web\",\n      \"ok\": false", _desk.Out);
        Assert.Contains($"\"name\": \"port {port} of core\",\n      \"ok\": true", _desk.Out);
    }
}
