using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;

namespace Lumina.Language.Checks.Style;

internal sealed class EmptyBlock() : StyleRule(new(6014, "empty-block", Severity.Info,
    "A block that says nothing",
    "An empty 'in', config or rollback changes nothing.",
    "plan p {}\nenvironment production { target process }\ncomponent web { command = \"run\"  in production {} }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var layer in component.Symbol.Layers)
        {
            Check(plan, layer);
            foreach (var over in layer.Overrides)
            {
                Check(plan, over.Syntax);
                Check(plan, over.Settings);
            }
        }
    }

    private void Check(StyledPlan plan, Settings settings)
    {
        foreach (var (word, section) in settings.Sections)
        {
            if (word is "config" or "rollback")
                Check(plan, section.Syntax);
        }
    }

    private void Check(StyledPlan plan, SectionSyntax section)
    {
        if (section.Body is { Statements: [] })
            plan.Report(this, section.Keyword.Span, "This block is empty and changes nothing.", plan.Removal("remove it", section.Span));
    }
}
