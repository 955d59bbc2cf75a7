using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Checks.Style;

internal sealed class LargeBatch() : StyleRule(new(6010, "batch-larger-than-replicas", Severity.Warning,
    "A batch larger than what there is to replace",
    "Everything is replaced in one step, in every environment. That is what a rolling update is there to avoid.",
    "plan p {}\ncomponent web { command = \"run\"  replicas = 2  strategy rolling { batch = 3 } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        if (component.Instances.All(instance => instance.Spec.Replicas == 1))
            return;
        var place = default(Text.TextSpan?);
        foreach (var (_, settings, spec) in component.Instances)
        {
            if (spec.Strategy is not RollingSpec { Batch: { IsPercent: false } batch } || batch.Value <= spec.Replicas || spec.Replicas == 0)
                return;
            place ??= settings.Section("strategy")?.Settings.Property("batch")?.Value.Span;
        }
        if (place is { } at)
            plan.Report(this, at, $"The batch is larger than the replicas of '{component.Symbol.Name}': everything is replaced at once.");
    }
}
