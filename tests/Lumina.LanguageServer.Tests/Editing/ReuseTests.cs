namespace Lumina.LanguageServer.Tests.Editing;

/// <summary>Imports, templates and repetition.</summary>
public sealed class ReuseTests
{
    private const string Base = """
        // Where images come from.
        let registry = "example.com"
        let unused = 1
        param region : string = "eu"
        template service { port = 80  image = registry }
        """;

    private static Caret At(string text) => new("import \"base.deploy\" as base\nplan p {}\n" + text, ("base.deploy", Base));

    [Theory]
    [InlineData("component web from ▮", "template", "base")]
    [InlineData("component web ▮", "from", "base")]
    [InlineData("component web from template ▮", "base own", "service")]
    [InlineData("component web from template base.▮", "service", "own registry")]
    [InlineData("let a = base.▮", "registry unused", "own service")]
    [InlineData("let a = param.▮", "region", "registry")]
    [InlineData("let a = ▮", "base param", "registry self")]
    [InlineData("template t { image = ▮ }", "self base", "registry")]
    [InlineData("template t { image = self.▮ }", "name port version url", "registry")]
    [InlineData("template t { ▮ }", "image port health", "component")]
    [InlineData("for r in [\"a\"] {\n  ▮\n}", "component for", "param plan")]
    [InlineData("for r in ▮", "base param", "component")]
    [InlineData("for r in [\"a\"] { component api-${▮} { } }", "r", "image")]
    [InlineData("for r in [\"a\"] { component api { image = ▮ } }", "r base", "image")]
    [InlineData("for r in [\"a\"] { component api { depends on ▮ } }", "late", "api own")]
    [InlineData("import \"other.deploy\" ▮", "as", "base")]
    public void Proposes_what_can_stand_there(string text, string wanted, string unwanted)
    {
        var labels = At(text + "\ntemplate own { port = 1 }\ncomponent late { command = \"x\" }\n").Labels.SelectMany(l => new[] { l, l.Split(' ')[0] }).ToHashSet();

        Assert.All(wanted.Split(' '), word => Assert.Contains(word, labels));
        Assert.All(unwanted.Split(' '), word => Assert.DoesNotContain(word, labels));
    }

    [Theory]
    [InlineData("let a = base.regi▮stry", "base.deploy:2:registry")]
    [InlineData("let a = ba▮se.registry", "1:base")]
    [InlineData("let a = param.reg▮ion", "base.deploy:4:region")]
    [InlineData("component web from template base.ser▮vice { }", "base.deploy:5:service")]
    [InlineData("for r in [\"a\"] { component api { image = ▮r } }", "3:r")]
    [InlineData("for r in [\"a\"] { component api-${▮r} { image = r } }", "3:r")]
    [InlineData("for r in [\"a\"] { component api-${r} { image = r } }\ncomponent b { depends on api-▮a }", "3:api-${r}")]
    [InlineData("for r in [\"a\"] { component api-${r} { }\ncomponent b-${r} { config { U = component.api▮-${r}.url } } }", "3:api-${r}")]
    public void Goes_to_where_a_name_is_declared(string text, string wanted) => Assert.Equal(wanted, At(text).Definition);

    [Fact]
    public void Goes_from_an_import_to_its_file() => Assert.Equal("base.deploy:1:", new Caret("import \"ba▮se.deploy\" as base", ("base.deploy", Base)).Definition);

    [Fact]
    public void Finds_uses_in_all_files() =>
        Assert.Equal(["3:registry", "base.deploy:2:registry", "base.deploy:5:registry"], At("let a = base.regis▮try").References);

    [Fact]
    public void Renames_in_all_files()
    {
        var texts = At("let a = base.regis▮try").Renamed("images");

        Assert.Equal("import \"base.deploy\" as base\nplan p {}\nlet a = base.images", texts[0]);
        Assert.Equal(Base.Replace("registry", "images", StringComparison.Ordinal), texts[1]);
    }

    [Fact]
    public void Renames_an_import_where_it_is_named()
    {
        Assert.Equal(
            "import \"base.deploy\" as shared\nplan p {}\nlet a = shared.registry\ncomponent b from template shared.service { }",
            At("let a = b▮ase.registry\ncomponent b from template base.service { }").Renamed("shared")[0]);
    }

    [Theory]
    [InlineData("let a = 1\nfor r in [1] { component c-${r} { port = a + r▮ } }", "a")]
    [InlineData("let a▮ = 1\nfor r in [1] { component c-${r} { port = a + r } }", "r")]
    public void Refuses_a_name_that_a_loop_would_take_for_its_own(string text, string name) =>
        Assert.Contains("would mean something else", At(text).Rename(name).Refusal, StringComparison.Ordinal);

    [Fact]
    public void Does_not_rename_what_a_loop_fills_in() =>
        Assert.Contains("by hand", At("for r in [1] { component c▮-${r} { } }").Rename("d").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Shows_what_is_known_from_another_file()
    {
        var text = At("let a = base.regi▮stry").HoverText;

        Assert.Equal("```lumina\nlet registry = \"example.com\"\n```\n\nWhere images come from.\n\nFrom `base.deploy`.", text);
    }

    [Fact]
    public void Finds_what_is_wrong_in_each_file()
    {
        var caret = new Caret("import \"lib/base.deploy\" as base\nplan p {}\ncomponent web { command = base.missing▮ }\n", ("lib/base.deploy", "\nlet a = 1 +\n"));

        Assert.Equal(["LUM1001"], caret.Project.FindingsIn(caret.Project.Documents[1]).Select(f => f.Code));
        Assert.Equal(2, caret.Project.FindingsIn(caret.Project.Documents[1]).Single().Location.Line);
    }
}
