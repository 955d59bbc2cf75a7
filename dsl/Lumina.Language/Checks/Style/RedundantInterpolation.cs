using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Checks.Style;

internal sealed class RedundantInterpolation() : StyleRule(new(6019, "redundant-interpolation", Severity.Info,
    "A string with nothing but one ${} in it",
    "What is put in is a string already: \"${plan.version}\" is plan.version.",
    "plan p { version = \"1.0\" }\ncomponent web { command = \"run\"  config { VERSION = \"${plan.version}\" } }\n"))
{
    public override void CheckPlan(StyledPlan plan)
    {
        foreach (var text in plan.Used.Interpolations)
        {
            if (text.Holes is not [ReferenceSyntax reference] || text.Values.Any(piece => piece.Length > 0) || !IsString(plan, reference))
                continue;
            var written = plan.Source.ToString(reference.Span);
            var outside = text.Span.Length - reference.Span.Length;
            var fix = plan.Fix($"write {written}", text.Span, written) with { IsSafe = outside == "\"${}\"".Length };
            plan.Report(this, text.Span, $"This is {written} itself.", fix);
        }
    }

    /// <summary>Whether it is a string for sure; anything else is made one by being put in.</summary>
    private static bool IsString(StyledPlan plan, ReferenceSyntax reference)
    {
        string[] names = [.. reference.Names.Select(name => plan.Source.ToString(name.Span))];
        return names switch
        {
            ["plan", _] or ["self", "url" or "name" or "version"] or ["environment", "name"] or ["component", _, "url" or "name" or "version"] => true,
            ["param", var name] => plan.Symbols.Params.GetValueOrDefault(name)?.Type == ValueKind.String,
            _ => false,
        };
    }
}
