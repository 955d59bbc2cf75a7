using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class UnusedTemplate() : StyleRule(new(6005, "unused-template", Severity.Warning,
    "A template that nothing is made from",
    "It can be removed, unless its use was forgotten: component NAME from template NAME.",
    "plan p {}\ntemplate service { replicas = 2 }\ncomponent web { command = \"run\" }\n"))
{
    public override void CheckPlan(StyledPlan plan)
    {
        foreach (var template in plan.Symbols.Files[0].Templates.Values.Where(template => !template.IsUsed))
            plan.Report(this, template.Syntax.Name.Span, $"Nothing is made from the template '{template.Name}'.", plan.Removal("remove it", template.Syntax.Span));
    }
}
