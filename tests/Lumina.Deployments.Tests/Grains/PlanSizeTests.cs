using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>What a component costs does not grow with its plan.</summary>
[Collection(ClusterTests.Name)]
public sealed partial class PlanSizeTests(LuminaCluster cluster)
{
    [Fact]
    public async Task Each_component_writes_as_much_in_a_plan_of_a_thousand_as_in_one_of_a_hundred()
    {
        var small = await WrittenAsync(100);
        var large = await WrittenAsync(1_000);

        Assert.Equal(small.EventsOfComponent, large.EventsOfComponent);
        Assert.Equal(small.BytesOfComponent, large.BytesOfComponent);
        Assert.Equal(small.LargestHead, large.LargestHead);
        Assert.Equal(small.EventsOfDeployment, large.EventsOfDeployment);
        // But for the number of components that it names, twice.
        Assert.InRange(large.BytesOfDeployment - small.BytesOfDeployment, 0, 10);
        Assert.InRange(large.Head - small.Head, 0, 10);
        Assert.Equal(small.Door, large.Door);
        Assert.InRange(small.BytesOfComponent, 500, 10_000);
    }

    /// <summary>What one component of many writes, and what their deployment does. Times are written with all their digits or with fewer, so they are left out.</summary>
    private async Task<Written> WrittenAsync(int components)
    {
        var scenario = new Scenario(cluster);
        // Names are of one length, and each depends on two of the layer before it.
        string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"c{n:0000}");
        var id = (await scenario.StartAsync(
            await scenario.IntentAsync([.. Enumerable.Range(0, components).Select(n => Component(Name(n), after: n < 10 ? [] : [Name(n - 10), Name(n - 9)]))]),
            OnConflict.Refuse, parallelism: 100)).Id;
        Assert.Equal(DeploymentStatus.Succeeded, (await scenario.EndOfAsync(id)).Status);

        var byStream = new Dictionary<string, (int Events, int Bytes)>(StringComparer.Ordinal);
        await foreach (var e in cluster.Journal.ReadToEndAsync(new JournalQuery(Deployment: id), default))
        {
            var (events, bytes) = byStream.GetValueOrDefault(e.Stream);
            byStream[e.Stream] = (events + 1, bytes + Length(e.Data));
        }

        var heads = new List<int>();
        await foreach (var head in cluster.Journal.ReadHeadsAsync(Streams.ComponentsOf(Scenario.Environment, scenario.Plan)))
            heads.Add(Length(head.State));
        Assert.Equal(components, heads.Count);
        var (ofDeployment, bytesOfDeployment) = byStream[id];
        byStream.Remove(id);
        return new Written(
            byStream.Values.Max(stream => stream.Events), byStream.Values.Max(stream => stream.Bytes), heads.Max(), ofDeployment, bytesOfDeployment,
            Length((await cluster.Journal.ReadHeadAsync(id)).State), await cluster.RowSizeAsync(PlanDoors.KeyOf(Scenario.Environment, scenario.Plan)));
    }

    private static int Length(ReadOnlyMemory<byte> json) => Moment().Replace(Encoding.UTF8.GetString(json.Span), "").Length;

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Moment();

    private sealed record Written(
        int EventsOfComponent, int BytesOfComponent, int LargestHead, int EventsOfDeployment, int BytesOfDeployment, int Head, long Door);
}
