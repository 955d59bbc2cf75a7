using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Contract;
using Lumina.Targets.Tests.Drivers;

namespace Lumina.Targets.Tests;

/// <summary>Nobody says that he can do what he was not held to.</summary>
public sealed class CapabilityTests(SimulatedDriver simulated, ProcessDriver process) : IClassFixture<SimulatedDriver>, IClassFixture<ProcessDriver>
{
    [Fact]
    public void Each_driver_is_held_to_all_that_it_says_it_can_do()
    {
        foreach (var driver in (TargetDriver[])[simulated, process])
        {
            var kept = ContractsOf(driver.GetType());
            Assert.Empty(Demanded(driver.Target.Capabilities).Except(kept).Select(contract => $"{driver.Target.Kind}: {contract.Name}"));
        }
    }

    [Fact]
    public void A_driver_without_a_line_for_a_contract_is_caught() =>
        Assert.Equal(
            [typeof(OperationsContract<>), typeof(InstancesContract<>), typeof(TrafficContract<>), typeof(MeasuringContract<>), typeof(ContentsContract<>)],
            Demanded(simulated.Target.Capabilities).Except(ContractsOf(typeof(TargetDriver))));

    private static IEnumerable<Type> Demanded(TargetCapabilities capabilities)
    {
        yield return typeof(OperationsContract<>);
        yield return typeof(InstancesContract<>);
        if (capabilities.SplitsTraffic || capabilities.RoutesRequests)
            yield return typeof(TrafficContract<>);
        if (capabilities.MeasuresTraffic)
            yield return typeof(MeasuringContract<>);
        if (capabilities.ReadsBack)
            yield return typeof(ContentsContract<>);
    }

    private static HashSet<Type> ContractsOf(Type driver) =>
    [
        .. typeof(CapabilityTests).Assembly.GetTypes().Where(type => !type.IsAbstract).SelectMany(Above)
            .Where(contract => contract.IsGenericType && contract.GenericTypeArguments.Contains(driver)).Select(contract => contract.GetGenericTypeDefinition()),
    ];

    private static IEnumerable<Type> Above(Type type)
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
            yield return above;
    }
}
