using Lumina.Deployments.Orchestration;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Host.Api;

/// <summary>What a plan says and this host can't carry out, each with the place where it is said.</summary>
internal static class PlanLimitFindings
{
    public static IEnumerable<Diagnostic> Find(Plan plan, PlanCompilation compilation) =>
        PlanLimits.Find(plan).Select(beyond => Finding(beyond.Limit, beyond.Of, plan, compilation));

    private static Diagnostic Finding(PlanLimit limit, string of, Plan plan, PlanCompilation compilation)
    {
        var environment = plan.Environment.Name;
        return limit switch
        {
            PlanLimit.Scale => CapabilityFindings.NoScale(InComponent("scale"), of),
            PlanLimit.Resources => CapabilityFindings.NoResources(InComponent("resources"), of),
            PlanLimit.KeepPrevious => CapabilityFindings.NoKeepPrevious(
                InComponent("rollback"), of, Wording.Of(plan.Components.First(c => c.Name == of).Strategy)),
            PlanLimit.TimeZone => CapabilityFindings.NoTimeZone(InEnvironment("freeze"), of),
            PlanLimit.Soak => CapabilityFindings.NoSoak(InEnvironment("after"), of),
            PlanLimit.Infrastructure => CapabilityFindings.NoInfrastructure(compilation.LocationOfInfrastructure(of), of),
            _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "There is no finding for it."),
        };

        SourceLocation InComponent(string entry) => compilation.LocationOfEntry(of, environment, entry);

        SourceLocation InEnvironment(string entry) => compilation.LocationOfEnvironmentEntry(of, entry);
    }
}
