using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Engine;

namespace Lumina.Policy.Tests.Engine;

public sealed class RulesEngineTests
{
    private static readonly PolicyRequest Request =
        Requests.Between([Requests.Web with { Image = "ghcr.io/lumina/web:1.3" }, Requests.Core, Requests.Core with { Name = "old" }], [Requests.Web, Requests.Core]);

    [Fact]
    public async Task The_sample_rules_of_the_language_say_what_they_should() => Assert.Equal(
        [
            "RequireApproval no-friday-production on deployment: The rule 'no-friday-production' says so.",
            "Deny pinned-images on component web: web runs ghcr.io/lumina/web:latest: name a version, or better a digest.",
            "Warn small-steps on component web: The first step of web takes 25% of the traffic.",
        ],
        await AskAsync(
            Request,
            RuleTexts.Rule("pinned-images", "component.Image.Tag == \"latest\" || component.Image.Digest == null", where: "component.Image != null", environments: ["production"],
                message: "${component.Name} runs ${component.Image}: name a version, or better a digest."),
            RuleTexts.Rule("small-steps", "component.Strategy.Steps.First().Weight > 10%", RuleEffect.Warn, where: "component.Strategy is canary",
                message: "The first step of ${component.Name} takes ${component.Strategy.Steps.First().Weight} of the traffic."),
            RuleTexts.Rule("no-friday-production", "clock.LocalNow(\"Europe/Berlin\").DayOfWeek == DayOfWeek.Friday", RuleEffect.RequireApproval, RuleSubject.Deployment, message: "",
                environments: ["production"])));

    [Fact]
    public async Task Each_kind_of_rule_is_asked_about_its_subjects() => Assert.Equal(
        [
            "Warn change on component old: remove old: old", "Warn change on component web: update web: web", "Warn component on component core: core", "Warn component on component web: web",
            "Warn deployment on deployment: apply by anna", "Warn environment on environment production: production, none",
        ],
        await AskAsync(
            Request,
            RuleTexts.Rule("component", null, RuleEffect.Warn, message: "${component}"),
            RuleTexts.Rule("change", null, RuleEffect.Warn, RuleSubject.Change, message: "${change}: ${component.Name}"),
            RuleTexts.Rule("deployment", null, RuleEffect.Warn, RuleSubject.Deployment, message: "${deployment.Kind} by ${deployment.Actor}"),
            RuleTexts.Rule("environment", null, RuleEffect.Warn, RuleSubject.Environment, message: "${environment}, ${deployment.ApprovedBy}"),
            RuleTexts.Rule("step", null, RuleEffect.Deny, RuleSubject.Step, message: "never"),
            RuleTexts.Rule("elsewhere", null, RuleEffect.Deny, environments: ["staging"], message: "never")));

    [Fact]
    public async Task Before_a_step_only_rules_about_steps_are_asked() => Assert.Equal(
        ["Deny half on step 2 of web: Not 50.5%, of web 1.4.0."],
        await AskAsync(
            Request with { Moment = PolicyMoment.Step, Step = new("web", 2, 2, 50.5m, 8) },
            RuleTexts.Rule("half", "step.Weight >= 50% && step.IsLast", subject: RuleSubject.Step, message: "Not ${step.Weight}, of ${component} ${component.Version}."),
            RuleTexts.Rule("component", null, RuleEffect.Deny)));

    [Theory]
    [InlineData("component.Scale.Max > 1", "something that its condition asks for is not there")]
    [InlineData("component.Config[\"NONE\"] == \"\"", "a key that is not there")]
    [InlineData("component.Strategy.Steps.First().Weight > 1%", "something of a list that is not in it")]
    [InlineData("1 / (component.Replicas - 1) == 1", "divides by zero")]
    [InlineData("clock.LocalNow(\"Mars/North\").Hour > 1", "a time zone that this machine doesn't know")]
    [InlineData("int.Parse(component.Name) == 1", "failed with FormatException")]
    public async Task A_condition_that_fails_denies_and_says_why(string condition, string cause)
    {
        var request = Requests.Of(Requests.Core);

        Assert.Contains(cause, Assert.Single(await AskAsync(request, RuleTexts.Rule("r", condition))), StringComparison.Ordinal);
        Assert.StartsWith("Deny r on component core: The rule 'r' can't tell: ", Assert.Single(await AskAsync(request, RuleTexts.Rule("r", condition, RuleEffect.RequireApproval))), StringComparison.Ordinal);
        Assert.StartsWith("Deny ", Assert.Single(await AskAsync(request, RuleTexts.Rule("r", null, message: $"${{{condition}}}"))), StringComparison.Ordinal);
        Assert.StartsWith("Warn ", Assert.Single(await AskAsync(request, RuleTexts.Rule("r", condition, RuleEffect.Warn))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, true, "No.")]
    [InlineData(7, true, "No. (The waiver ends in 7 days, on 2027-02-05.)")]
    [InlineData(1, true, "No. (The waiver ends tomorrow.)")]
    [InlineData(0, true, "No. (The waiver ends today.)")]
    [InlineData(-1, false, "No.")]
    public async Task A_waiver_holds_to_the_end_of_its_day_and_says_when_that_is_near(int days, bool holds, string message)
    {
        var rules = RuleTexts.Set(RuleTexts.Rule("r", null)) with { Waivers = [Waiver("web", days)] };

        var decisions = await DecideAsync(Request, rules);

        var web = decisions.First(d => d is { Component: "web", Effect: RuleEffect.Deny });
        Assert.Equal(message, web.Message);
        Assert.Equal(holds ? new DecisionWaiver(Waiver("web", days).Until, "the vendor is slow", "anna") : null, web.Waiver);
        Assert.Null(decisions.Single(d => d.Component == "core").Waiver);
        Assert.Equal(
            holds ? [] : new[] { "The waiver of 'r' for web by anna has ended on 2027-01-28: the vendor is slow" },
            decisions.Where(d => d.Effect is RuleEffect.Warn).Select(d => d.Message));
    }

    [Fact]
    public async Task A_waiver_is_for_its_environments_and_the_longest_counts()
    {
        var rules = RuleTexts.Set(RuleTexts.Rule("r", null)) with
        {
            Waivers = [Waiver(null, 100) with { Environments = ["staging"] }, Waiver(null, -3), Waiver("web", 20), Waiver("web", 30)],
        };

        var decisions = await DecideAsync(Request, rules);

        Assert.Equal(Waiver("web", 30).Until, decisions.Single(d => d.Component == "web").Waiver?.Until);
        Assert.Equal([RuleEffect.Deny, RuleEffect.Warn], decisions.Where(d => d.Component == "core").Select(d => d.Effect));
    }

    [Fact]
    public async Task Broken_rules_leave_the_last_good_ones_in_force_and_say_so()
    {
        var good = RuleTexts.Set(RuleTexts.Rule("r", "component.Name == \"web\""));
        var source = new Changing { Now = new(good, []) };
        var engine = new RulesEngine(source, new ConditionCompiler(), TimeProvider.System, new RuleLimits());
        Assert.Equal(["r"], (await DecideAsync(engine, Request)).Select(d => d.Rule));

        source.Now = new(RuleTexts.Set(RuleTexts.Rule("other", "component.Nam == \"web\"")), []);
        var afterCondition = await DecideAsync(engine, Request);
        source.Now = new(RuleSet.Empty, [new Diagnostic("LUM8001", Severity.Error, new("b.rules", 0, 1, 2, 3, 2, 4), "It is no rule.")]);
        var afterSyntax = await DecideAsync(engine, Request);
        source.Now = new(RuleTexts.Set(RuleTexts.Rule("other", "component.Name == \"web\"")), []);
        var mended = await DecideAsync(engine, Request);

        Assert.Equal(
            [
                ("r", RuleEffect.Deny, "No."),
                ("policy-rules", RuleEffect.Warn, $"The newest rules are broken, so those before them were asked ({good.Digest}). test.rules:3:18: LUM8205 component has no 'Nam'. Did you mean 'Name'?"),
            ],
            afterCondition.Select(d => (d.Rule, d.Effect, d.Message)));
        Assert.EndsWith("b.rules:2:3: LUM8001 It is no rule.", afterSyntax[1].Message, StringComparison.Ordinal);
        Assert.Equal(good.Digest, afterSyntax[0].Version);
        Assert.Equal(["other"], mended.Select(d => d.Rule));
    }

    [Fact]
    public async Task Rules_that_never_were_good_deny_everything()
    {
        var source = new Changing { Now = new(RuleTexts.Set(RuleTexts.Rule("r", "component.Nam == \"\"")), []) };

        var decision = Assert.Single(await DecideAsync(new RulesEngine(source, new ConditionCompiler(), TimeProvider.System, new RuleLimits()), Request));

        Assert.Equal((RuleEffect.Deny, "No rules can be asked. test.rules:3:18: LUM8205 component has no 'Nam'. Did you mean 'Name'?"), (decision.Effect, decision.Message));
    }

    [Fact]
    public async Task A_source_that_fails_denies()
    {
        var decision = Assert.Single(await DecideAsync(new RulesEngine(new Changing(), new ConditionCompiler(), TimeProvider.System, new RuleLimits()), Request));

        Assert.Equal(RuleEffect.Deny, decision.Effect);
        Assert.Contains("The rules can't be had: ", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_that_runs_away_denies_and_the_other_rules_are_asked()
    {
        var request = Requests.Of([.. Enumerable.Range(0, 200).Select(i => Requests.Core with { Name = $"c{i}" })]);

        var decisions = await AskAsync(
            request,
            RuleTexts.Rule("away", "plan.Components.All(a => plan.Components.All(b => plan.Components.All(c => a.Name != \"\")))", subject: RuleSubject.Deployment),
            RuleTexts.Rule("quiet", null, RuleEffect.Warn, RuleSubject.Deployment));

        Assert.Equal(["Deny away on deployment: The rule 'away' can't tell: its condition was stopped, it takes more than 5,000,000 steps.", "Warn quiet on deployment: No."], decisions);
    }

    [Fact]
    public async Task A_request_whose_time_is_over_denies()
    {
        var decisions = await DecideAsync(
            new RulesEngine(new Changing { Now = new(RuleTexts.Set(RuleTexts.Rule("r", "component.Replicas > 100")), []) }, new ConditionCompiler(), TimeProvider.System, new() { Time = TimeSpan.FromTicks(-1) }),
            Request);

        Assert.Equal([RuleEffect.Deny, RuleEffect.Deny], decisions.Select(d => d.Effect));
        Assert.All(decisions, d => Assert.Contains("it takes too long", d.Message, StringComparison.Ordinal));
    }

    private static WaiverSpec Waiver(string? component, int days) => new()
    {
        Rule = "r",
        Component = component,
        Until = DateOnly.FromDateTime(Requests.Now.UtcDateTime).AddDays(days),
        Reason = "the vendor is slow",
        By = "anna",
        Location = new("test.rules", 0, 5, 9, 1, 9, 6),
    };

    private static async Task<string[]> AskAsync(PolicyRequest request, params RuleSpec[] rules) =>
        [.. (await DecideAsync(request, RuleTexts.Set(rules))).Select(d => $"{d.Effect} {d.Rule} on {d.Subject}: {d.Message}")];

    private static Task<ImmutableArray<Decision>> DecideAsync(PolicyRequest request, RuleSet rules) =>
        DecideAsync(new RulesEngine(new Changing { Now = new(rules, []) }, new ConditionCompiler(), TimeProvider.System, new RuleLimits { Time = TimeSpan.FromMinutes(5) }), request);

    private static async Task<ImmutableArray<Decision>> DecideAsync(RulesEngine engine, PolicyRequest request) =>
        (await engine.DecideAsync(request, InputDocument.Write(request), TestContext.Current.CancellationToken)).Decisions;

    /// <summary>Rules that somebody changes meanwhile.</summary>
    private sealed class Changing : IRuleSource
    {
        public ReadRules? Now { get; set; }

        public ReadRules Read() => Now ?? throw new IOException("The disk is gone.");
    }
}
