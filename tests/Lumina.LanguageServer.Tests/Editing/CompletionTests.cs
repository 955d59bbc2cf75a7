using Lumina.Language.Editing;

namespace Lumina.LanguageServer.Tests.Editing;

public sealed class CompletionTests
{
    private const string Around = """
        plan shop { version = param.version }
        param version : string = "1.0"
        param count : int = 2
        let registry = "example.com"
        environment development { target process }
        environment production { target docker  after development }
        component orders { command = "run"  port = 80 }

        """;

    [Theory]
    [InlineData("▮", "component environment param let", "image")]
    [InlineData("comp▮", "component", "image")]
    [InlineData("component web {\n  ▮\n}", "image command depends config health strategy in", "plan param every")]
    [InlineData("component web {\n  image = \"a\"\n  ▮\n}", "command", "image")]
    [InlineData("component web {\n  ▮\n  image = \"a\"\n}", "command", "image")]
    [InlineData("component web {\n  im▮", "image", "path")]
    [InlineData("component web {\n  health http { ▮ }\n}", "path every timeout", "image")]
    [InlineData("component web {\n  health http {\n    path = \"/\"\n    ev▮\n  }\n}", "every", "path")]
    [InlineData("component web {\n  health ▮\n}", "http tcp command", "image")]
    [InlineData("component web {\n  ▮\n}", "config_from config_file secret_file", "schema")]
    [InlineData("component web {\n  config_file \"a\" { from = \"b\" }\n  ▮\n}", "config_file", "from")]
    [InlineData("component web { config_file \"a\" { ▮ } }", "from content template variable", "image")]
    [InlineData("component web { config_from \"a\" { ▮ } }", "schema prefix", "image")]
    [InlineData("component web { secret_file \"a\" = ▮ }", "vault sealed", "join")]
    [InlineData("component web {\n  strategy ▮", "rolling canary", "image")]
    [InlineData("component web {\n  strategy rolling { ▮", "batch max_surge", "image")]
    [InlineData("component web { rollback { scope = ▮ } }", "all component dependents", "registry")]
    [InlineData("component web {\n  depends ▮\n}", "on", "orders")]
    [InlineData("component web {\n  depends on ▮\n}", "orders", "web production")]
    [InlineData("component web {\n  depends on orders, ▮\n  image = \"a\"\n}", "orders", "image")]
    [InlineData("component web {\n  in ▮\n}", "development production", "orders")]
    [InlineData("component web {\n  in production, ▮ {\n  }\n}", "development", "orders")]
    [InlineData("component web {\n  in production {\n    ▮\n  }\n}", "replicas config", "in")]
    [InlineData("environment staging { ▮ }", "target after", "image")]
    [InlineData("environment staging { target ▮ }", "process docker kubernetes", "after")]
    [InlineData("environment staging {\n  target process\n  after ▮\n}", "development production", "staging orders")]
    [InlineData("component web { replicas = ▮ }", "registry param plan environment component join lower true", "image")]
    [InlineData("component web { replicas = ▮\n  port = 5 }", "registry param", "image")]
    [InlineData("component web { replicas = param.▮ }", "version count", "registry")]
    [InlineData("component web { replicas = param.▮\n  port = 80 }", "version count", "port")]
    [InlineData("component web { replicas = param.co▮unt }", "version count", "registry")]
    [InlineData("component web { config { A = component.▮ } }", "orders", "version")]
    [InlineData("component web { config { A = component.orders.▮ } }", "url port name version", "count")]
    [InlineData("component web { config { A = plan.▮ } }", "name version owner", "count")]
    [InlineData("component web { config { A = environment.▮ } }", "name", "version")]
    [InlineData("component web { config { A = \"x ${param.▮} y\" } }", "version count", "registry")]
    [InlineData("component web { config { A = \"x ${▮\n } }", "registry param", "image")]
    [InlineData("component web { config { A = join([▮], \",\") } }", "registry param", "image")]
    [InlineData("component web { config { A = 1 + ▮ } }", "registry param", "image")]
    [InlineData("component web { config { A = param.count > 1 ? ▮ : 2 } }", "registry", "image")]
    [InlineData("param size : ▮", "string int duration size percentage", "registry")]
    [InlineData("param size : int = 1 { ▮ }", "allowed min max description", "image")]
    [InlineData("let other = ▮", "registry param", "other component")]
    [InlineData("plan p { ▮ }", "version owner", "image")]
    [InlineData("component web { strategy canary { ▮ } }", "step check no_data", "batch image")]
    [InlineData("component web { strategy canary { no_data = ▮ } }", "fail pass wait", "registry")]
    [InlineData("component web { strategy canary { step 5% ▮ } }", "for", "step")]
    [InlineData("component web { strategy canary {\n step 5% for 1m\n ▮ } }", "step check", "batch")]
    [InlineData("component web { strategy canary { check errors { metric = ▮ } } }", "error_rate latency_p99", "registry")]
    [InlineData("component web { strategy ▮ }", "rolling canary blue-green recreate", "image")]
    [InlineData("component web { secret KEY = ▮ }", "vault sealed", "registry")]
    [InlineData("component web { secret A = sealed(\"a\")\n  ▮ }", "secret scale resources", "batch")]
    [InlineData("component web { scale { ▮ } }", "min max cpu", "image")]
    [InlineData("environment e { target process  after development ▮ }", "soak", "target")]
    [InlineData("environment e { freeze \"Fri 18:00\" ▮ }", "to in", "target")]
    [InlineData("environment e { approval { ▮ } }", "from count expires", "target")]
    [InlineData("infrastructure net { ▮ }", "terraform depends in", "image")]
    [InlineData("infrastructure net { terraform \"a\" { region = ▮ } }", "param registry", "image")]
    [InlineData("infrastructure db { depends on ▮ }\ninfrastructure net { terraform \"a\" }", "net", "orders db")]
    [InlineData("component web { config { A = infrastructure.▮ } }\ninfrastructure net { terraform \"a\" }", "net", "orders")]
    [InlineData("pipeline p { ▮ }", "stage", "image")]
    [InlineData("pipeline p { stage a { ▮ } }", "run timeout after deploy gate", "image")]
    [InlineData("pipeline p { stage a { }  stage b { after ▮ } }", "a", "b production")]
    [InlineData("pipeline p { stage a { deploy ▮ } }", "production development", "a orders")]
    [InlineData("pipeline p { stage a { gate ▮ } }", "soak approval check", "a")]
    [InlineData("pipeline p { stage a { gate check { ▮ } } }", "command timeout", "from")]
    public void Proposes_what_can_stand_there(string text, string wanted, string unwanted)
    {
        var labels = new Caret(Around + text).Labels.ToHashSet();

        Assert.All(wanted.Split(' '), word => Assert.Contains(word, labels));
        Assert.All(unwanted.Split(' '), word => Assert.DoesNotContain(word, labels));
    }

    [Theory]
    [InlineData("component web { image = \"re▮\" }")]
    [InlineData("component web { // re▮\n }")]
    [InlineData("component web { /* re▮ */ }")]
    [InlineData("component ▮")]
    [InlineData("param ▮")]
    [InlineData("component web { replicas = 5▮ }")]
    [InlineData("component web { config { ▮ } }")]
    public void Proposes_nothing_where_there_is_nothing_to_choose(string text) => Assert.Empty(new Caret(Around + text).Labels);

    [Fact]
    public void Replaces_the_word_that_the_caret_is_in()
    {
        var caret = new Caret("component web { repl▮icas = 2 }");

        var range = Completion.At(caret.Project, caret.Document, caret.Offset).Replaced;

        Assert.Equal("replicas", caret.Document.Text.Substring(range.Start, range.Length));
    }

    [Fact]
    public void Says_what_a_property_is_for()
    {
        var item = new Caret("component web { health http { ▮ } }").Item("every");

        Assert.Equal("duration", item.Detail);
        Assert.Equal("How long between two checks.\n\n`2s` when it is not written.", item.Documentation);
        Assert.Equal("every = ${1:2s}", item.Insert);
    }

    [Fact]
    public void Writes_blocks_with_places_to_fill_in()
    {
        Assert.Equal("config {\n  $0\n}", new Caret("component web { ▮ }").Item("config").Insert);
        Assert.Equal("health ${1|http,tcp,command|}$0", new Caret("component web { ▮ }").Item("health").Insert);
        Assert.Equal("depends on $0", new Caret("component web { ▮ }").Item("depends").Insert);
        Assert.Equal("component ${1:name} {\n  $0\n}", new Caret("▮").Item("component").Insert);
    }

    [Fact]
    public void Shows_how_a_function_is_called() => Assert.Equal("join(list, separator)", new Caret("let a = ▮").Item("join").Detail);

    [Fact]
    public void Proposes_a_plan_once() => Assert.DoesNotContain("plan", new Caret("plan p {}\n▮").Labels);

    [Fact]
    public void A_line_that_is_not_finished_does_not_hide_what_comes_after() =>
        Assert.Contains("late", new Caret("component web { depends on ▮ \n\ncomponent late { command = \"x\" }").Labels);
}
