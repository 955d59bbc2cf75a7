using Lumina.Api;
using Lumina.Deployments.Deciding;
using Lumina.Policy;
using Lumina.Policy.Opa;
using Lumina.Policy.Sources;

namespace Lumina.Host.Starting;

/// <summary>Sets up what is asked before anything is deployed.</summary>
internal static class PolicySetup
{
    /// <summary>The one place where engines are registered. A host that was told of some and could not ask them would let everything pass: it does not start.</summary>
    /// <exception cref="HostStartException">What it was told of OPA can't be used.</exception>
    public static void Add(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<IApproverGroups>(settings.Groups);
        if (!settings.Policy.IsWanted)
            return;
        services.AddLuminaPolicy(new PolicyOptions { Rules = settings.Policy.Rules, Reader = RuleTextReader.Read, CacheFolder = settings.ConditionsDirectory });
        if (settings.Policy.Opa is { } opa)
        {
            var options = Usable(opa);
            services.AddSingleton<IPolicyEngine>(provider =>
                new OpaEngine(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OpaEngine>>()));
        }
        services.AddHostedService<PolicyWarmUp>();
    }

    private static OpaOptions Usable(OpaSettings opa)
    {
        var options = new OpaOptions
        {
            Server = opa.Url.TrimEnd('/'),
            Decision = opa.Path,
            TokenFile = opa.TokenFile,
            CaFile = opa.CaFile,
            PlainHttp = opa.PlainHttp,
            Timeout = opa.Timeout,
            OnUnavailable = opa.OnUnavailable,
        };
        return options.Problems() is { IsEmpty: false } problems
            ? throw new HostStartException(ProblemCodes.BadCommandLine, string.Join(' ', problems), "docs/policy/opa.md says how OPA is asked.")
            : options;
    }
}

/// <summary>Makes the engines when the host starts, so that rules are read and compiled beside everything else and not when somebody waits for an answer.</summary>
internal sealed class PolicyWarmUp(IEnumerable<IPolicyEngine> engines) : IHostedService
{
    private readonly int _engines = engines.Count();

    public Task StartAsync(CancellationToken cancellationToken) =>
        _engines > 0 ? Task.CompletedTask : throw new InvalidOperationException("Policy was set up, and there is nobody to ask.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
