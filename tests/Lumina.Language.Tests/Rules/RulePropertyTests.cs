using CsCheck;
using Lumina.Language.Diagnostics;
using Lumina.Language.Formatting;
using Lumina.Language.Rules;

namespace Lumina.Language.Tests.Rules;

/// <summary>Whatever a file of rules says: nothing is thrown, no character is lost, and what is laid out stays.</summary>
public sealed class RulePropertyTests
{
    private const int Rounds = 8_000;

    private static readonly string[] Words =
    [
        "rule", "waive", "test", "\nrule r {", "\ntest r {", "\nwaive r ", "applies to", "component", "in", "production", "where", "when", "deny", "warn", "require approval", "from", "count",
        "expires 4h", "because", "help", "description", "given", "expect", "clock", "step 2 of 4 of web", "running web {", "until 2027-01-31", "by", "for component web", "{", "}", "(", ")", "[", "]",
        "\"", "\"text\"", "\"a ${b} c\"", "${", "$\"{x}\"", "@\"", "\"\"\"", "$$\"\"\"", "'", "'x'", "//", "/*", "*/", "\n", "\r\n", " ", "\t", "==", "&&", "||", "=>", "10%", ".", ",", ";", "é", "\U0001F680", "\uFEFF",
        "image = \"web:1\"", "strategy canary {", "nothing", "=", "is", "or", "\\", "#",
    ];

    private static string Folder => Repository.PathOf("tests/Lumina.Language.Tests/Goldens/rules");

    private static readonly string[] Good = [.. Directory.GetFiles(Path.Combine(Folder, "good"), "*.rules").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static readonly Gen<string> Fragments = Gen.Int[0, Words.Length - 1].Array[0, 60].Select(indexes => string.Join(' ', indexes.Select(i => Words[i])));

    private static readonly Gen<string> Wrecks =
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Char["{}[]()=\",:$\n a5%\\/*'@.&"]).Array[1, 4])
            .Select((which, damages) => Wreck.Of(Good[which], damages));

    [Fact]
    public void Any_text_is_printed_back_and_is_a_set_or_has_findings_at_places_in_it() => Gen.OneOf(Gen.String, Fragments).Sample(Holds, iter: Rounds);

    [Fact]
    public void Wrecks_of_good_rules_are_printed_back_and_are_sets_or_have_findings() => Wrecks.Sample(Holds, iter: Rounds);

    [Fact]
    public void What_has_no_error_of_syntax_is_laid_out_once_and_means_the_same() => Gen.OneOf(Wrecks, Fragments).Sample(StaysLaidOut, iter: Rounds);

    [Fact]
    public void Good_rules_mean_the_same_when_they_are_laid_out() => Assert.All(Good, StaysLaidOut);

    private static void Holds(string text)
    {
        Assert.Equal(text, Ruled.Tree(text).ToSource());
        var compilation = Ruled.From(text);
        Assert.Equal(compilation.HasErrors, compilation.Diagnostics.Any(d => d.Severity == Severity.Error));
        Assert.All(compilation.Diagnostics, d =>
        {
            Assert.InRange(d.Location.Start, 0, text.Length);
            Assert.InRange(d.Location.Start + d.Location.Length, 0, text.Length);
            Assert.NotNull(DiagnosticCatalogue.Find(d.Code));
            Assert.NotEmpty(DiagnosticPrinter.Print(d, text));
        });
        foreach (var piece in compilation.Rules.Rules.SelectMany(r => r.Message.Parts.Select(p => p.Hole).Append(r.When).Append(r.Where)).OfType<CSharpText>())
            Assert.Equal(piece.Text, text.Substring(piece.Location.Start, piece.Location.Length));
    }

    private static void StaysLaidOut(string text)
    {
        var once = PlanFormatter.Format(text, Ruled.File);
        if (!once.Problems.IsEmpty)
            return;
        var twice = PlanFormatter.Format(once.Text, Ruled.File);
        Assert.Empty(twice.Problems);
        Assert.Equal(once.Text, twice.Text);
        var (before, after) = (Ruled.From(text), Ruled.From(once.Text));
        Assert.Equal(before.Rules.Digest, after.Rules.Digest);
        Assert.Equal(before.Diagnostics.Select(d => d.Code).Order(), after.Diagnostics.Select(d => d.Code).Order());
        Assert.Equal(before.Tests.Select(Meaning), after.Tests.Select(Meaning));
    }

    private static string Meaning(RuleTestSpec test) => string.Join(' ', test.Rule, test.Title, Plans.PlanJson.Digest(test.Plan), test.Running.Count, test.Now, test.Step,
        string.Join(',', test.Expectations.Select(e => $"{e.Outcome} {e.Message} {string.Join('+', e.From)}")));
}
