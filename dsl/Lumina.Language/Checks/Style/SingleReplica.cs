using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class SingleReplica() : StyleRule(new(6016, "single-replica-in-production", Severity.Info,
    "One instance in production",
    "In an environment called production or prod, a component that others reach over a port has one instance: while it is started anew, nobody answers.",
    "plan p {}\nenvironment production { target process }\ncomponent web { command = \"run\"  port = 80  health tcp }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (environment, settings, spec) in component.Instances)
        {
            if (spec.Port is null || spec.Replicas != 1 || !IsProduction(environment.Name))
                continue;
            var at = settings.Property("replicas")?.Value.Span ?? component.Symbol.NameToken.Span;
            plan.Report(this, at, $"'{component.Symbol.Name}' has one instance in '{environment.Name}': write in {environment.Name} {{ replicas = 2 }}.");
        }
    }

    private static bool IsProduction(string environment) => environment.Split('-').Any(part => part is "production" or "prod");
}
