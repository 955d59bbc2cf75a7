namespace Lumina.Language.Tests;

public sealed class RecoveryTests
{
    internal const string Sample = """
        // A sample with a bit of everything.
        plan lumina {
          version = param.version
          owner   = "platform"
        }
        param version   : string = "1.4.0"
        param log_level : string = "info" { allowed = ["debug", "info", "warn"] }
        let prefix = join(["lumina", plan.name], "-")
        environment development { target process }
        environment production { target kubernetes { context = "prod"  namespace = "lumina" }  after development }
        component memory {
          command  = ["run", "memory"]
          port     = 8002
          replicas = (1 + 1) * 2
          config {
            LUMINA_ENV   = environment.name
            LUMINA_LEVEL = param.log_level
            PREFIX       = "${prefix}-${upper("x")}"
          }
          health http { path = "/health"  every = 1s  timeout = 1s }
          strategy rolling { batch = 25% }
          in production { image = "lumina/memory:${plan.version}"  replicas = 6 }
        }

        component core {
          depends on memory
          command = "run core"
          port = 8000
          replicas = 2
          config { LUMINA_MEMORY_URL = component.memory.url }
          health tcp
          rollback { scope = all  within = 5m }
        }

        """;

    [Fact]
    public void Ten_mistakes_are_all_reported_with_their_places()
    {
        const string Plan = """
            plan lumina { verison = "1.4.0" }
            param level : strng = "info"
            environment production { target process  after stagin }
            environment staging { target process }
            component memory {
              command = ["run", "memory"
              port = 80800
              health http { path = "/health"  timeout = 5 }
              strategy rolling { max_surge = 0 }
            }
            component core {
              depends on memroy
              command = "run ${plan.nme}"
              config { A-B = 1 }
            """;
        var found = Compiled.From(Plan).Diagnostics.Select(d => (d.Code, d.Location.Line, d.Location.Column));
        Assert.Equal(
            [
                ("LUM2001", 1, 15), ("LUM2016", 2, 15), ("LUM3004", 3, 48), ("LUM1001", 6, 29), ("LUM2009", 7, 10), ("LUM2003", 8, 45),
                ("LUM3011", 9, 34), ("LUM3006", 12, 14), ("LUM2005", 13, 25), ("LUM2021", 14, 12), ("LUM1006", 14, 21),
            ],
            found);
    }

    [Fact]
    public void The_sample_itself_is_right() => Assert.Empty(Compiled.From(Sample).Diagnostics);

    [Theory]
    [InlineData(Sample)]
    [InlineData(PlanJsonTests.Everything)]
    public void One_missing_character_gives_about_one_finding(string plan)
    {
        // Advice is given to plans without mistakes only, so it is no part of what a mistake costs.
        var counts = new List<int>();
        for (var i = 0; i < plan.Length; i++)
        {
            if (!"{}[]()=\",:$".Contains(plan[i]))
                continue;
            var found = Compiled.From(plan.Remove(i, 1)).Diagnostics;
            var errors = found.Where(d => d.Severity == Diagnostics.Severity.Error).ToList();
            counts.Add(errors.Count);
            Assert.True(errors.Count <= 4, $"{errors.Count} findings without the '{plan[i]}' at {LineOf(plan, i)}: {string.Join(" | ", errors.Select(d => d.Location.Line + " " + d.Message))}");
        }
        counts.Sort();
        Assert.Equal(1, counts[counts.Count / 2]);
        Assert.True(counts.Count(c => c > 1) * 10 <= counts.Count, $"{counts.Count(c => c > 1)} of {counts.Count} mistakes give more than one finding");
    }

    /// <summary>Every hundredth part of the published plan, one character gone: one mistake, one message, at its place.</summary>
    [Fact]
    public void One_character_gone_from_the_published_plan_is_told_once_and_where()
    {
        var plan = File.ReadAllText(Repository.PathOf("lumina.deploy"));
        // Where a character's absence is a mistake at all: not in comments, in texts, or between words.
        var places = Enumerable.Range(0, plan.Length).Where(at => Compiled.From(plan.Remove(at, 1)).Diagnostics.Any(d => d.Severity != Diagnostics.Severity.Info)).ToArray();
        Assert.True(places.Length > 500, $"only {places.Length} places");
        var counts = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var at = places[(int)((long)i * places.Length / 100)];
            var found = Compiled.From(plan.Remove(at, 1)).Diagnostics;
            var line = plan.AsSpan(0, at).Count('\n') + 1;
            counts.Add(found.Length);
            var told = string.Join(" | ", found.Select(d => $"{d.Location.Line}: {d.Message}"));
            Assert.True(found.Length <= 4, $"{found.Length} findings without '{plan[at]}' of line {line}: {told}");
            Assert.True(Math.Abs(found[0].Location.Line - line) <= 1, $"without '{plan[at]}' of line {line}: {told}");
        }

        counts.Sort();
        Assert.Equal(1, counts[50]);
    }

    [Fact]
    public void A_missing_brace_does_not_swallow_the_next_declaration()
    {
        var compilation = Compiled.From("plan p {}\ncomponent a {\n  command = \"run\"\n  config { A = 1\ncomponent b { comand = \"run\" }\n");
        Assert.Equal(["LUM1006", "LUM2001"], compilation.Diagnostics.Select(d => d.Code));
        Assert.Equal(5, compilation.Diagnostics[1].Location.Line);
        Assert.Equal(5, compilation.LocationOf("b").Line);
    }

    [Fact]
    public void A_keyword_at_the_margin_inside_a_text_of_several_lines_ends_nothing()
    {
        var web = Compiled.Web("config { TEXT = \"\"\"\ncomponent x {\n\"\"\" }");
        Assert.Equal("component x {", web.Config["TEXT"]);
    }

    [Theory]
    [InlineData("stop_within = 5 min", "LUM1010", "5m")]
    [InlineData("stop_within = 5 s  replicas = 2", "LUM1010", "5s")]
    [InlineData("stop_within = 5sec", "LUM1010", "5s")]
    [InlineData("stop_within = 5", "LUM2003", "5s")]
    [InlineData("config { A = 512 MB }", "LUM1010", "512MiB")]
    [InlineData("replicas: 2", "LUM1019", " =")]
    [InlineData("replicas 2", "LUM1019", " =")]
    [InlineData("replcas = 2", "LUM2001", "replicas")]
    [InlineData("config { A = true & false }", "LUM1002", "&&")]
    [InlineData("config { MY-KEY = 1 }", "LUM2021", "MY_KEY")]
    [InlineData("version = 1.5", "LUM2003", "\"1.5\"")]
    public void A_slip_of_the_pen_has_one_finding_with_its_fix(string entry, string code, string fix)
    {
        var text = $"plan p {{}}\ncomponent web {{ command = \"run\"\n{entry} }}\n";
        var finding = Assert.Single(Compiled.From(text).Diagnostics);
        Assert.Equal((code, fix), (finding.Code, finding.Fix?.Replacement));
        Assert.Empty(Compiled.From(text.Remove(finding.Fix!.Start, finding.Fix.Length).Insert(finding.Fix.Start, finding.Fix.Replacement)).Diagnostics);
    }

    private static string LineOf(string text, int position) =>
        $"{text.AsSpan(0, position).Count('\n') + 1}:{position - text.LastIndexOf('\n', position)}";
}
