using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy.Engine;
using Lumina.Policy.Testing;

namespace Lumina.Policy.Tests.Testing;

/// <summary>Tests of rules, run: what is given comes to the rule, and what it decides is compared with what is expected.</summary>
public sealed class RuleTesterTests
{
    private const string Pinned = """
        rule pinned {
          applies to component in production
          when    component.Image.Tag == "latest"
          deny    "${component.Name} runs ${component.Image}."
        }

        """;

    [Theory]
    [InlineData("""given component web in production { image = "web:latest" }  expect deny "web runs web:latest" """, "")]
    [InlineData("""given component web in production { image = "web:latest" }  expect nothing""", "nothing")]
    [InlineData("""given component web in production { image = "web:latest" }  expect deny "another word" """, "deny another word")]
    [InlineData("""given component web in production { image = "web:1" }  expect nothing""", "")]
    [InlineData("""given component web in production { image = "web:1" }  expect deny""", "deny")]
    [InlineData("""given component web in staging { image = "web:latest" }  expect nothing""", "")]
    public async Task A_test_passes_when_what_it_expects_is_decided(string body, string unmet)
    {
        var result = Assert.Single((await RunAsync(Pinned + $"test pinned {{ {body} }}")).Results);

        Assert.Equal(unmet, string.Join(", ", result.Unmet.Select(e => $"{e.Outcome.ToString().ToLowerInvariant()} {e.Message}".Trim())));
        Assert.Equal(unmet is "", result.Passed);
    }

    [Fact]
    public async Task A_condition_that_fails_is_not_the_denial_that_a_test_expects()
    {
        var report = await RunAsync(Pinned + """
            test pinned { given component web in production { command = ["web"] }  expect deny }
            test pinned { given component web in production { command = ["web"] }  expect deny "is not there" }
            """);

        Assert.Equal([false, true], report.Results.Select(result => result.Passed));
        Assert.All(report.Results, result => Assert.Contains("can't tell", result.Failure, StringComparison.Ordinal));
        Assert.Equal((false, false), (report.Coverage[0].HasFired, report.Coverage[0].WasSilent));
    }

    [Fact]
    public async Task Everything_that_is_given_comes_to_the_rule()
    {
        var report = await RunAsync("""
            rule all {
              applies to change
              when    plan.Name == "shop" && plan.Version == "2" && plan.Owner == "team" && environment.Name == "production" && environment.Target.Kind == "docker"
                && deployment.Id == "dep-1" && deployment.Actor == "anna" && deployment.Reason == "why" && deployment.ApprovedBy.Contains("ben") && deployment.Kind == "rollback"
                && clock.LocalNow("Europe/Berlin").Hour == 15 && change.Action == ChangeAction.Update && change.Before.Image.Tag == "1" && change.After.Image.Tag == "2"
              warn    "all"
            }

            rule gone {
              applies to change where change.Action == ChangeAction.Remove
              warn    "${change.Component} ${plan.Components.Count} ${deployment.Kind}"
            }

            test all {
              given plan shop { version = "2"  owner = "team" }
              given environment production { target docker }
              given component web { image = "web:2" }
              given running web { image = "web:1" }
              given deployment { id = "dep-1"  actor = "anna"  reason = "why"  approved_by = ["ben"]  kind = rollback }
              given clock "2026-11-27T15:00:00+01:00"
              expect warn
            }

            test gone {
              given component web { image = "web:2" }
              given running web { image = "web:1" }
              given deployment { kind = remove }
              expect warn "web 0 remove"
            }

            test gone {
              given component web { image = "web:2" }
              given running db { image = "db:1" }
              expect warn "db 1 apply"
            }
            """);

        Assert.All(report.Results, result => Assert.True(result.Passed, string.Join('\n', Said(result))));
    }

    [Fact]
    public async Task Rules_about_steps_are_asked_before_the_step_that_is_given()
    {
        var report = await RunAsync("""
            rule half {
              applies to step where step.Weight > 40%
              require approval from "on-call", "owners" because "Step ${step.Number} of ${step.Of}, revision ${step.Revision}."
            }

            test half {
              given component web { strategy canary { step 5% for 1m  step 50% for 2m } }
              given step 2 of 2 of web weight 50% revision 7
              expect approval from "owners", "on-call" "Step 2 of 2, revision 7."
            }

            test half {
              given component web { strategy canary { step 5% for 1m  step 50% for 2m } }
              given step 1 of 2 of web weight 5%
              expect nothing
            }

            test half {
              given component web { strategy canary { step 5% for 1m  step 50% for 2m } }
              given step 2 of 2 of web weight 50%
              expect approval from "owners"
            }
            """);

        Assert.Equal([true, true, false], report.Results.Select(result => result.Passed));
    }

    [Fact]
    public async Task Before_a_step_a_rule_sees_the_one_component_that_it_is_of_as_deployments_have_it()
    {
        var report = await RunAsync("""
            rule alone {
              applies to step
              warn    "${plan.Components.Count} ${deployment.Changes.Count} ${component.Name} ${change.Action} ${component.DependsOn.Count}"
            }

            test alone {
              given component web { image = "web:2"  depends on core }
              given component core { image = "core:1" }
              given running web { image = "web:1" }
              given running core { image = "core:1" }
              given step 2 of 3 of web
              expect warn "1 1 web update 1"
            }
            """);

        Assert.All(report.Results, result => Assert.True(result.Passed, string.Join('\n', Said(result))));
    }

    [Fact]
    public async Task A_rule_is_alone_in_its_tests_and_its_waivers_do_not_count()
    {
        var report = await RunAsync(Pinned + """
            rule always { applies to component  deny "Never." }
            waive pinned until 2027-01-31 because "Later." by "anna"
            test pinned { given component web in production { image = "web:latest" }  expect deny "web runs" }
            test pinned { given component web in production { image = "web:1" }  expect nothing }
            """);

        Assert.All(report.Results, result => Assert.True(result.Passed));
        Assert.All(report.Results.SelectMany(result => result.Decided), decision => Assert.Null(decision.Waiver));
    }

    [Fact]
    public async Task Coverage_tells_what_no_test_has_seen()
    {
        var report = await RunAsync(Pinned + """
            rule second { applies to component  warn "Always." }
            rule third { applies to component  warn "Always." }
            test pinned { given component web in production { image = "web:latest" }  expect deny }
            test pinned { given component web in production { image = "web:1" }  expect nothing }
            test second { given component web { }  expect warn }
            """);

        Assert.Equal(
            ["pinned True True", "second True False", "third False False"],
            report.Coverage.Select(c => $"{c.Rule.Name} {c.HasFired} {c.WasSilent}"));
        Assert.Equal(50, report.CoveredPercent);
    }

    [Fact]
    public async Task A_condition_that_is_no_CSharp_is_found_at_its_place_and_nothing_is_run()
    {
        var compiled = Compile(Pinned.Replace("Tag", "Tga", StringComparison.Ordinal) + "test pinned { given component web in production { }  expect nothing }");

        var (report, problems) = await new RuleTester(TimeProvider.System, new RuleLimits()).RunAsync(compiled.Rules, compiled.Tests, TestContext.Current.CancellationToken);

        Assert.Null(report);
        var problem = Assert.Single(problems);
        Assert.Equal(("LUM8205", 3, 27), (problem.Code, problem.Location.Line, problem.Location.Column));
    }

    [Fact]
    public async Task All_rules_are_compiled_once_for_all_tests()
    {
        var compiled = Compile(Pinned + string.Concat(Enumerable.Range(0, 20).Select(i => $$"""
            rule r{{i}} { applies to component  when component.Replicas > {{i}}  warn "${component.Replicas}" }
            test r{{i}} { given component web { replicas = {{i}} }  expect nothing }

            """)));
        var tester = new RuleTester(TimeProvider.System, new RuleLimits());

        var (report, _) = await tester.RunAsync(compiled.Rules, compiled.Tests, TestContext.Current.CancellationToken);

        Assert.Equal((20, 0, 1), (report!.Results.Length, report.Failed, tester.Compilations));
    }

    private static async Task<RuleTestReport> RunAsync(string text)
    {
        var compiled = Compile(text);
        var (report, problems) = await new RuleTester(TimeProvider.System, new RuleLimits()).RunAsync(compiled.Rules, compiled.Tests, TestContext.Current.CancellationToken);
        Assert.Empty(problems.Select(RuleTexts.Show));
        return report!;
    }

    private static RuleCompilation Compile(string text)
    {
        var compiled = RuleCompiler.Compile([new RuleFile("test.rules", text)]);
        Assert.Empty(compiled.Diagnostics.Where(d => d.Severity is Severity.Error).Select(RuleTexts.Show));
        return compiled;
    }

    private static IEnumerable<string> Said(RuleTestResult result) => result.Decided.Select(d => d.Message).Append(result.Failure ?? "");
}
