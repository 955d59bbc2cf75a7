using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>Decisions and approvals on the command line.</summary>
public sealed class PolicyTests : IDisposable
{
    private const string All = "GET /api/v1/deployments?limit=1000";
    private const string LookAt = "POST /api/v1/preview";

    private static readonly PolicyDecision Denial = new(
        "pol-1", "rules", "pinned-images", "sha256:v2", "component web", "web", "deny", "web runs web:latest: name a version, or better a digest.")
    {
        EarlierVersion = "sha256:v1",
        Place = "images.rules:3:6",
        Help = "docs/rules/pinned-images.md",
    };

    private static readonly PolicyDecision Asking = new("pol-2", "plan", "approval", "sha256:aa", "environment development", null, "require-approval", "The plan wants it.")
    {
        Approval = new(["release-managers"], 2, 14_400),
    };

    private static readonly PolicyDecision Warning = new("pol-3", "opa", "small-steps", "lumina/main@opa", "deployment", null, "warn", "Mind.");

    private static readonly PolicyDecision Waived = Denial with { Id = "pol-4", Waiver = new(new DateOnly(2027, 1, 31), "the vendor has none", "ben") };

    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Plan_shows_what_policy_says_denials_first_and_is_done()
    {
        Looks(Denial, Asking, Warning, Waived);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("plan"));

        Assert.EndsWith("""
            policy:
              ✗ denied: pinned-images (component web): web runs web:latest: name a version, or better a digest.
                  the rules have changed since: sha256:v1 → sha256:v2
                  images.rules:3:6   docs/rules/pinned-images.md   pol-1
              ? to be approved: approval (environment development): The plan wants it.
                  by 2 of release-managers, within 4 h 0 m
                  pol-2
              ! warning: small-steps (deployment): Mind.
                  pol-3
              – waived: pinned-images (component web): web runs web:latest: name a version, or better a digest.
                  until 2027-01-31, by ben: the vendor has none
                  the rules have changed since: sha256:v1 → sha256:v2
                  images.rules:3:6   docs/rules/pinned-images.md   pol-4

            """, _desk.Out, StringComparison.Ordinal);
        Assert.Equal("ada", _desk.Host.Body(LookAt, ApiJson.Default.PlanSubmission).Actor);
    }

    [Theory]
    [InlineData("apply --yes", null)]
    [InlineData("apply", "y")]
    [InlineData("apply --yes --despite-freeze outage", null)]
    public async Task Apply_refuses_what_policy_denies_before_anybody_is_asked(string line, string? reply)
    {
        _desk.Reply = reply;
        Looks(Denial, Warning);

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync(line));

        Assert.Contains("✗ denied: pinned-images", _desk.Out, StringComparison.Ordinal);
        Assert.StartsWith("error LUM7019: Policy denies it: 1 denial. Nothing was touched.\n", _desk.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Do it?", _desk.Error + _desk.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task Apply_in_json_lists_the_decisions()
    {
        Looks(Denial, Warning);

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("apply --yes --output json"));

        using var report = JsonDocument.Parse(_desk.Out);
        Assert.Equal("refused", report.RootElement.GetProperty("outcome").GetString());
        var first = report.RootElement.GetProperty("decisions")[0];
        Assert.Equal(("deny", "pinned-images", "sha256:v1"), (first.GetProperty("effect").GetString(), first.GetProperty("rule").GetString(), first.GetProperty("earlierVersion").GetString()));
    }

    [Fact]
    public async Task What_is_waived_or_to_be_approved_does_not_keep_apply_from_asking()
    {
        Looks(Asking, Waived);
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply --yes --reason release"));

        Assert.Equal("release", _desk.Host.Body(LookAt, ApiJson.Default.PlanSubmission).Reason);
    }

    [Theory]
    [InlineData("refused", ExitCode.Refused, "refused: nothing was touched")]
    [InlineData("rejected", ExitCode.Rejected, "rejected: nothing was touched")]
    [InlineData("expired", ExitCode.Rejected, "too few have agreed in time: nothing was touched")]
    public async Task Up_ends_as_policy_and_people_want_it(string state, object expected, string told)
    {
        var summary = Summary(state, reason: "Because.") with { Ended = true };
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted, System.Net.HttpStatusCode.Created)
            .Stream(Events(0), [Of(1, summary)], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, new DeploymentDetail(summary, []) { Checks = [Check(Denial)] }, ApiJson.Default.DeploymentDetail);

        Assert.Equal((ExitCode)expected, await _desk.TypeAsync("up"));

        Assert.Contains(told, _desk.Out, StringComparison.Ordinal);
        Assert.Contains("✗ denied: pinned-images", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("Because.", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_is_told_for_whom_and_what_they_have_to_do()
    {
        var waiting = Summary("awaiting-approval") with { Approval = Wanted };
        _desk.Host
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted, System.Net.HttpStatusCode.Created)
            .Stream(
                Events(0),
                [
                    Of(1, waiting), Of(2, Component("core", "rolling-out") with { Approval = Wanted with { For = "step 2" } }), Of(3, Summary("succeeded")),
                ],
                ApiJson.Default.DeploymentEvent)
            .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
            .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up"));

        var told = $"for 2 of release-managers (two-people), 1 agreed: lumina approve {Id}";
        Assert.Equal(2, _desk.Out.Split('\n').Count(line => line.Contains(told, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("approve", "approve", null, null)]
    [InlineData("approve 3E4F --comment fine", "approve", null, "fine")]
    [InlineData("approve 3E4F web --reason fine", "approve", "web", "fine")]
    [InlineData("reject --comment no", "reject", null, "no")]
    public async Task A_word_of_who_was_asked_is_handed_on(string line, string verb, string? component, string? comment)
    {
        var request = $"POST /api/v1/deployments/{Id}/{verb}";
        _desk.Host.Answer(All, [Summary("awaiting-approval")], ApiJson.Default.DeploymentSummaryArray)
            .Answer(Detail, Succeeded with { Summary = Summary("awaiting-approval") with { Approval = Wanted } }, ApiJson.Default.DeploymentDetail)
            .Answer(request, Summary("queued"), ApiJson.Default.DeploymentSummary);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync(line));

        Assert.Equal(
            ("ada", component, comment, Wanted.For),
            _desk.Host.Body(request, ApiJson.Default.ControlRequest) is var said ? (said.Actor, said.Component, said.Reason, said.For) : default);
    }

    [Fact]
    public async Task Who_can_not_agree_is_told_why()
    {
        _desk.Host.Answer(All, [Summary("awaiting-approval")], ApiJson.Default.DeploymentSummaryArray)
            .Answer(Detail, Succeeded with { Summary = Summary("awaiting-approval") with { Approval = Wanted } }, ApiJson.Default.DeploymentDetail)
            .Refuse($"POST /api/v1/deployments/{Id}/approve", 403, new(ProblemCodes.NotAnApprover, $"{Id}: ada has asked for it, and who asks is not who agrees."));

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("approve"));

        Assert.StartsWith($"error LUM7018: {Id}: ada has asked for it", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_tells_what_was_decided_and_who_agreed()
    {
        var summary = Summary("awaiting-approval") with { Approval = Wanted };
        _desk.Host.Answer(Detail, Succeeded with { Summary = summary, Checks = [Check(Warning), Check(Denial) with { Component = "web", Step = 2 }] }, ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("show " + Id));

        Assert.Contains("agreed     ben (release-managers) at", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("! warning: small-steps (deployment): Mind.\n      pol-3\n  asked at the start,", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("  asked before step 2 of web,", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_started_is_told_of_policy_with_whole_paths()
    {
        using var desk = new Desk();
        desk.Launcher.WhenLaunched = _ => desk.WithHost();
        desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await desk.TypeAsync("up --rules rules --rules /etc/rules --opa http://opa:8181 --opa-path lumina/main --opa-token-file token --opa-plain-http"));

        Assert.Equal(
            $"run --state {desk.StateFolder} --on-demand --rules {Path.Combine(desk.Folder, "rules")} --rules /etc/rules --opa http://opa:8181 --opa-path lumina/main --opa-token-file {Path.Combine(desk.Folder, "token")} --opa-plain-http",
            Assert.Single(desk.Launcher.Launched));
    }

    [Fact]
    public async Task A_host_that_runs_already_goes_by_what_it_was_told_and_that_is_said()
    {
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up --rules rules"));

        Assert.Contains("one runs already, and goes by what it was told then", _desk.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "policy: none is set up")]
    [InlineData("rules", "ok       policy rules: 12 rules, 1 waiver, sha256:0123456789ab…\n")]
    [InlineData("rules", "problem  policy rules: a.rules:3:6: LUM8001 No. And 1 more.\n         → Mend them: until then the rules before them are asked (sha256:0123456789ab…)", "a.rules:3:6: LUM8001 No.", "b")]
    [InlineData("opa", "problem  policy opa: LUM8300 There is no connection to it.\n         → As long as it does not decide", "LUM8300 There is no connection to it.")]
    public async Task Doctor_says_whether_anything_is_asked_and_how_that_is(string? engine, string told, params string[] problems)
    {
        _desk.Host.Answer("GET /api/v1/policy", new PolicyStatus([new(engine ?? "", "sha256:0123456789abcdef", 12, 1, problems)]), ApiJson.Default.PolicyStatus);
        _desk.Host.Forget("GET /healthz")
            .Answer("GET /healthz", new HostHealth("0.1.0", 4711, OnDemand: true, Ready: true) { Policy = engine is null ? null : [engine] }, ApiJson.Default.HostHealth)
            .Answer("GET /api/v1/targets", [], ApiJson.Default.TargetHealthArray)
            .Answer(StatusOfDevelopment, [], ApiJson.Default.PlanStatusArray);

        await _desk.TypeAsync("doctor");

        Assert.Contains(told, _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_of_a_host_says_by_what_it_goes()
    {
        _desk.Host.Forget("GET /healthz")
            .Answer("GET /healthz", new HostHealth("0.1.0", 4711, OnDemand: true, Ready: true) { Policy = ["rules"] }, ApiJson.Default.HostHealth)
            .Answer("GET /api/v1/policy", new PolicyStatus([new("rules", "sha256:0123456789abcdef", 12, 1, [])]), ApiJson.Default.PolicyStatus);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("host status"));

        Assert.Contains("\n  policy rules: 12 rules, 1 waiver, sha256:0123456789ab…\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_explained_part_by_part()
    {
        Explains(new(
            Denial, "start", Noon, "lumina-ai", "production", Id, true, null,
            new(true, null, [new("a == \"b\" || c", "images.rules:3:6", 0, "true"), new("a == \"b\"", "images.rules:3:6", 1, "true"), new("c", "images.rules:3:6", 1, null), new("d", "images.rules:3:6", 2, null)]),
            null, []));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy explain pol-1"));

        Assert.StartsWith("✗ denied: pinned-images (component web): web runs web:latest", _desk.Out, StringComparison.Ordinal);
        Assert.Contains($"\nasked     at the start of {Id} (lumina-ai in production), ", _desk.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nwhen is true\n  a == \"b\" || c → true\n    a == \"b\" → true\n    c → not evaluated\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_that_failed_is_explained_down_to_what_is_not_there()
    {
        Explains(new(
            Denial, "plan", Noon, "lumina-ai", "production", null, null, null,
            new(null, "something is not there", [new("a.B.C == 2", "a.rules:1:1", 0, null), new("a.B.C", "a.rules:1:1", 1, null), new("a.B", "a.rules:1:1", 2, "nothing")]),
            null, []));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy explain pol-1"));

        Assert.EndsWith("\nwhen failed: something is not there\n  a.B.C == 2 → failed\n    a.B.C → failed\n      a.B → nothing\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_opa_has_said_comes_with_the_way_to_ask_it_again()
    {
        Explains(new(Denial, null, null, null, null, null, null, null, null, "OPA has decided it.", ["opa eval 'data.lumina'"]));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy explain pol-1"));

        Assert.EndsWith("OPA has decided it.\n\nto ask it once more, with the folder of its policies as DIR:\n  opa eval 'data.lumina'\n", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_decision_was_made_of_is_printed_as_it_is()
    {
        _desk.Host.Answer("GET /api/v1/policy/decisions/pol-1/input", () => Task.FromResult(new HttpResponseMessage { Content = new StringContent("{\"moment\":\"plan\"}") }));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy explain pol-1 --input"));

        Assert.Equal("{\"moment\":\"plan\"}\n", _desk.Out);
    }

    [Fact]
    public async Task A_deployment_is_no_decision()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("policy explain " + Id));

        Assert.Contains("lumina show " + Id, _desk.Error, StringComparison.Ordinal);
    }

    private void Explains(DecisionExplanation explanation) =>
        _desk.Host.Answer("GET /api/v1/policy/decisions/pol-1", explanation, ApiJson.Default.DecisionExplanation);

    private static ApprovalStatus Wanted => new(
        "sha256:bb", [new("two-people", ["release-managers"], 2, 1)], Noon, Noon.AddHours(4), [new("ben", "fine", ["release-managers"], Noon)]);

    private static PolicyCheckReport Check(PolicyDecision decision) =>
        new("start", Noon, null, null, new Dictionary<string, string> { ["rules"] = "sha256:v2" }, "sha256:in", 1.5, [decision]);

    private void Looks(params PolicyDecision[] decisions) => _desk.Host.Answer(LookAt, Changing with { Decisions = decisions }, ApiJson.Default.Preview);
}
