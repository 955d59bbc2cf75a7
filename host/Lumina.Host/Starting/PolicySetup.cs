using Lumina.Api;
using Lumina.Deployments.Deciding;

namespace Lumina.Host.Starting;

/// <summary>Sets up what is asked before anything is deployed. A host that was told of rules and could not ask them would let everything pass: it does not start.</summary>
internal static class PolicySetup
{
    /// <summary>The one place where engines are registered: as <see cref="Lumina.Policy.IPolicy"/>, beside which nothing else is asked.</summary>
    /// <exception cref="HostStartException">There is no engine for what is wanted.</exception>
    public static void Add(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<IApproverGroups>(settings.Groups);
        if (settings.Policy.Engines is { } wanted)
            throw new HostStartException(
                ProblemCodes.HostFailed, $"This host was told to ask {string.Join(" and ", wanted)}, and has no engine for that.", "Start a version that has, or leave --rules and --opa out.");
    }
}
