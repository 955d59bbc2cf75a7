using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class LongMinReady() : StyleRule(new(6011, "min-ready-beyond-deadline", Severity.Warning,
    "An instance must stay healthy longer than its step may take",
    "An instance counts when it was healthy for min_ready. When the deadline is over before that, no rollout can succeed.",
    "plan p {}\ncomponent web { command = \"run\"  strategy rolling { deadline = 1m  min_ready = 2m } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (_, settings, spec) in component.Instances)
        {
            if (spec.Strategy.MinReady < spec.Strategy.Deadline || settings.Section("strategy") is not { } section)
                continue;
            var at = section.Settings.Property("min_ready") ?? section.Settings.Property("deadline");
            plan.Report(this, at?.Value.Span ?? section.KindSpan, $"min_ready is not shorter than the deadline of {Values.Units.Write(spec.Strategy.Deadline)}: no rollout can succeed.");
        }
    }
}
