using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lumina.Deployments.Targets;

namespace Lumina.Targets.Tests.Drivers;

/// <summary>Looks at a driver, and waits for what it brings about. The bound is only there to end a test that has failed.</summary>
internal static class Settling
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static CancellationToken Never => TestContext.Current.CancellationToken;

    public static async Task<Observation> ObserveAsync(this TargetDriver driver, ComponentKey component)
    {
        var answer = await driver.Target.ObserveAsync(component, Never);
        Assert.True(answer.Outcome == TargetOutcome.Done, answer.ToString());
        return answer.Value!; // Done
    }

    /// <summary>Looks until it is so, and returns what was seen then.</summary>
    public static async Task<Observation> UntilAsync(this TargetDriver driver, ComponentKey component, Func<Observation, bool> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await driver.ObserveAsync(component);
            if (isSo(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                Assert.Fail("It did not come to be so: " + JsonSerializer.Serialize(seen));
            await driver.PassAsync();
        }
    }

    /// <summary>Waits until nothing changes any more by itself.</summary>
    public static Task<Observation> SettledAsync(this TargetDriver driver, ComponentKey component) => driver.UntilAsync(component, seen =>
        seen.Revisions.All(r => r.Instances.Length == r.Wanted && r.Instances.All(i => i.Phase is InstancePhase.Healthy or InstancePhase.Failed)));

    /// <summary>Wants so many, and is agreed with.</summary>
    public static async Task ScaleAsync(this TargetDriver driver, ComponentKey component, RevisionSpec revision, int instances) =>
        Assert.Equal(TargetAnswer.Done, await driver.Target.ScaleAsync(driver.NewOperation(component), revision, instances, Never));

    /// <summary>Shares traffic so, and is agreed with.</summary>
    public static async Task SplitAsync(this TargetDriver driver, ComponentKey component, TrafficSplit split) =>
        Assert.Equal(TargetAnswer.Done, await driver.Target.SetTrafficAsync(driver.NewOperation(component), split, Never));

    /// <summary>By weights.</summary>
    public static TrafficSplit Weights(params ReadOnlySpan<(int Revision, int Weight)> weights)
    {
        var all = ImmutableArray.CreateBuilder<RevisionWeight>();
        foreach (var (revision, weight) in weights)
            all.Add(new RevisionWeight(revision, weight));
        return new TrafficSplit(false, all.ToImmutable());
    }

    /// <summary>All of a split, so that two can be compared.</summary>
    public static string Text(this TrafficSplit? split) => split is null ? "none" : JsonSerializer.Serialize(split with
    {
        Weights = split.Weights.IsDefault ? [] : split.Weights,
        Matches = split.Matches.IsDefault ? [] : split.Matches,
    });

    /// <summary>What was seen, without what differs between drivers: times, ids, addresses and the words of health checks.</summary>
    public static string Text(this Observation seen)
    {
        var revisions = seen.Revisions.Select(r => string.Create(
            CultureInfo.InvariantCulture, $"r{r.Number} {r.Wanted} wanted: {string.Join(' ', r.Instances.Select(i => i.Phase).Order())}"));
        return string.Join("; ", revisions.Append("traffic " + seen.Traffic.Text()));
    }
}
