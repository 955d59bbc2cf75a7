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
            origin.Environment is { } environment ? $"in {environment} " : "", $"{at.File}:{at.Line}",
            string.Concat(origin.Params.Select(use => $" {use.Name}{(use.IsGiven ? "*" : "")}")));
}
