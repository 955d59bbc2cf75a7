using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class ShortRollback() : StyleRule(new(6022, "rollback-too-short", Severity.Warning,
    "Less time to go back than an instance may take to start",
    "Going back starts the earlier version, which may take as long as the health check's start_within. Give the rollback more time than that.",
    "plan p {}\ncomponent web { command = \"run\"  port = 80  health tcp { start_within = 2m }  rollback { within = 1m } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (_, settings, spec) in component.Instances)
        {
            if (spec.Health is not { } health || spec.Rollback.Within >= health.StartWithin)
                continue;
            // Where the start is too long for the rollout too, that is the one mistake.
            var isLongStart = health.StartWithin > spec.Strategy.Deadline;
            var at = settings.Section("rollback")?.Settings.Property("within") ?? settings.Section("health")?.Settings.Property("start_within");
            if (at is not null && !isLongStart)
                plan.Report(this, at.Value.Span, $"The rollback has {Values.Units.Write(spec.Rollback.Within)}, and an instance may take {Values.Units.Write(health.StartWithin)} to start.");
        }
    }
}
