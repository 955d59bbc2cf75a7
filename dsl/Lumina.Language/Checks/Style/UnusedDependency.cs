using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;

namespace Lumina.Language.Checks.Style;

internal sealed class UnusedDependency() : StyleRule(new(6008, "unused-dependency", Severity.Info,
    "A dependency that the component never refers to",
    "The component waits for another that has a port, and takes its address from nowhere in the plan. Pass it in config, as component.NAME.url, or drop the dependency if the order does not matter.",
    "plan p {}\ncomponent db { command = \"run\"  port = 5432  health tcp }\ncomponent web { depends on db  command = \"run\" }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var token in component.Symbol.DependencyRelations.SelectMany(r => r.Names.Names))
        {
            if (token.Kind == TokenKind.NameWithHoles)
                continue;
            var name = NameText.Of(token, plan.Source);
            if (plan.Symbols.ComponentsByName.TryGetValue(name, out var other) && other.Settings.Property("port") is not null
                && !plan.Used.Uses(component.Symbol.Syntax, name))
            {
                plan.Report(this, token.Span, $"'{component.Symbol.Name}' depends on '{name}' and never uses it: config can have component.{name}.url.");
            }
        }
    }
}
