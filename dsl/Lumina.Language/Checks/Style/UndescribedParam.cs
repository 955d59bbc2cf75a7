using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class UndescribedParam() : StyleRule(new(6017, "undescribed-param", Severity.Info,
    "A param without a description",
    "Whoever runs the plan sees the description where values are asked for: param region : string { description = \"Where it runs.\" }.",
    "plan p {}\nparam region : string = \"eu\"\ncomponent web { command = \"run\"  config { REGION = param.region } }\n")
{ IsOffByDefault = true })
{
    public override void CheckPlan(StyledPlan plan)
    {
        foreach (var param in plan.Symbols.Params.Values.Where(param => param.Settings.Property("description") is null && plan.IsInMain(param.Syntax)))
            plan.Report(this, param.Syntax.Name.Span, $"The param '{param.Name}' has no description.");
    }
}
