using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Tests;

/// <summary>Imports, templates, repetition.</summary>
public sealed class ReuseTests
{
    [Fact]
    public void A_component_says_more_than_its_template_and_a_template_more_than_the_one_below()
    {
        var plan = Compiled.Plan("""
            plan p { version = "2.0" }
            environment staging { target process }
            environment production { target process }
            template basis { image = "x/${self.name}:${plan.version}"  replicas = 1  config { A = "basis"  B = "basis" }  in production { replicas = 5  config { D = "basis in production" } } }
            template service from template basis { config { B = "service"  C = "service" }  stop_within = 3s }
            component web from template service { config { C = "web" }  in production { config { A = "web in production" } } }
            component fixed from template service { replicas = 2 }
            component bare from template service
            """, "production");
        var web = plan.Components.Single(c => c.Name == "web");
        Assert.Equal("x/web:2.0", web.Image);
        Assert.Equal(5, web.Replicas);
        Assert.Equal(TimeSpan.FromSeconds(3), web.StopWithin);
        Assert.Equal("A=web in production B=service C=web D=basis in production", string.Join(" ", web.Config.Select(c => $"{c.Key}={c.Value}")));
        // What a component says itself counts in every environment, also above what its template says for one.
        Assert.Equal(2, plan.Components.Single(c => c.Name == "fixed").Replicas);
        Assert.Equal("x/bare:2.0", plan.Components.Single(c => c.Name == "bare").Image);
    }

    [Fact]
    public void A_for_repeats_components_with_names_made_from_its_variables()
    {
        var plan = Compiled.Plan("""
            plan p {}
            param regions : list = ["eu", "us"]
            let first = 8000
            for region in param.regions {
              component api-${region} {
                depends on db-${region}
                command = "api ${region}"
                config { PEER = component.db-${region}.url }
              }
              for number, size in { one = 1  two = 2 } {
                component cache-${region}-${number} { command = "cache"  replicas = size }
              }
              component db-${region} { command = "db"  port = first + length(region) + (region == "us" ? 1 : 0) }
            }
            """);
        Assert.Equal(
            "api-eu api-us cache-eu-one cache-eu-two cache-us-one cache-us-two db-eu db-us", string.Join(" ", plan.Components.Select(c => c.Name)));
        var api = plan.Components.Single(c => c.Name == "api-us");
        Assert.Equal(["db-us"], api.DependsOn);
        Assert.Equal(["api", "us"], api.Command);
        Assert.Equal("http://127.0.0.1:8003", api.Config["PEER"]);
        Assert.Equal(2, plan.Components.Single(c => c.Name == "cache-eu-two").Replicas);
    }

    [Fact]
    public void A_for_that_is_not_indented_is_understood_too()
    {
        var plan = Compiled.Plan("plan p {}\nfor x in [\"a\", \"b\"] {\ncomponent web-${x} { command = \"run\" }\ncomponent db-${x} { command = \"run\" }\n}\ncomponent last { command = \"run\" }\n");
        Assert.Equal(5, plan.Components.Length);
    }

    [Fact]
    public void A_brace_that_is_missing_inside_a_for_is_one_finding()
    {
        var found = Compiled.From("""
            plan p {}
            for x in ["a", "b"] {
              component web-${x} {
                command = "run"
              component db-${x} { command = "run" }
            }
            component last { command = "run" }
            """).Diagnostics;
        Assert.Equal(["LUM1006"], found.Select(d => d.Code));
    }

    [Fact]
    public void Names_of_an_imported_file_are_reached_through_its_name_and_its_components_are_the_plans()
    {
        var compilation = CompileFiles(
            """
            plan p { version = "1.0" }
            import "shared/base.deploy" as base
            environment development { target process }
            component web from template base.service { depends on db  config { REGISTRY = base.registry  NESTED = base.sizes.small  MODE = param.mode } }
            """,
            ("shared/base.deploy", """
            import "../deep.deploy" as deep
            let registry = "r/${deep.name}"
            let sizes = { small = "s" }
            param mode : string = "fast"
            template service { command = registry }
            component db { command = "db"  in production { replicas = 3 } }
            environment production { target process  after development }
            """),
            ("deep.deploy", "let name = lower(\"DEEP\")\n"));
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(["development", "production"], compilation.Environments.Select(e => e.Name));
        var plan = compilation.PlanFor("production")!;
        var web = plan.Components.Single(c => c.Name == "web");
        Assert.Equal(["r/deep"], web.Command);
        Assert.Equal("r/deep s fast", $"{web.Config["REGISTRY"]} {web.Config["NESTED"]} {web.Config["MODE"]}");
        Assert.Equal(3, plan.Components.Single(c => c.Name == "db").Replicas);
        Assert.Equal(["deep.deploy", "shared/base.deploy"], compilation.Read.Files.Keys);
    }

    [Fact]
    public void A_finding_in_an_imported_file_is_told_at_its_own_line_and_column()
    {
        var compilation = CompileFiles("plan p {}\nimport \"base.deploy\" as base\ncomponent web from template base.servce { command = \"run\" }\n",
            ("base.deploy", "// nothing\ntemplate service { comand = \"run\" }\n"));
        Assert.Equal(
            [("LUM2101", "test.deploy", 3, 34), ("LUM2001", "base.deploy", 2, 20)],
            compilation.Diagnostics.Select(d => (d.Code, d.Location.File, d.Location.Line, d.Location.Column)));
        var fix = compilation.Diagnostics[1].Fix!;
        Assert.Equal("comand", "// nothing\ntemplate service { comand = \"run\" }\n".Substring(fix.Start, fix.Length));
    }

    [Fact]
    public void Files_that_import_each_other_are_named_in_a_circle()
    {
        var compilation = CompileFiles("plan p {}\nimport \"a.deploy\" as a\ncomponent web { command = \"run\" }\n",
            ("a.deploy", "import \"b.deploy\" as b\nlet x = 1\n"), ("b.deploy", "import \"./a.deploy\" as a\nlet x = 1\n"));
        var cycle = Assert.Single(compilation.Diagnostics, d => d.Severity == Severity.Error);
        Assert.Equal("LUM3102 b.deploy These files import each other: a.deploy → b.deploy → a.deploy.", $"{cycle.Code} {cycle.Location.File} {cycle.Message}");
    }

    [Fact]
    public void A_file_that_two_import_is_read_once()
    {
        var compilation = CompileFiles("plan p {}\nimport \"a.deploy\" as a\nimport \"b.deploy\" as b\n",
            ("a.deploy", "import \"c.deploy\" as c\ncomponent one { command = c.run }\n"), ("b.deploy", "import \"c.deploy\" as c\ncomponent two { command = c.run }\n"),
            ("c.deploy", "let run = \"run\"\ncomponent three { command = run }\n"));
        Assert.Empty(compilation.Diagnostics.Where(d => d.Severity == Severity.Error));
        Assert.Equal(3, compilation.PlanFor("development")!.Components.Length);
    }

    [Fact]
    public void A_plan_in_an_imported_file_and_names_that_two_files_have_are_told()
    {
        var compilation = CompileFiles("plan p {}\nimport \"a.deploy\" as a\ncomponent web { command = \"run\" }\n", ("a.deploy", "plan q {}\n\ncomponent web { command = \"run\" }\n"));
        Assert.Equal(
            ["LUM3104 1 'a.deploy' is imported, so it can't declare a plan.", "LUM2010 3 The component 'web' is already declared on line 3."],
            compilation.Diagnostics.Select(d => $"{d.Code} {d.Location.Line} {d.Message}"));
    }

    [Fact]
    public void More_files_than_a_plan_may_have_are_refused()
    {
        var files = Enumerable.Range(0, 200).Select(i => ($"f{i}.deploy", $"import \"f{i + 1}.deploy\" as next\n")).ToArray();
        var compilation = CompileFiles("plan p {}\nimport \"f0.deploy\" as first\ncomponent web { command = \"run\" }\n", files);
        Assert.Equal("LUM3105", Assert.Single(compilation.Diagnostics, d => d.Severity == Severity.Error).Code);
        Assert.Equal(99, compilation.Read.Files.Count);
    }

    [Fact]
    public void What_a_for_would_make_can_not_be_missing_when_its_list_is_wrong()
    {
        var compilation = Compiled.From("""
            plan p {}
            for x in parm.regions {
              component db-${x} { command = "run" }
            }
            component web { depends on db-eu  command = "run"  config { DB = component.db-eu.name } }
            """);
        Assert.Equal("LUM2004", compilation.Codes());
    }

    [Fact]
    public void A_for_stops_where_a_plan_has_too_many_components()
    {
        var compilation = Compiled.From("plan p {}\nfor a in range(1, 9000) {\n  for b in range(1, 9000) {\n    component web-${a}-${b} { command = \"run\" }\n  }\n}\n");
        Assert.Equal("LUM1016", compilation.Codes());
    }

    [Theory]
    [InlineData("for x in [1, 2] { component web { command = \"run\" } }", "LUM2010")]
    [InlineData("for x in [1.5] { component web-${x} { command = \"run\" } }\ncomponent a { command = \"run\" }", "LUM2105")]
    [InlineData("for x in \"ab\" { component web-${x} { command = \"run\" } }", "LUM2104")]
    [InlineData("for x in { a = 1 } { component web-${x} { command = \"run\" } }", "LUM2104")]
    [InlineData("for plan in [1] { component web-${plan.name} { command = \"run\" } }", "LUM2011")]
    [InlineData("for x in [1] { environment e-${x} { target process } }\ncomponent a { command = \"run\" }", "LUM2106")]
    [InlineData("component web { depends on db-${nam}  command = \"run\" }", "LUM2004")]
    [InlineData("component web { command = \"run\"  config { A = x } }\nfor x in [1] { component w-${x} { command = \"run\" } }", "LUM2004")]
    [InlineData("let x = [1]\nfor x in x { component w-${x} { command = \"run\" } }", "")]
    [InlineData("template t { command = t2 }\ncomponent web from template t", "LUM2004")]
    [InlineData("template t { command = \"run\" }\ntemplate t { command = \"run\" }\ncomponent web from template t", "LUM2010")]
    [InlineData("component web from template a.b.c { command = \"run\" }", "LUM2101")]
    [InlineData("component web from templat t { command = \"run\" }", "LUM1001")]
    [InlineData("import base.deploy as base\ncomponent web { command = \"run\" }", "LUM1001")]
    [InlineData("import \"\" as base\ncomponent web { command = \"run\" }", "LUM3106")]
    [InlineData("import \"a\\\\b.deploy\" as base\ncomponent web { command = \"run\" }", "LUM3106")]
    public void One_mistake_is_one_finding(string text, string codes) => Assert.Equal(codes, Compiled.From("plan p {}\n" + text + "\n").Codes());

    [Fact]
    public void What_a_template_is_used_for_by_many_is_said_once()
    {
        var components = string.Concat(Enumerable.Range(0, 50).Select(i => $"component web-{i} from template t\n"));
        Assert.Equal("LUM2003", Compiled.From($"plan p {{}}\ntemplate t {{ command = \"run\"  replicas = \"2\" }}\n{components}").Codes());
    }

    [Fact]
    public void A_let_of_a_template_s_own_file_goes_before_the_variables_of_the_for_in_which_it_is_used()
    {
        var compilation = CompileFiles(
            "plan p {}\nimport \"base.deploy\" as base\nfor name in [\"a\"] { component c-${name} from template base.service { config { LOOP = name } } }\n",
            ("base.deploy", "let name = \"let\"\ntemplate service { command = \"run\"  config { LET = name } }\n"));
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal("LET=let LOOP=a", string.Join(" ", compilation.PlanFor("development")!.Components[0].Config.Select(c => $"{c.Key}={c.Value}")));
    }

    [Fact]
    public void Values_from_outside_are_inputs_and_their_absence_is_told()
    {
        var inputs = new PlanInputs("sub/test.deploy", "plan p {}\ncomponent web { command = \"run\"  config { A = file(\"a.txt\")  B = env(\"B\")  C = env(\"C\", \"c\")  D = false ? env(\"D\") : \"d\" } }\n")
        {
            ReadFile = path => path == "a.txt" ? FileAnswer.Of("\uFEFFtext") : FileAnswer.Failed("no such file"),
            ReadVariable = name => name == "B" ? "b" : null,
        };
        var compilation = PlanCompiler.Compile(inputs);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal("text b c d", string.Join(" ", compilation.PlanFor("development")!.Components[0].Config.Values));
        Assert.Equal("B=b C= D=", string.Join(" ", compilation.Read.Variables.Select(v => $"{v.Key}={v.Value}")));

        var without = PlanCompiler.Compile(inputs with { ReadFile = _ => FileAnswer.Failed("no such file"), ReadVariable = _ => null });
        Assert.Equal("LUM3107 LUM3108", without.Codes());
    }

    private static PlanCompilation CompileFiles(string main, params (string Path, string Text)[] files)
    {
        var byPath = files.ToDictionary(file => file.Path, file => file.Text);
        return PlanCompiler.Compile(new PlanInputs("test.deploy", main)
        {
            ReadFile = path => byPath.TryGetValue(path, out var text) ? FileAnswer.Of(text) : FileAnswer.Failed("there is no such file"),
        });
    }
}
