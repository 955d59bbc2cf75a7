using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

/// <summary>The JSON form of plans, which is stored for ever.</summary>
public sealed class PlanJsonTests
{
    internal const string Everything = """
        plan shop { version = "1.0"  owner = "us" }
        environment staging { target process }
        environment production {
          target kubernetes { context = "prod" }
          after staging soak 1h
          approval { from = ["release-managers"]  count = 2  expires = 4h }
          freeze "Fri 18:00" to "Mon 06:00" in "Europe/Berlin"
          on_conflict = supersede
        }
        infrastructure network { terraform "infra/network" { region = "eu" } }
        infrastructure database { depends on network  terraform "infra/database" }
        component api {
          command = ["bin/api"]  image = "shop/api:1.0"  args = "-v"  port = 8000
          config { VPC = infrastructure.network.vpc_id }
          secret KEY = vault("shop/api", "key", 3)
          secret OTHER = sealed("other")
          secret_file "tls/key.pem" = vault("shop/api", "tls")
          config_file "app.ini" { content = "key = ${secret.KEY}\nname = api"  variable = "APP_CONFIG" }
          health http { path = "/ready" }
          strategy canary {
            step 0.5% for 1m
            step 50%
            check errors { metric = error_rate  max = 1% }
            check queue { metric = "queue"  query = "q"  min = 1  max = 2.5 }
            check latency { metric = latency_p99  compare = baseline  tolerance = 20%  confidence = 95%  worse = either  group = "speed"  critical = true  over = rollout }
            check depth { metric = "depth"  query = "depth{{{revision}}}"  server = "http://prometheus:9090"  max = 5  every = 30s  count = 3  failures = 1  errors = 0 }
            check cost { metric = "cost"  url = "https://costs/api?revision={{revision}}"  path = "$.{{revision}}"  compare = baseline  min_samples = 3 }
            check smoke { metric = "smoke"  command = ["bin/smoke", "{{revision}}"]  max = 0 }
            match header { name = "x-canary"  value = "yes" }
            match cookie { name = "beta" }
            mirror = 10%
            sticky = true
            no_data = wait
            inconclusive = fail
            score { pass = 80%  marginal = 60%  group speed { weight = 40% } }
          }
          rollback { scope = dependents  keep_previous = 10m }
          scale { min = 6  max = 20  cpu = 70% }
          resources { cpu = 500m  memory = 512MiB }
        }
        component batch { command = "bin/batch"  strategy recreate { deadline = 1m }  rollback { scope = component } }
        component web { depends on api  command = "bin/web"  strategy blue-green { switch = approved  verify command { command = "check" } } }
        component worker { command = "bin/worker"  target simulated { duration = 10ms } }
        pipeline release {
          stage test { run = ["./test.sh", "-v"]  timeout = 10m }
          stage production {
            after test
            deploy production
            gate soak { duration = 1h }
            gate approval { from = ["owners"] }
            gate check { command = "./smoke.sh" }
          }
        }
        """;

    private static string Sample(string name) => Repository.PathOf($"tests/Lumina.Language.Tests/Plans/{name}.json");

    [Fact]
    public void A_plan_with_everything_in_it_is_read_as_it_was_written()
    {
        var written = PlanJson.Write(Plan());
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(PlanJson.Write(PlanJson.ReadPlan(written))));
    }

    /// <summary>When this fails, stored plans would be read otherwise, or have other digests: raise <see cref="PlanJson.Format"/>, keep the
    /// sample as one of the older format, and read that too.</summary>
    [Fact]
    public void The_form_is_the_one_of_the_stored_sample()
    {
        var written = JsonNode.Parse(PlanJson.Write(Plan()))!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
        if (Repository.Rewrites)
            File.WriteAllText(Sample("format-5"), written);
        Assert.Equal(File.ReadAllText(Sample("format-5")), written);
    }

    [Fact]
    public void A_component_of_the_fourth_format_has_no_files_and_knows_sealed_secrets_by_their_names()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-4")));
        Assert.Equal(PlanJson.Format, plan.Format);
        Assert.All(plan.Components, component => Assert.Empty(component.Files));
        Assert.Equal(new SealedSecret { Name = "other" }, plan.Components.Single(c => c.Name == "api").Secrets["OTHER"]);
    }

    [Fact]
    public void A_check_of_the_third_format_is_over_a_step()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-3")));
        Assert.Equal(PlanJson.Format, plan.Format);
        var canary = Assert.IsType<CanarySpec>(plan.Components.Single(c => c.Name == "api").Strategy);
        Assert.All(canary.Checks, check => Assert.Equal(CheckSpan.Step, check.Over));
    }

    [Fact]
    public void A_canary_of_the_second_format_has_no_matches_no_mirror_and_no_sticky_clients()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-2")));
        Assert.Equal(PlanJson.Format, plan.Format);
        var canary = Assert.IsType<CanarySpec>(plan.Components.Single(c => c.Name == "api").Strategy);
        Assert.Equal((2, 3, 0, null, false), (canary.Steps.Length, canary.Checks.Length, canary.Matches.Length, canary.Mirror, canary.Sticky));
    }

    [Fact]
    public void An_environment_of_the_third_format_refuses_what_meets_another_deployment()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-3")));
        Assert.Equal((PlanJson.Format, OnConflict.Refuse, 1), (plan.Format, plan.Environment.OnConflict, plan.Environment.Freezes.Length));
    }

    [Fact]
    public void A_plan_of_the_first_format_is_read_with_the_defaults_of_what_it_lacks()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-1")));
        Assert.Equal(PlanJson.Format, plan.Format);
        Assert.Equal((TimeSpan.Zero, 0), (plan.Environment.Soak, plan.Environment.Freezes.Length));
        Assert.Equal((0, 0), (plan.Infrastructure.Length, plan.Pipelines.Length));
        var web = Assert.Single(plan.Components);
        Assert.Empty(web.Secrets);
        Assert.Equal(new RollbackSpec(), web.Rollback);
        Assert.Equal(new RollingSpec(), web.Strategy);
    }

    [Fact]
    public void A_plan_of_the_second_format_is_read_with_checks_as_they_were()
    {
        var plan = PlanJson.ReadPlan(File.ReadAllBytes(Sample("format-2")));
        Assert.Equal(PlanJson.Format, plan.Format);
        var canary = Assert.IsType<CanarySpec>(plan.Components[0].Strategy);
        Assert.Equal((InconclusiveMode.Pause, null), (canary.Inconclusive, canary.Score));
        var check = canary.Checks[0];
        Assert.Equal(new MetricCheck { Name = check.Name, Metric = check.Metric, Max = 1 }, check);
        Assert.Equal((10, 0, 4, null), (check.Every.TotalSeconds, check.Failures, check.Errors, check.Confidence));
    }

    [Fact]
    public void What_is_absent_has_its_default()
    {
        var plan = PlanJson.ReadPlan("""
            {"name":"p","environment":{"name":"e","target":{"kind":"process"}},"components":[{"name":"web","target":{"kind":"process"},
             "strategy":{"kind":"canary"},"health":{"kind":"Http"},"rollback":{},"scale":{"min":1,"max":2},"resources":{}},{"name":"other","target":{"kind":"process"}}],
             "pipelines":[{"name":"r","stages":[{"name":"s"}]}],"infrastructure":[{"name":"i","terraform":{"directory":"d"}}]}
            """u8);
        var web = plan.Components[0];
        Assert.Equal(new ComponentSpec { Name = "other", Target = plan.Components[1].Target, Command = plan.Components[1].Command, Args = plan.Components[1].Args, DependsOn = plan.Components[1].DependsOn }, plan.Components[1]);
        Assert.Equal((0, 0, 0, 1), (plan.Components[1].Command.Length, plan.Components[1].Args.Length, plan.Components[1].DependsOn.Length, web.Replicas));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), "/health"), (web.StopWithin, web.Rollback.Within, web.Health!.Path));
        var canary = Assert.IsType<CanarySpec>(web.Strategy);
        Assert.Equal((TimeSpan.FromMinutes(10), 0, 0, NoDataMode.Fail), (canary.Deadline, canary.Steps.Length, canary.Checks.Length, canary.NoData));
        Assert.Equal((0, null, false), (canary.Matches.Length, canary.Mirror, canary.Sticky));
        Assert.Equal(80, web.Scale!.Cpu);
        var stage = plan.Pipelines[0].Stages[0];
        Assert.Equal((TimeSpan.FromMinutes(30), 0, 0, 0), (stage.Timeout, stage.After.Length, stage.Run.Length, stage.Gates.Length));
        Assert.Empty(plan.Infrastructure[0].Terraform.Variables);
        Assert.Empty(plan.Infrastructure[0].DependsOn);
    }

    [Fact]
    public void Defaults_are_written_out() =>
        Assert.Contains("\"keepPrevious\":\"00:00:00\"", Encoding.UTF8.GetString(PlanJson.Write(Plan().Components[1])), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"format":6,"name":"p","environment":{"name":"e","target":{"kind":"process"}},"components":[]}""")]
    [InlineData("""{"format":0,"name":"p","environment":{"name":"e","target":{"kind":"process"}},"components":[]}""")]
    [InlineData("""{"name":"p"}""")]
    [InlineData("null")]
    public void What_is_no_plan_of_a_known_format_is_refused(string text) =>
        Assert.Throws<JsonException>(() => PlanJson.ReadPlan(Encoding.UTF8.GetBytes(text)));

    private static Plan Plan() => Compiled.Plan(Everything, "production");
}
