using Lumina.Language.Checks.Style;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Tests;

/// <summary>Rules of style, where a golden plan can't show it.</summary>
public sealed class StyleTests
{
    [Fact]
    public void Every_rule_is_shown_by_a_golden_plan_or_is_off()
    {
        var folder = Repository.PathOf("tests/Lumina.Language.Tests/Goldens");
        var goldens = string.Concat(Directory.GetFiles(folder, "*.deploy", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(
            // An import needs a second file, see below.
            StyleRules.All.Select(rule => rule.Entry).Where(entry => !entry.IsOffByDefault && entry.Name != "unused-import"),
            entry => Assert.Matches($"//~.* {entry.Severity.ToString().ToLowerInvariant()} {entry.Code}: ", goldens));
    }

    [Theory]
    [InlineData("let a = 1\ntemplate b { replicas = 2 }\n", "LUM6006")]
    [InlineData("component db { command = \"run\" }\n", "")]
    [InlineData("param b : int = 1\nlet c = 2\n", "")]
    [InlineData("import \"more.deploy\" as more\n", "")]
    public void An_import_is_unused_when_its_file_has_only_what_is_used_by_name(string imported, string codes)
    {
        var found = Import("plan p {}\nimport \"base.deploy\" as base\ncomponent web { command = \"run\" }\n", imported);
        Assert.Equal(codes, found.Codes());
        Assert.All(found.Diagnostics, d => Assert.Equal(("test.deploy", 2), (d.Location.File, d.Location.Line)));
    }

    [Fact]
    public void An_import_is_used_by_a_let_and_what_else_the_file_has_is_for_others() =>
        Assert.Empty(Import("plan p {}\nimport \"base.deploy\" as base\ncomponent web { command = base.a }\n", "let a = \"run\"\nlet b = 1\ntemplate c { replicas = 2 }\nparam d : int = 1\n").Diagnostics);

    [Fact]
    public void A_finding_in_an_imported_file_is_silenced_there_and_is_not_mended_from_here()
    {
        const string Text = "plan p {}\nimport \"base.deploy\" as base\ncomponent web from template base.t {}\n";
        const string Template = "\n\ntemplate t {\n  command = \"run\"\n  {0}\n  config { A = \"${plan.name}\" }\n}\n";
        var told = Assert.Single(Import(Text, Template.Replace("{0}", "", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal(("LUM6019", "base.deploy", 6), (told.Code, told.Location.File, told.Location.Line));
        Assert.Equal(Text, Fixing.PlanFixer.Fix(Text, text => Import(text, Template.Replace("{0}", "", StringComparison.Ordinal))).Text);
        var silenced = Import(Text, Template.Replace("{0}", "// lumina-ignore redundant-interpolation: it may change", StringComparison.Ordinal));
        Assert.Empty(silenced.Diagnostics);
        Assert.Equal("it may change", Assert.Single(silenced.Silenced).Reason);
    }

    [Fact]
    public void A_fix_in_an_imported_file_is_at_its_place_there()
    {
        const string Base = "template t {\n  command = \"run\"\n  config { A = \"${plan.name}\" }\n}\n";
        var fix = Assert.Single(Import("plan p {}\nimport \"base.deploy\" as base\ncomponent web from template base.t {}\n", Base).Diagnostics).Fix!;
        Assert.Equal("\"${plan.name}\"", Base.Substring(fix.Start, fix.Length));
    }

    [Fact]
    public void A_param_without_a_description_is_found_when_that_is_asked_for() =>
        Assert.Equal(["2 The param 'a' has no description."], Found("undescribed-param", """
            plan p {}
            param a : string = "x"
            param b : string = "x" { description = "B." }
            component web { command = "run"  config { A = param.a  B = param.b } }
            """));

    [Fact]
    public void A_text_written_three_times_is_found_when_that_is_asked_for() =>
        Assert.Equal(["2 This text is written 3 times: let NAME = … gives it a name."], Found("repeated-literal", """
            plan p {}
            component a { command = "services/run"  config { A = "run"  B = "run"  C = "run" } }
            component b { command = "services/run"  config { A = "twice only, this"  B = "twice only, this" } }
            component c { command = ["services/run", "c"] }
            """));

    [Fact]
    public void A_secret_moves_out_of_config_and_what_stands_behind_it_stays()
    {
        const string Text = "plan shop {}\ncomponent web {\n  command = \"run\"\n  config {\n    DB_PASSWORD = \"correct-horse\"\n    LEVEL = \"info\" // said\n  }\n}\n";
        var fix = Assert.Single(Compiled.From(Text).Diagnostics).Fix!;
        Assert.False(fix.IsSafe);
        Assert.Equal(
            "plan shop {}\ncomponent web {\n  command = \"run\"\n  config {\n    LEVEL = \"info\" // said\n  }\n  secret DB_PASSWORD = vault(\"shop/web\", \"db_password\")\n}\n",
            Text[..fix.Start] + fix.Replacement + Text[(fix.Start + fix.Length)..]);
    }

    [Theory]
    [InlineData("DB_PASSWORD", "correct-horse", true)]
    [InlineData("DB_PASSWORD", "/run/secrets/db", false)]
    [InlineData("MAX_TOKENS", "4096", false)]
    [InlineData("API_TOKEN", "12345678", false)]
    [InlineData("API_TOKEN_FILE", "token.txt", false)]
    [InlineData("ID", "AKIAIOSFODNN7EXAMPLE", true)]
    [InlineData("NAME", "sk-learn", false)]
    [InlineData("URL", "postgres://u:p@db/x", true)]
    [InlineData("URL", "postgres://u@db:5432/x", false)]
    [InlineData("URL", "https://example.com/a:b@c", false)]
    [InlineData("COMMIT", "3f786850e387550fdab836ed7e6dc881de23001b", false)]
    [InlineData("IMAGE", "lumina-core-development-2", false)]
    [InlineData("SEED", "q8ZrT4vLx0WbN2yKd7PfH3mJ", true)]
    [InlineData("MODEL", "Meta-Llama-3-70B-Instruct", false)]
    [InlineData("PUBLIC_KEY", "ssh-ed25519 AAAA", false)]
    public void What_looks_like_a_secret(string key, string text, bool does) => Assert.Equal(does, SecretLook.Why(key, text) is not null);

    [Fact]
    public void A_message_about_a_secret_does_not_repeat_it() => Assert.All(
        Compiled.From("plan shop {}\ncomponent web { command = \"run\"  config { DB_PASSWORD = \"correct-horse\"  URL = \"amqp://u:correct-horse@q\" } }\n").Diagnostics,
        d => Assert.DoesNotContain("correct-horse", d.Message + d.Fix!.Title, StringComparison.Ordinal));

    [Fact]
    public void Twenty_thousand_comments_silence_twenty_thousand_findings()
    {
        var text = "plan p {}\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"// lumina-ignore LUM6003: number {i}\nlet a{i} = 1\n")) + "component web { command = \"run\" }\n";
        var found = Compiled.From(text);
        Assert.Equal(20_000, found.Silenced.Length);
        Assert.Empty(found.Diagnostics);
    }

    private static PlanCompilation Import(string text, string imported) => PlanCompiler.Compile(new PlanInputs("test.deploy", text)
    {
        ReadFile = path => path switch
        {
            "base.deploy" => FileAnswer.Of(imported),
            "more.deploy" => FileAnswer.Of("let a = 1\n"),
            _ => FileAnswer.Failed("it is not there"),
        },
    });

    private static string[] Found(string name, string text)
    {
        var entry = DiagnosticCatalogue.FindByCodeOrName(name)!;
        Assert.DoesNotContain(Compiled.From(text).Diagnostics, d => d.Code == entry.Code);
        var found = PlanCompiler.Compile(new PlanInputs("test.deploy", text) { Levels = FindingLevels.With([new(entry.Code, FindingLevel.Info)]) });
        return [.. found.Diagnostics.Where(d => d.Code == entry.Code).Select(d => $"{d.Location.Line} {d.Message}")];
    }
}
