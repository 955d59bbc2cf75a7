using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Rules;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Tests.Rules;

/// <summary>Short ways to compile rules.</summary>
internal static class Ruled
{
    public const string File = "test.rules";

    public static RuleCompilation From(string text) => RuleCompiler.Compile([new RuleFile(File, text)]);

    public static RuleCompilation From(params (string Name, string Text)[] files) => RuleCompiler.Compile([.. files.Select(f => new RuleFile(f.Name, f.Text))]);

    /// <summary>The set of a text that must have no findings.</summary>
    public static RuleSet Set(string text)
    {
        var compilation = From(text);
        Assert.Empty(compilation.Diagnostics);
        return compilation.Rules;
    }

    /// <summary>The one rule of a text that must have no findings.</summary>
    public static RuleSpec One(string text) => Assert.Single(Set(text).Rules);

    /// <summary>The test with the given entries, of a rule about components that denies.</summary>
    public static RuleTestSpec Test(string entries)
    {
        var compilation = From($"rule r {{\n  applies to component\n  deny \"No.\"\n}}\ntest r {{\n{entries}\n}}\n");
        Assert.Empty(compilation.Diagnostics);
        return Assert.Single(compilation.Tests);
    }

    /// <summary>The condition that a rule with this <c>when</c> has.</summary>
    public static string When(string written) => One($"rule r {{\n  applies to component\n  when {written}\n  deny \"No.\"\n}}\n").When!.Text;

    public static PlanSyntax Tree(string text)
    {
        var source = new SourceText(File, text);
        return PlanParser.Parse(source, new DiagnosticBag(source), Dialect.Rules);
    }

    public static string Codes(this RuleCompilation compilation) => string.Join(" ", compilation.Diagnostics.Select(d => d.Code));
}
