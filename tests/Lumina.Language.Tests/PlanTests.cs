using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

/// <summary>What plans mean.</summary>
public sealed class PlanTests
{
    private static readonly string Lumina = File.ReadAllText(Repository.PathOf("tests/Lumina.Language.Tests/Goldens/good/lumina.deploy"));

    [Fact]
    public void The_smallest_plan_has_one_component_with_defaults()
    {
        var plan = Compiled.Plan("plan hello {}\ncomponent web { command = \"python3 -m http.server\" }\n");
        var web = Assert.Single(plan.Components);
        Assert.Equal("hello", plan.Name);
        Assert.Equal("process", plan.Environment.Target.Kind);
        Assert.Equal(["python3", "-m", "http.server"], web.Command);
        Assert.Equal(1, web.Replicas);
        Assert.Null(web.Port);
        Assert.Null(web.Health);
        Assert.Equal(new RollingSpec(), web.Strategy);
        Assert.Equal(new RollbackSpec(), web.Rollback);
        Assert.Equal(TimeSpan.FromSeconds(10), web.StopWithin);
    }

    [Fact]
    public void Each_environment_has_a_plan_of_its_own()
    {
        var compilation = Compiled.From(Lumina);
        Assert.Equal(["development", "staging", "production"], compilation.Environments.Select(e => e.Name));
        Assert.Equal("development", compilation.DefaultEnvironment);
        var here = compilation.PlanFor("development")!.Components.Single(c => c.Name == "memory");
        var there = compilation.PlanFor("production")!.Components.Single(c => c.Name == "memory");
        Assert.Equal((2, null, "development"), (here.Replicas, here.Image, here.Config["LUMINA_ENV"]));
        Assert.Equal((6, "lumina/memory:1.4.0", "production"), (there.Replicas, there.Image, there.Config["LUMINA_ENV"]));
        Assert.Equal("prod", there.Target.Options["context"]);
        Assert.Equal("staging", compilation.Environments[2].After);
        Assert.Null(compilation.PlanFor("nowhere"));
    }

    [Fact]
    public void References_and_params_are_resolved()
    {
        var plan = Compiled.Plan(Lumina, "development", ("version", "2.0.0"), ("log_level", "debug"));
        Assert.Equal(("2.0.0", "platform"), (plan.Version, plan.Owner));
        Assert.Equal("http://127.0.0.1:8002", plan.Components[0].Config["LUMINA_MEMORY_URL"]);
        Assert.Equal(["memory"], plan.Components[0].DependsOn);
        Assert.Equal(("debug", "2.0.0", "2.0.0"), (plan.Components[1].Config["LUMINA_LOG_LEVEL"], plan.Components[1].Config["SERVICE_VERSION"], plan.Components[1].Version));
    }

    [Fact]
    public void Health_is_read_in_full()
    {
        var health = Compiled.Web("port = 80  health http { path = \"/x\"  every = 3s  timeout = 500ms  healthy_after = 4  unhealthy_after = 5  start_within = 1m }").Health!;
        Assert.Equal((HealthKind.Http, "/x", 3.0, 0.5, 4, 5, 60.0),
            (health.Kind, health.Path, health.Every.TotalSeconds, health.Timeout.TotalSeconds, health.HealthyAfter, health.UnhealthyAfter, health.StartWithin.TotalSeconds));
        Assert.Equal(["check", "it"], Compiled.Web("health command { command = \"check it\" }").Health!.Command);
        Assert.Equal(HealthKind.Tcp, Compiled.Web("port = 80  health tcp").Health!.Kind);
    }

    [Fact]
    public void The_surge_is_the_batch_unless_it_is_said()
    {
        Assert.Equal(CountOrPercent.Percent(25), Rolling("batch = 25%").MaxSurge);
        Assert.Equal(CountOrPercent.Count(3), Rolling("batch = 25%  max_surge = 3").MaxSurge);
        Assert.Equal((CountOrPercent.Count(1), CountOrPercent.Count(0)), (Rolling("deadline = 5m").MaxSurge, Rolling("deadline = 5m").MaxUnavailable));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(9)), (Rolling("deadline = 5m").Deadline, Rolling("min_ready = 9s").MinReady));

        static RollingSpec Rolling(string entries) => (RollingSpec)Compiled.Web($"strategy rolling {{ {entries} }}").Strategy;
    }

    [Fact]
    public void Overrides_merge_blocks_and_replace_values_and_lists()
    {
        var web = Compiled.Web("""
            args = ["a", "b"]  port = 80  replicas = 2
            config { A = 1  B = 2 }
            health http { path = "/x"  every = 9s }
            target docker { host = "h" }
            in development {
              args = ["c"]
              config { B = 3  C = 4 }
              health http { every = 1s }
              target process
            }
            in development { replicas = 5 }
            """, "environment development { target process { folder = \"f\" } }");
        Assert.Equal(["c"], web.Args);
        Assert.Equal(["A=1", "B=3", "C=4"], web.Config.Select(c => c.Key + "=" + c.Value));
        Assert.Equal(("/x", 1.0), (web.Health!.Path, web.Health.Every.TotalSeconds));
        Assert.Equal(("process", 0), (web.Target.Kind, web.Target.Options.Count));
        Assert.Equal(5, web.Replicas);
    }

    [Fact]
    public void A_component_can_stand_on_a_target_of_its_own()
    {
        var web = Compiled.Web("target simulated { duration = 10ms  odds = 5% }");
        Assert.Equal("simulated", web.Target.Kind);
        Assert.Equal(["duration=10ms", "odds=5%"], web.Target.Options.Select(o => o.Key + "=" + o.Value));
    }

    [Fact]
    public void Components_and_dependencies_are_sorted()
    {
        var plan = Compiled.Plan("plan p {}\ncomponent b { depends on c, a  command = \"x\" }\ncomponent c { command = \"x\" }\ncomponent a { command = \"x\" }\n");
        Assert.Equal(["a", "b", "c"], plan.Components.Select(c => c.Name));
        Assert.Equal(["a", "c"], plan.Components[1].DependsOn);
    }

    [Fact]
    public void The_same_text_has_the_same_digest_whatever_the_order_and_the_layout()
    {
        var one = Compiled.Plan("plan p {}\ncomponent a { command = \"x\"  config { A = 1  B = 2 } }\ncomponent b { command = \"y\" }\n");
        var other = Compiled.Plan("component b {\n  command = [\"y\"] // the same\n}\nplan p\ncomponent a { config { B = 1 + 1  A = 1 }  command = \"x\" }\n");
        Assert.Equal(PlanJson.Digest(one), PlanJson.Digest(other));
        Assert.Equal(PlanJson.Digest(one), PlanJson.Digest(PlanJson.ReadPlan(PlanJson.Write(one))));
    }

    [Fact]
    public void A_plan_with_errors_has_no_plans_but_knows_its_places()
    {
        var compilation = Compiled.From("plan p {}\nenvironment e { target process }\ncomponent web {\n  depends on db\n  command = 5\n}\ncomponent db { command = \"x\" }\n");
        Assert.True(compilation.HasErrors);
        Assert.Null(compilation.PlanFor("e"));
        Assert.Equal("p", compilation.PlanName);
        Assert.Equal((3, 11), (compilation.LocationOf("web").Line, compilation.LocationOf("web").Column));
        Assert.Equal((4, 14), (compilation.LocationOf("web", "db").Line, compilation.LocationOf("web", "db").Column));
        Assert.Equal((2, 13), (compilation.LocationOfEnvironment("e").Line, compilation.LocationOfEnvironment("e").Column));
        Assert.Equal((1, 1), (compilation.LocationOf("nobody").Line, compilation.LocationOf("nobody", "x").Column));
    }

    [Fact]
    public void The_same_finding_in_several_environments_is_reported_once()
    {
        var compilation = Compiled.From("plan p {}\nenvironment a { target process }\nenvironment b { target process }\ncomponent web { command = \"x\"  replicas = -1 }\n");
        Assert.Equal("LUM2009", compilation.Codes());
    }

    [Fact]
    public void Every_environment_is_checked_and_not_only_the_first()
    {
        var compilation = Compiled.From("plan p {}\nenvironment a { target process }\nenvironment b { target process }\ncomponent web { command = \"x\"  in b { port = 99999 } }\n");
        Assert.Equal("LUM2009", compilation.Codes());
    }
}
