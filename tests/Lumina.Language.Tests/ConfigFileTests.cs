using Lumina.Language.Compilation;
using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

/// <summary>Files that instances find.</summary>
public sealed class ConfigFileTests
{
    private static readonly VaultSecret Key = new() { Path = "web", Key = "key" };

    private static PlanCompilation Compile(string entries, params (string Path, string Text)[] files) => Files.Compile(
        $"plan shop {{ version = \"1.4\" }}\nparam level : string = \"info\"\nlet tag = \"v${{plan.version}}\"\ncomponent web {{\ncommand = \"run\"\nsecret KEY = vault(\"web\", \"key\")\n{entries}\n}}\n"
            + "component db { command = \"db\"  port = 5432  health tcp }\n",
        files.ToDictionary(f => f.Path, f => f.Text));

    private static FilePiece[] Pieces(PlanCompilation found, string path) => [.. found.Web().Files[path].Pieces];

    [Fact]
    public void A_text_stands_as_it_is_unless_it_is_a_template()
    {
        var found = Compile("config_file \"app.json\" { from = \"config/app.json\"  variable = \"APP_CONFIG\" }\nconfig { LEVEL = param.level  TAG = tag }", ("config/app.json", "\uFEFF{ \"a\": \"${tag}\" }\r\n"));
        Assert.Equal([new FilePiece("{ \"a\": \"${tag}\" }\r\n", null)], Pieces(found, "app.json"));
        Assert.Equal(("APP_CONFIG", false), (found.Web().Files["app.json"].Variable, found.Web().Files["app.json"].IsSecret));
        var origin = found.OriginsOf("development", "web").Of("file app.json").Location!;
        Assert.Equal(("test.deploy", 7), (origin.File, origin.Line));
    }

    [Fact]
    public void The_holes_of_a_template_are_worked_out_and_a_secret_stays_a_reference()
    {
        var found = Compile("config_file \"app.json\" { from = \"app.json\"  template = true }", ("app.json", "{ \"tag\": \"${tag}-${upper(param.level)}\", \"key\": \"${ secret.KEY }\" }\n"));
        Assert.Equal([new FilePiece("{ \"tag\": \"v1.4-INFO\", \"key\": \"", null), new FilePiece(null, Key), new FilePiece("\" }\n", null)], Pieces(found, "app.json"));
        Assert.Empty(found.Diagnostics);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "")]
    [InlineData("\\${tag}", "${tag}")]
    [InlineData("\\\\${tag}", "\\\\v1.4")]
    [InlineData("\\\\\\${tag}", "\\\\${tag}")]
    [InlineData("\\n $ {tag} $tag }", "\\n $ {tag} $tag }")]
    [InlineData("${tag}${tag}", "v1.4v1.4")]
    [InlineData("${\"}\"}|${{ a = \"x\" }.a}", null)]
    [InlineData("${\"}\"}|${tag == \"v1.4\" ? \"a\" : \"b${tag}\"}", "}|a")]
    [InlineData("${plan.name}\r\n${1 + 1}", "shop\r\n2")]
    public void A_backslash_takes_a_holes_meaning_and_two_of_them_stay(string text, string? wanted)
    {
        var found = Compile("config_file \"a\" { from = \"a\"  template = true }\nconfig { LEVEL = param.level  TAG = tag }", ("a", text));
        if (wanted is null)
            Assert.NotEmpty(found.Diagnostics);
        else
            Assert.Equal([new FilePiece(wanted, null)], Pieces(found, "a"));
    }

    [Fact]
    public void Names_in_a_template_that_mean_nothing_are_reported_at_their_own_place() => Assert.Equal(
        [
            "conf/a.txt:2:5+7 LUM2004 There is nothing called 'nothing'. A text is written in quotes.",
            "conf/a.txt:3:10+3 LUM2305 The component 'web' has no secret 'KEX': write secret KEX = vault(…) or sealed(…) in it. Did you mean 'KEY'?",
            "conf/a.txt:4:13+2 LUM3012 'web' uses 'db' but does not depend on it.",
            "conf/a.txt:5:3+5 LUM2003 A text takes a single value, not a list.",
        ],
        Compile("config_file \"a\" { from = \"conf/a.txt\"  template = true }", ("conf/a.txt", "ok\n  ${nothing}\n${secret.KEX}\n${component.db.url}\n${[\"a\"]}")).Shown()
            .Where(line => line.StartsWith("conf/", StringComparison.Ordinal)));

    [Fact]
    public void Holes_that_can_not_be_read_are_reported_at_their_own_place() => Assert.Equal(
        [
            "conf/a.txt:1:4+2 LUM1020 The '${' is not closed on its line: '}' is missing. Where it stands for itself, write '\\${'.",
            "conf/a.txt:3:3+1 LUM1001 Expected a value, found '}'.",
            "conf/a.txt:3:11+3 LUM1001 Expected '}', found 'tag'.",
            "conf/a.txt:4:3+5 LUM1003 This string is not closed on its line: a quote is missing.",
        ],
        Compile("config_file \"a\" { from = \"conf/a.txt\"  template = true }", ("conf/a.txt", "ok ${tag\n}\n${} ${tag tag}\n${\"open}\n${tag}")).Shown()
            .Where(line => line.StartsWith("conf/", StringComparison.Ordinal)));

    [Fact]
    public void A_template_of_a_template_knows_the_component_and_the_loop()
    {
        var found = Files.Compile(
            "plan p {}\nimport \"base.deploy\" as base\ntemplate service { command = \"run\"  config_file \"a\" { from = \"a\"  template = true } }\nlet name = \"main\"\n"
                + "for region in [\"eu\", \"us\"] { component web-${region} from template service {} }\ncomponent other { command = base.name }\n",
            new Dictionary<string, string> { ["a"] = "${self.name} ${name} ${environment.name}", ["base.deploy"] = "let name = \"base\"\n" });
        Assert.Empty(found.Diagnostics);
        Assert.Equal(["web-eu main development", "web-us main development"],
            found.PlanFor("development")!.Components.Where(c => c.Name != "other").Select(c => c.Files["a"].Pieces[0].Text));
    }

    [Fact]
    public void The_text_of_an_override_takes_the_place_of_the_file_below()
    {
        var found = Files.Compile(
            "plan p {}\nenvironment e { target process }\ncomponent web { command = \"run\"  config_file \"a\" { from = \"none\"  template = true  variable = \"A\" }  in e { config_file \"a\" { content = \"x\" } } }\n",
            new Dictionary<string, string>());
        Assert.Equal(("x", "A"), (found.Web("e").Files["a"].Pieces[0].Text, found.Web("e").Files["a"].Variable));
    }

    [Fact]
    public void The_example_reads_what_it_names()
    {
        var folder = Repository.PathOf("examples/configuration");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText);
        var found = Files.Compile(files["lumina.deploy"], files);
        Assert.Empty(found.Diagnostics);
        Assert.Contains("\"environment\": \"production\",\n  \"greeting\": \"${name}, welcome\"", found.Web("production").Files["app.json"].Pieces[0].Text, StringComparison.Ordinal);
        Assert.Equal(5, files.Count);
        Assert.Equal(["config/app.json.template", "config/development.yaml", "config/production.yaml", "config/schema.json"], found.Read.Files.Keys);
    }

    [Fact]
    public void There_are_bounds()
    {
        var many = string.Join('\n', Enumerable.Range(0, 101).Select(i => $"config_file \"f{i}\" {{ content = \"x\" }}"));
        Assert.Equal("LUM2304", Compile(many).Diagnostics.Single(d => d.Severity == Diagnostics.Severity.Error).Code);
        var large = new string('ä', 600_000);
        Assert.Equal("LUM2304", Compile("config_file \"a\" { from = \"a\" }", ("a", large)).Codes());
        Assert.Equal("LUM3107", Compile("config_file \"a\" { from = \"a\" }", ("a", new string('x', 2_000_000))).Codes());
        Assert.Equal("LUM3107", Compile("config_file \"a\" { from = \"a\" }", ("a", "x\0y")).Codes());
    }

    [Fact]
    public void What_looks_like_a_secret_in_a_file_is_a_warning_at_its_line()
    {
        var found = Compile("config_file \"a\" { from = \"a.json\" }\nconfig_file \"k\" { from = \"k\" }",
            ("a.json", "{\n  \"user\": \"me\",\n  \"dbPassword\": \"correct-horse\",\n  \"apiKey\": \"${secret.KEY}\"\n}\n"), ("k", "-----BEGIN RSA PRIVATE KEY-----\nabc\n"));
        Assert.Equal(["a.json:3:3+30 LUM6007", "k:1:1+31 LUM6007"], found.Shown().Where(line => line.Contains("LUM6007")).Select(line => line[..(line.IndexOf("LUM6007", StringComparison.Ordinal) + 7)]));
    }
}
