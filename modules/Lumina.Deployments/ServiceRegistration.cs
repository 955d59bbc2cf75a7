using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Judging;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Rotation;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Verification;
using Lumina.Language.Plans;
using Lumina.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;

namespace Lumina.Deployments;

/// <summary>Sets the module up.</summary>
public static class ServiceRegistration
{
    /// <summary>Adds planning and execution of deployments. Wants a journal, a document store, a grain storage called
    /// <see cref="Environments.EnvironmentStorage.Name"/>, and targets; and, where plans have secrets, stores and a key for fingerprints that is kept (<see cref="IFingerprintKeys"/>).</summary>
    public static IServiceCollection AddLuminaDeployments(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TargetRegistry>();
        services.TryAddSingleton<ChangeSets>();
        services.TryAddSingleton(SecretPatience.Default);
        services.TryAddSingleton<SecretVersions>();
        services.TryAddSingleton<SecretPins>();
        services.TryAddSingleton<RunningConfigurations>();
        services.TryAddSingleton<PendingRepairs>();
        services.TryAddSingleton<DeploymentPlanner>();
        services.TryAddSingleton<ICanaryMeter, NoMeter>();
        services.TryAddSingleton<ICanaryJudge, AnalysisJudge>();
        services.TryAddSingleton<IRevisionVerifier, RevisionVerifier>();
        services.TryAddSingleton<IPolicy, NoPolicy>();
        services.TryAddSingleton<IApproverGroups, NoGroups>();
        services.TryAddSingleton(PolicyPatience.Default);
        services.TryAddSingleton<PolicyQuestions>();
        services.TryAddSingleton<IStepPolicy, StepPolicy>();
        services.TryAddSingleton<IFingerprintKeys, MemoryFingerprintKeys>();
        services.TryAddSingleton<IRevisionContents, RevisionContentsSource>();
        services.TryAddSingleton<RevisionOrigins>();
        services.TryAddSingleton<IRolloutConfiguring, RolloutConfiguring>();
        services.TryAddSingleton<LeaseKeeper>();
        services.TryAddSingleton(provider => new Examination(provider.GetRequiredService<ICanaryJudge>(), provider.GetRequiredService<IRevisionVerifier>())
        {
            Steps = provider.GetRequiredService<IStepPolicy>(),
            Configuring = provider.GetRequiredService<IRolloutConfiguring>(),
        });
        services.AddSingleton<SiloShares>();
        services.AddHostedService(provider => provider.GetRequiredService<SiloShares>());
        services.AddHostedService<OpenDeployments>();
        return services.AddLuminaMessages();
    }

    /// <summary>Lets messages between grains carry plans; clients of the silo need it too.</summary>
    public static IServiceCollection AddLuminaMessages(this IServiceCollection services) =>
        // The language knows nothing of Orleans; its records travel as the JSON that they have anyway.
        services.AddSerializer(serializer => serializer.AddJsonSerializer(
            isSupported: type => type.Namespace == typeof(ComponentSpec).Namespace, PlanJson.Options))
            // Between silos an exception of ours has to stay what it is: what is tried again and what is not is told by its type.
            .Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add("Lumina"));
}
