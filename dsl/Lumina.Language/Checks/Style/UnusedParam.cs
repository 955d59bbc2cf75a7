using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class UnusedParam() : StyleRule(new(6004, "unused-param", Severity.Warning,
    "A param that nothing uses",
    "Whoever gives it a value expects that something changes. It can be removed, unless its use was forgotten; then --param with its name is refused.",
    "plan p {}\nparam region : string = \"eu\"\ncomponent web { command = \"run\" }\n"))
{
    public override void CheckPlan(StyledPlan plan)
    {
        foreach (var param in plan.Symbols.Params.Values.Where(param => !plan.Used.Params.Contains(param.Name) && plan.IsInMain(param.Syntax)))
        {
            var fix = plan.Removal("remove it", param.Syntax.Span) with { IsSafe = false };
            plan.Report(this, param.Syntax.Name.Span, $"Nothing uses the param '{param.Name}'.", fix);
        }
    }
}
