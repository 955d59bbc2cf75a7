using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Language.Rules;

namespace Lumina.Language.Tests.Rules;

/// <summary>What tests of rules give.</summary>
public sealed class GivenTests
{
    [Fact]
    public void Components_are_those_of_the_plan_language()
    {
        var test = Ruled.Test("""
              given component web in production {
                image = "web:1"
                port  = 80
                depends on db
                health http { path = "/health" }
                strategy canary {
                  step 5% for 1m
                  step 50% for 2m
                }
                in production { replicas = 6 }
                in staging { replicas = 2 }
              }
              given component db { command = "db" }
              expect deny
            """);
        Assert.Equal(["db", "web"], test.Plan.Components.Select(c => c.Name));
        var web = test.Plan.Components[1];
        Assert.Equal(("web:1", 6), (web.Image, web.Replicas));
        Assert.Equal([5m, 50m], Assert.IsType<CanarySpec>(web.Strategy).Steps.Select(s => s.Weight));
        Assert.Equal("production", test.Plan.Environment.Name);
    }

    [Fact]
    public void What_is_not_given_is_as_usual()
    {
        var test = Ruled.Test("  given component web {}\n  expect nothing");
        Assert.Equal(("test", "development", "process"), (test.Plan.Name, test.Plan.Environment.Name, test.Plan.Environment.Target.Kind));
        Assert.Equal(new GivenDeployment(), test.Deployment);
        Assert.Equal(RuleTestSpec.UsualTime, test.Now);
        Assert.Empty(test.Running);
        Assert.Null(test.Step);
        Assert.Equal(ExpectedOutcome.Nothing, Assert.Single(test.Expectations).Outcome);
    }

    [Fact]
    public void Everything_can_be_given()
    {
        var test = Ruled.Test("""
              given plan shop { version = "1.2"  owner = "anna" }
              given environment production {
                target kubernetes { namespace = "shop" }
                after staging soak 1h
                approval { from = ["ops"] }
              }
              given component web in production { image = "web:${plan.version}" }
              given running web { image = "web:1.1"  replicas = 2 }
              given running old { command = "old"  depends on web, gone }
              given deployment { id = "dep-1"  actor = "ben"  kind = rollback  reason = "It burns."  approved_by = ["anna"] }
              given clock "2026-11-27T15:00:00+01:00"
              given step 2 of 4 of web weight 50% revision 7
              expect deny "a"
              expect deny "b"
            """);
        Assert.Equal(("shop", "1.2", "anna"), (test.Plan.Name, test.Plan.Version, test.Plan.Owner));
        Assert.Equal(("production", "kubernetes", "staging", TimeSpan.FromHours(1)),
            (test.Plan.Environment.Name, test.Plan.Environment.Target.Kind, test.Plan.Environment.After, test.Plan.Environment.Soak));
        Assert.Equal(("web:1.2", "1.2"), (test.Plan.Components[0].Image, test.Plan.Components[0].Version));
        Assert.Equal(["old", "web"], test.Running.Keys);
        Assert.Equal(("web:1.1", 2), (test.Running["web"].Image, test.Running["web"].Replicas));
        Assert.Equal(("dep-1", "ben", "rollback", "It burns."), (test.Deployment.Id, test.Deployment.Actor, test.Deployment.Kind, test.Deployment.Reason));
        Assert.Equal(["anna"], test.Deployment.ApprovedBy);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 15, 0, 0, TimeSpan.FromHours(1)), test.Now);
        Assert.Equal(new GivenStep("web", 2, 4, 50, 7), test.Step);
        Assert.Equal(["a", "b"], test.Expectations.Select(e => e.Message));
    }

    [Theory]
    [InlineData("2026-11-27T15:00:00+01:00", 14)]
    [InlineData("2026-11-27T15:00Z", 15)]
    [InlineData("2026-11-27T15:00", 15)]
    [InlineData("2026-11-27 15:00", 15)]
    [InlineData("2026-11-27", 0)]
    public void A_time_without_its_distance_from_UTC_is_in_UTC(string written, int hour) =>
        Assert.Equal(new DateTimeOffset(2026, 11, 27, hour, 0, 0, TimeSpan.Zero), Ruled.Test($"  given component web {{}}\n  given clock \"{written}\"\n  expect deny").Now);

    [Fact]
    public void Secrets_are_as_old_as_a_test_says()
    {
        const string Given = "  given component web { secret KEY = vault(\"a\", \"b\", 3) }\n  given running old { secret KEY = vault(\"a\", \"b\") }\n";

        var test = Ruled.Test(Given + "  given secrets since \"2025-06-01\"\n  expect deny");

        var since = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(since, test.Plan.Components[0].Secrets["KEY"].CreatedAt);
        Assert.Equal(since, test.Running["old"].Secrets["KEY"].CreatedAt);
        Assert.Null(Ruled.Test(Given + "  expect deny").Plan.Components[0].Secrets["KEY"].CreatedAt);
    }

    [Theory]
    [InlineData("50", 50)]
    [InlineData("12.5", 12.5)]
    [InlineData("12.5%", 12.5)]
    public void A_weight_needs_no_percent_sign(string written, double weight) =>
        Assert.Equal((decimal)weight, Ruled.Test($"  given component web {{}}\n  given step 1 of 2 of web weight {written}\n  expect deny").Step!.Weight);

    [Fact]
    public void An_approval_is_expected_from_whom()
    {
        var compilation = Ruled.From("rule r {\n  applies to deployment\n  require approval from \"a\"\n}\ntest r \"it asks\" {\n  expect approval from \"b\", \"a\"\n}\ntest r {\n  expect approval \"requires\"\n}\n");
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(("it asks", null), (compilation.Tests[0].Title, compilation.Tests[0].Expectations[0].Message));
        Assert.Equal(["b", "a"], compilation.Tests[0].Expectations[0].From);
        Assert.Equal("requires", compilation.Tests[1].Expectations[0].Message);
    }

    [Fact]
    public void What_is_wrong_in_a_given_block_is_found_at_its_own_place()
    {
        var found = Ruled.From("rule r {\n  applies to component\n  deny \"No.\"\n}\ntest r {\n  given component web {\n    image = \"web:latest\"\n    replicas = \"two\"\n    prot = 80\n  }\n  expect deny\n}\n").Diagnostics;
        Assert.Equal([("LUM2001", 9), ("LUM2003", 8)], found.Select(d => (d.Code, d.Location.Line)).Order());
        Assert.All(found, d => Assert.Equal(Severity.Error, d.Severity));
    }
}
