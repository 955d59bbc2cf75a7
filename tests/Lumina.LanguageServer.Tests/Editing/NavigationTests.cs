namespace Lumina.LanguageServer.Tests.Editing;

public sealed class NavigationTests
{
    private const string Shop = """
        plan shop { version = param.version }
        param version : string = "1.0"
        let name = "a"
        environment development { target process }
        environment production { target process  after development }
        component orders { command = [name]  port = 80 }
        component web {
          depends on orders
          command = "x ${name} ${param.version}"
          config { URL = component.orders.url }
          in production, development { replicas = 2 }
        }

        """;

    [Theory]
    [InlineData("let a = param.ver▮sion", "2:version")]
    [InlineData("let a = n▮ame", "3:name")]
    [InlineData("let a = \"${nam▮e}\"", "3:name")]
    [InlineData("component b { depends on ▮orders }", "6:orders")]
    [InlineData("component b { config { A = component.orders▮.url } }", "6:orders")]
    [InlineData("component b { in prod▮uction { } }", "5:production")]
    [InlineData("environment e { after devel▮opment }", "4:development")]
    [InlineData("component b { depends on orders, web▮", "7:web")]
    [InlineData("pipeline p {\n stage a { deploy production }\n stage b { after ▮a } }", "14:a")]
    [InlineData("pipeline p { stage a { deploy product▮ion } }", "5:production")]
    [InlineData("infrastructure net { terraform \"x\" }\ncomponent b { config { A = infrastructure.n▮et.id } }", "13:net")]
    public void Goes_to_where_a_name_is_declared(string text, string wanted) => Assert.Equal(wanted, new Caret(Shop + text).Definition);

    [Theory]
    [InlineData("let a = \"ver▮sion\"")]
    [InlineData("let a = param.unkn▮own")]
    [InlineData("component ▮{ }")]
    public void Goes_nowhere_from_what_is_no_known_name(string text) => Assert.Null(new Caret(Shop + text).Definition);

    [Fact]
    public void Finds_all_uses_of_a_param() =>
        Assert.Equal(["1:version", "2:version", "9:version", "13:version"], new Caret(Shop + "let a = param.▮version").References);

    [Fact]
    public void Finds_all_uses_of_a_component() =>
        Assert.Equal(["6:orders", "8:orders", "10:orders", "13:orders"], new Caret(Shop + "component b { depends on o▮rders }").References);

    [Fact]
    public void Finds_all_uses_of_a_let() => Assert.Equal(["3:name", "6:name", "9:name", "13:name"], new Caret(Shop + "let a = n▮ame").References);

    [Fact]
    public void Renames_all_places_and_nothing_else()
    {
        var after = new Caret(Shop + "let a = n▮ame + plan.name // name").Renamed("label").Single();

        Assert.Equal((Shop + "let a = label + plan.name // name").Replace("let name", "let label", StringComparison.Ordinal)
            .Replace("[name]", "[label]", StringComparison.Ordinal).Replace("${name}", "${label}", StringComparison.Ordinal), after);
    }

    [Theory]
    [InlineData("component b { depends on o▮rders }", "web", "There is a component called 'web' already.")]
    [InlineData("component b { depends on o▮rders }", "Web", "a to z")]
    [InlineData("component b { depends on o▮rders }", "", "a to z")]
    [InlineData("let b = n▮ame", "param", "already means something else")]
    [InlineData("let b = 1 + ▮ 2", "c", "nothing here")]
    [InlineData("let b = unkn▮own", "c", "nothing here")]
    public void Refuses_a_name_that_would_not_do(string text, string name, string why) =>
        Assert.Contains(why, new Caret(Shop + text).Rename(name).Refusal, StringComparison.Ordinal);
}
