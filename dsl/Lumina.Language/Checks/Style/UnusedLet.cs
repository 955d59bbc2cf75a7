using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class UnusedLet() : StyleRule(new(6003, "unused-let", Severity.Warning,
    "A let that nothing uses",
    "It can be removed, unless its use was forgotten.",
    "plan p {}\nlet a = 1\ncomponent web { command = \"run\" }\n"))
{
    public override void CheckPlan(StyledPlan plan)
    {
        // What an imported file has for others to use is not for this plan to judge.
        foreach (var let in plan.Symbols.Files[0].Lets.Values.Where(let => !let.IsUsed && !plan.Used.Lets.Contains(let.Name)))
            plan.Report(this, let.Syntax.Name.Span, $"Nothing uses '{let.Name}'.", plan.Removal("remove it", let.Syntax.Span));
    }
}
