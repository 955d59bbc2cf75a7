using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class LongStart() : StyleRule(new(6012, "start-beyond-deadline", Severity.Warning,
    "An instance may take longer to start than its step may take",
    "The rollout fails at its deadline, before the time is over that the health check gives a new instance.",
    "plan p {}\ncomponent web { command = \"run\"  port = 80  health tcp { start_within = 5m }  strategy rolling { deadline = 1m } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (_, settings, spec) in component.Instances)
        {
            if (spec.Health is not { } health || health.StartWithin <= spec.Strategy.Deadline)
                continue;
            var at = settings.Section("health")?.Settings.Property("start_within") ?? settings.Section("strategy")?.Settings.Property("deadline");
            if (at is not null)
                plan.Report(this, at.Value.Span, $"start_within is {Values.Units.Write(health.StartWithin)}, and the rollout's deadline is over after {Values.Units.Write(spec.Strategy.Deadline)}.");
        }
    }
}
