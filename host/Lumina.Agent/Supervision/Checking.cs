using Lumina.Agent.Health;

namespace Lumina.Agent.Supervision;

/// <summary>Checks one process over and over, from its start or adoption until the checks are stopped.</summary>
internal static class Checking
{
    /// <param name="agent">Whose prober and clock.</param>
    /// <param name="run">The process; its <see cref="InstanceRun.Probing"/> ends the checks.</param>
    /// <param name="check">How often.</param>
    /// <param name="target">What is asked.</param>
    /// <param name="report">Told every answer.</param>
    public static async Task RunAsync(AgentContext agent, InstanceRun run, HealthCheck check, ProbeTarget target, Action<ProbeResult> report)
    {
        var stopped = run.Probing;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (check.IsAliveOnly)
            {
                await Task.Delay(HealthCheck.AliveFor, agent.Clock, stopped);
                report(new ProbeResult(true, "alive"));
                return;
            }

            while (true)
            {
                report(await agent.Prober.ProbeAsync(target, stopped));
                var isQuick = run.Health.State == HealthState.Starting;
                await Task.Delay(isQuick ? check.QuickPause : check.Spec.Every, agent.Clock, stopped);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
