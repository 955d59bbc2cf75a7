using Lumina.Language.Rules;
using Lumina.Policy.Opa;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Policy.Tests.Opa;

/// <summary>What a real OPA decides, and what becomes of it.</summary>
public sealed class OpaDecisionTests(SharedOpa opa) : IClassFixture<SharedOpa>
{
    [Fact]
    public async Task What_no_rule_fires_for_is_allowed()
    {
        var options = await opa.WithAsync("allows", """deny contains "no" if input.plan.name == "another" """);

        var answer = await Asking.AskAsync(options, """{"plan":{"name":"shop"}}""");

        Assert.Empty(answer.Decisions);
        Assert.Equal($"allows@{opa.Server.Server}", answer.Version);
    }

    [Fact]
    public async Task A_denial_has_its_code_its_component_and_its_help()
    {
        var options = await opa.WithAsync("denies", """
            deny contains {"code": "pinned-images", "component": c.name, "message": sprintf("%s is not pinned", [c.name]), "help": "docs/pinned.md"} if some c in input.plan.components
            """);

        var answer = await Asking.AskAsync(options, """{"plan":{"components":[{"name":"core"},{"name":"web"}]}}""");

        Assert.Equal(["component core: core is not pinned", "component web: web is not pinned"], answer.Decisions.Select(d => $"{d.Subject}: {d.Message}"));
        Assert.All(answer.Decisions, d => Assert.Equal(("opa", "pinned-images", RuleEffect.Deny, "docs/pinned.md", "sha256:1"), (d.Engine, d.Rule, d.Effect, d.Help, d.InputDigest)));
        Assert.Equal(["core", "web"], answer.Decisions.Select(d => d.Component));
        Assert.All(answer.Decisions, d => Assert.Matches("^pol-[0-9a-f]{20}$", d.Id));
        Assert.Equal(2, answer.Decisions.Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_warning_that_is_a_text_is_about_the_deployment_and_named_by_the_path()
    {
        var options = await opa.WithAsync("warns", """warn contains "It is late." """);

        var warning = Assert.Single((await Asking.AskAsync(options)).Decisions);

        Assert.Equal((RuleEffect.Warn, "warns", "deployment", "It is late."), (warning.Effect, warning.Rule, warning.Subject, warning.Message));
    }

    [Fact]
    public async Task An_approval_says_who_how_many_and_until_when()
    {
        var options = await opa.WithAsync("asks", """
            require_approval contains {"message": "Ask them.", "approvers": ["release-managers", "ada"], "count": 2, "expires": "4h"}
            require_approval contains "Ask somebody."
            """);

        var answer = await Asking.AskAsync(options with { Approvers = ["platform"] });

        var named = Assert.Single(answer.Decisions, d => d.Message == "Ask them.").Approval!;
        Assert.Equal((2, TimeSpan.FromHours(4)), (named.Count, named.Expires));
        Assert.Equal(["ada", "release-managers"], named.From);
        Assert.Equal(["platform"], Assert.Single(answer.Decisions, d => d.Message == "Ask somebody.").Approval!.From);
    }

    [Fact]
    public async Task An_approval_of_nobody_is_a_denial()
    {
        var options = await opa.WithAsync("asks_nobody", """require_approval contains "Ask somebody." """);

        Assert.Equal(OpaCodes.WrongShape, Asking.Denial(await Asking.AskAsync(options)).Rule);
    }

    [Fact]
    public async Task An_undefined_decision_is_a_denial()
    {
        var denial = Asking.Denial(await Asking.AskAsync(Asking.Patient with { Server = opa.Server.Server, Decision = "nobody/wrote/this" }));

        Assert.Equal(OpaCodes.Undefined, denial.Rule);
        Assert.Contains("nobody/wrote/this is undefined", denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_decides_nothing_of_ours_is_a_denial()
    {
        var options = await opa.WithAsync("another_one", "allow := true");

        Assert.Equal(OpaCodes.WrongShape, Asking.Denial(await Asking.AskAsync(options)).Rule);
    }

    [Fact]
    public async Task A_policy_that_fails_is_a_denial_even_where_OPA_may_be_away()
    {
        var options = await opa.WithAsync("fails", "deny contains version\nversion := 1 if input.plan\nversion := 2 if input.plan");

        var denial = Asking.Denial(await Asking.AskAsync(options with { OnUnavailable = Warning }, """{"plan":{}}"""));

        Assert.Equal(OpaCodes.ErrorStatus, denial.Rule);
        Assert.Contains("HTTP 500", denial.Message, StringComparison.Ordinal);
        Assert.Contains("complete rules must not produce multiple outputs (fails:", denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_is_no_JSON_is_a_denial()
    {
        var options = await opa.WithAsync("never_asked", """deny contains "no" """);

        Assert.Equal(OpaCodes.ErrorStatus, Asking.Denial(await Asking.AskAsync(options, "{")).Rule);
    }

    [Fact]
    public async Task An_answer_of_ten_megabytes_is_a_denial_and_is_not_read()
    {
        var options = await opa.WithAsync("talks", """deny contains concat("", [input.pad | some _ in numbers.range(1, 10240)]) """);

        var denial = Asking.Denial(await Asking.AskAsync(options, $$"""{"pad":"{{new string('x', 1024)}}"}"""));

        Assert.Equal(OpaCodes.TooLarge, denial.Rule);
        Assert.Contains("longer than 4194304 bytes", denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_decides_too_much_is_a_denial()
    {
        var options = await opa.WithAsync("decides_much", """warn contains sprintf("%d", [i]) if some i in numbers.range(1, 11)""");

        Assert.Equal(11, (await Asking.AskAsync(options)).Decisions.Length);
        Assert.Equal(OpaCodes.TooLarge, Asking.Denial(await Asking.AskAsync(options with { MaxDecisions = 10 })).Rule);
    }

    [Fact]
    public async Task What_is_asked_before_a_step_is_about_the_step()
    {
        var options = await opa.WithAsync("stops", """deny contains "Stop." """);
        using var engine = new OpaEngine(options, TimeProvider.System, NullLogger<OpaEngine>.Instance);

        var answer = await engine.DecideAsync(Asking.Request("production", new StepFacts("web", 2, 3, 50, 7)), Asking.Input("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(("step 2 of web", "web"), (answer.Decisions[0].Subject, answer.Decisions[0].Component));
    }

    [Fact]
    public async Task OPA_says_how_much_of_the_time_was_its_own()
    {
        using var client = new OpaClient(await opa.WithAsync("is_measured", "deny contains 1 if false"), TimeProvider.System);

        var answer = await client.DecideAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Null(answer.Failure);
        Assert.True(answer.ServerTook > TimeSpan.Zero && answer.ServerTook <= answer.Took, $"{answer.ServerTook} of {answer.Took}");
        Assert.Null(await client.HealthAsync(TestContext.Current.CancellationToken));
    }

    internal static Dictionary<string, string> Warning { get; } = new() { ["production"] = "warn" };
}
