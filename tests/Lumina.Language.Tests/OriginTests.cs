using Lumina.Language.Compilation;
using Lumina.Language.Origins;

namespace Lumina.Language.Tests;

/// <summary>Where values come from.</summary>
public sealed class OriginTests
{
    private const string Text = """
        plan shop {
          version = param.version
        }
        param version : string = "1.0"
        param level : string = "info"
        param debug : string = param.level
        let tag = "v${plan.version}"
        environment development { target process }
        environment production {
          target simulated { start = 1s }
          after development
        }
        component db { command = "db"  port = 1000 + 1 }
        component web {
          depends on db
          image = "shop/web:${tag}"
          command = "web"  port = 80
          config {
            LEVEL = param.level
            DEBUG = param.debug
            DB    = component.db.url
            PLAIN = "x"
          }
          health http { path = "/health" }
          strategy rolling { batch = 2 }
          in production {
            replicas = 3
            config { PLAIN = "y" }
            health tcp
          }
        }
        """;

    [Theory]
    [InlineData("development", "image", "test.deploy:16 version")]
    [InlineData("development", "version", "test.deploy:2 version")]
    [InlineData("development", "depends on", "test.deploy:15")]
    [InlineData("development", "config LEVEL", "test.deploy:19 level*")]
    [InlineData("development", "config DEBUG", "test.deploy:20 debug level*")]
    [InlineData("development", "config DB", "test.deploy:21")]
    [InlineData("development", "config PLAIN", "test.deploy:22")]
    [InlineData("production", "config PLAIN", "in production test.deploy:28")]
    [InlineData("development", "replicas", "default")]
    [InlineData("production", "replicas", "in production test.deploy:27")]
    [InlineData("development", "health", "test.deploy:24")]
    [InlineData("development", "health path", "test.deploy:24")]
    [InlineData("production", "health", "in production test.deploy:29")]
    [InlineData("production", "health path", "default")]
    [InlineData("development", "strategy batch", "test.deploy:25")]
    [InlineData("development", "strategy max_surge", "test.deploy:25")]
    [InlineData("development", "strategy deadline", "default")]
    [InlineData("development", "target", "test.deploy:8")]
    [InlineData("production", "target start", "test.deploy:10")]
    [InlineData("development", "nothing of the kind", "default")]
    public void A_value_is_traced_to_where_it_is_written(string environment, string path, string expected)
    {
        var compilation = Compiled.From(Text.ReplaceLineEndings("\n"), ("level", "warn"));
        Assert.False(compilation.HasErrors, compilation.Codes());

        Assert.Equal(expected, Shown(compilation.OriginsOf(environment, "web").Of(path)));
    }

    [Theory]
    [InlineData("api-eu", "image", "template service base.deploy:5 tag version*")]
    [InlineData("api-eu", "replicas", "template service in production base.deploy:6")]
    [InlineData("api-eu", "stop_within", "template worker test.deploy:5 regions*")]
    [InlineData("api-eu", "config PEER", "test.deploy:12 base_port regions*")]
    [InlineData("api-eu", "config LET", "test.deploy:13 tag")]
    [InlineData("api-eu", "version", "test.deploy:2 version*")]
    [InlineData("db-us", "port", "test.deploy:16 base_port regions*")]
    [InlineData("db-us", "config SELF", "test.deploy:18 base_port regions*")]
    public void Templates_other_files_and_repetition_are_seen_through(string component, string path, string expected)
    {
        const string Base = """
            param tag : string = "x"
            param base_port : int = 8000
            let suffix = param.tag
            template service {
              image = "${self.version}-${suffix}"
              in production { replicas = 4 }
            }
            """;
        const string Main = """
            plan shop {
              version = param.version
            }
            import "base.deploy" as base
            template worker from template base.service { stop_within = region == "eu" ? 3s : 5s }
            param regions : list = ["eu"]
            param version : string = "1.0"
            environment production { target process }
            for region in param.regions {
              component api-${region} from template worker {
                depends on db-${region}
                config { PEER = component.db-${region}.url
                         LET = base.suffix }
              }
              component db-${region} {
                port = param.base_port + (region == "eu" ? 1 : 2)
                command = "db"
                config { SELF = self.url }
              }
            }
            """;
        var compilation = PlanCompiler.Compile(new PlanInputs("test.deploy", Main.ReplaceLineEndings("\n"))
        {
            Parameters = new Dictionary<string, GivenValue> { ["regions"] = new("[\"eu\", \"us\"]") },
            ReadFile = _ => FileAnswer.Of(Base.ReplaceLineEndings("\n")),
            ReadVariable = name => name == "LUMINA_PARAM_version" ? "2.0" : null,
        });
        Assert.False(compilation.HasErrors, compilation.Codes());

        Assert.Equal(expected, Shown(compilation.OriginsOf("production", component).Of(path)));
    }

    [Theory]
    [InlineData("secret DB_KEY", "in development test.deploy:15 path")]
    [InlineData("replicas", "test.deploy:12")]
    [InlineData("scale cpu", "test.deploy:12")]
    [InlineData("resources memory", "test.deploy:13")]
    [InlineData("strategy", "test.deploy:6")]
    [InlineData("strategy steps", "test.deploy:7")]
    [InlineData("strategy check errors", "test.deploy:9")]
    [InlineData("strategy check latency", "default")]
    [InlineData("strategy no_data", "test.deploy:10")]
    public void Phrases_checks_and_secrets_have_a_place_too(string path, string expected)
    {
        const string Plan = """
            plan shop {}
            param path : string = "shop/db"
            environment development { target process }
            component web {
              command = "web"
              strategy canary {
                step 5% for 1m
                step 50%
                check errors { metric = error_rate  max = 1% }
                no_data = wait
              }
              scale { min = 2  max = 4  cpu = 70% }
              resources { memory = 512MiB }
              in development {
                secret DB_KEY = vault(param.path, "key")
              }
            }
            """;
        var compilation = Compiled.From(Plan.ReplaceLineEndings("\n"));
        Assert.False(compilation.HasErrors, compilation.Codes());

        Assert.Equal(expected, Shown(compilation.OriginsOf("development", "web").Of(path)));
    }

    [Fact]
    public void What_is_not_there_comes_from_nowhere()
    {
        var compilation = Compiled.From("plan p {}\ncomponent a { command = \"run\" }\n");

        Assert.Equal(Origin.Default, compilation.OriginsOf("development", "b").Of("image"));
        Assert.Equal(Origin.Default, compilation.OriginsOf("development", "a").Of("target"));
        Assert.Equal(Origin.Default, Compiled.From("\0").OriginsOf("development", "a").Of("image"));
    }

    [Fact]
    public void Params_that_name_each_other_in_a_circle_are_followed_once()
    {
        var compilation = Compiled.From("plan p {}\nparam a : string = param.b\nparam b : string = param.a\ncomponent c { command = param.a }\n");

        Assert.Equal("test.deploy:4 a b", Shown(compilation.OriginsOf("development", "c").Of("command")));
    }

    private static string Shown(Origin origin) => origin.Location is not { } at
        ? "default"
        : string.Concat(
            origin.Template is { } template ? $"template {template} " : "", origin.Environment is { } environment ? $"in {environment} " : "", $"{at.File}:{at.Line}",
            string.Concat(origin.Params.Select(use => $" {use.Name}{(use.Source == "default" ? "" : "*")}")));
}
