namespace Lumina.LanguageServer.Tests.Editing;

public sealed class HoverTests
{
    [Theory]
    [InlineData("component web { repl▮icas = 2 }", "How many instances")]
    [InlineData("component web { replicas▮ = 2 }", "How many instances")]
    [InlineData("component web { config { A = component.web▮.url } }", "component web")]
    [InlineData("component web { health ht▮tp }", "status from 200 to 399")]
    [InlineData("component web { hea▮lth http }", "How the health of an instance is told")]
    [InlineData("component web { health http { ev▮ery = 1s } }", "every : duration")]
    [InlineData("compo▮nent web { }", "Something that runs")]
    [InlineData("let a = jo▮in([], \"\")", "join(list, separator)")]
    [InlineData("param a : dura▮tion", "A time with its unit")]
    [InlineData("let a = plan.ver▮sion", "The plan's version")]
    [InlineData("let a = pl▮an.version", "`plan.name`")]
    [InlineData("component web { in producti▮on { } }\nenvironment production { target docker }", "environment production")]
    public void Says_what_a_word_is(string text, string wanted) => Assert.Contains(wanted, new Caret(text).HoverText, StringComparison.Ordinal);

    [Fact]
    public void Shows_a_param_as_it_is_declared_with_the_comment_before_it() =>
        Assert.Equal(
            "```lumina\nparam level : string = \"info\" { allowed = [\"info\", \"warn\"] }\n```\n\nHow much is logged.\nNot too much.",
            new Caret("// How much is logged.\n// Not too much.\nparam level : string = \"info\" { allowed = [\"info\", \"warn\"] }\nlet a = param.lev▮el").HoverText);

    [Fact]
    public void Shows_what_a_component_comes_to_in_each_environment()
    {
        var text = new Caret("""
            plan p { version = "2.0" }
            environment development { target process }
            environment production { target docker  after development }
            component web {
              image = "shop/web:${plan.version}"
              in production { replicas = 3 }
            }
            component other { depends on w▮eb  command = "x" }
            """).HoverText;

        Assert.Contains("| development | `shop/web:2.0` | 1 |  | process |", text, StringComparison.Ordinal);
        Assert.Contains("| production | `shop/web:2.0` | 3 |  | docker |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component web { replicas = 2 ▮ }")]
    [InlineData("// comp▮onent")]
    [InlineData("let a = unkn▮own")]
    public void Says_nothing_about_what_it_does_not_know(string text) => Assert.Null(new Caret(text).HoverText);
}
