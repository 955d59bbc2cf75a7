using Lumina.Deployments.Targets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lumina.Targets.Process;

/// <summary>Wires the process target into a host.</summary>
public static class ProcessTargetRegistration
{
    /// <summary>Adds an <see cref="ITarget"/> of kind <c>process</c> and the <see cref="AgentLauncher"/> behind it. The agent is started with the first request, and again whenever it has died.</summary>
    public static IServiceCollection AddProcessTarget(this IServiceCollection services, ProcessTargetOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new AgentLauncher(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ITarget>(provider => new ProcessTarget(provider.GetRequiredService<AgentLauncher>()));
        services.AddHostedService<AgentWatch>();
        return services;
    }
}
