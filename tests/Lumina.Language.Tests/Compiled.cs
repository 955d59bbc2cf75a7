using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Tests;

/// <summary>Short ways to compile texts.</summary>
internal static class Compiled
{
    public static PlanCompilation From(string text, params (string Name, string Value)[] parameters) =>
        PlanCompiler.Compile("test.deploy", text, parameters.ToDictionary(p => p.Name, p => p.Value));

    /// <summary>The plan of a text that must have no errors.</summary>
    public static Plan Plan(string text, string environment = "development", params (string Name, string Value)[] parameters)
    {
        var compilation = From(text, parameters);
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Severity == Severity.Error);
        return Assert.IsType<Plan>(compilation.PlanFor(environment));
    }

    /// <summary>The component <c>web</c> that has the given entries.</summary>
    public static ComponentSpec Web(string entries, string declarations = "") =>
        Plan($"plan p {{ version = \"1.0\" }}\n{declarations}\ncomponent web {{ command = \"run\"\n{entries} }}\n").Components.Single(c => c.Name == "web");

    /// <summary>What config says for a value.</summary>
    public static string Value(string expression, string declarations = "") => Web($"config {{ VALUE = {expression} }}", declarations).Config["VALUE"];

    /// <summary>The one finding about a value.</summary>
    public static Diagnostic Problem(string expression, string declarations = "") =>
        Assert.Single(From($"plan p {{}}\n{declarations}\ncomponent web {{ command = \"run\"\nconfig {{ VALUE = {expression} }} }}\n").Diagnostics);

    public static PlanSyntax Tree(string text)
    {
        var source = new SourceText("test.deploy", text);
        return PlanParser.Parse(source, new DiagnosticBag(source));
    }

    public static string Codes(this PlanCompilation compilation) => string.Join(" ", compilation.Diagnostics.Select(d => d.Code));
}
