using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Checks.Style;

internal sealed class SlowHealthCheck() : StyleRule(new(6009, "timeout-longer-than-every", Severity.Warning,
    "A health check that may take longer than the time between two of them",
    "A check waits for its answer for 'timeout' and is made again after 'every'. An instance that hangs is noticed later than 'every' promises.",
    "plan p {}\ncomponent web { command = \"run\"  port = 80  health http { every = 2s  timeout = 5s } }\n"))
{
    public override void CheckComponent(StyledPlan plan, BoundComponent component)
    {
        foreach (var (_, settings, spec) in component.Instances)
        {
            if (spec.Health is not { } health || health.Timeout <= health.Every || settings.Section("health")?.Settings.Property("timeout") is not { } timeout)
                continue;
            plan.Report(this, timeout.Value.Span, $"This check may take {Values.Units.Write(health.Timeout)}, longer than the {Values.Units.Write(health.Every)} between two of them.");
        }
    }
}
