using System.Text.Json.Nodes;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Planning.Changes;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Several silos: one of them goes, or two carry on the same.</summary>
public sealed class TakeOverTests
{
    private const int NoAnswer = 3103;
    private const string Slow = "start=300ms";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_silo_was_carrying_out_goes_on_at_the_others_although_nobody_asks(bool inOrder)
    {
        await using var cluster = new LuminaCluster(silos: 3);
        await cluster.InitializeAsync();
        var scenario = new Scenario(cluster);
        var id = await scenario.ApplyAsync([.. Enumerable.Range(0, 12).Select(i => Component($"c{i:00}", options: [Slow], after: i > 2 ? [$"c{i - 3:00}"] : []))]);
        await scenario.HappenedAsync(id, RolloutSucceeded.Name);

        await (inOrder ? cluster.StopSiloOfAsync(id) : cluster.KillSiloOfAsync(id));
        var ended = await scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.Succeeded, (string?)null), (ended.Status, ended.Reason));
        await EachThingHappenedOnceAsync(cluster, id, components: 12);
    }

    [Fact]
    public async Task Two_activations_of_the_same_deployment_and_components_do_each_thing_once()
    {
        await using var cluster = new LuminaCluster();
        await cluster.InitializeAsync();
        await using var twin = new LuminaCluster(1, cluster);
        await twin.InitializeAsync();
        var scenario = new Scenario(cluster);
        var id = await scenario.ApplyAsync([.. Enumerable.Range(0, 9).Select(i => Component($"c{i}", replicas: 2, options: ["start=100ms"], after: i > 2 ? [$"c{i - 3}"] : []))]);
        await scenario.HappenedAsync(id, StepStarted.Name);

        // Neither silo knows of the other, so this makes a second activation of the deployment, and that a second one of each component.
        await twin.Grains.GetGrain<IDeploymentGrain>(id).WakeAsync();
        var ended = await scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.Succeeded, (string?)null), (ended.Status, ended.Reason));
        await EachThingHappenedOnceAsync(cluster, id, components: 9);
        foreach (var i in Enumerable.Range(0, 9))
            Assert.Equal("1 1", await scenario.RevisionsOfAsync($"c{i}"));
    }

    [Fact]
    public async Task A_begin_of_one_that_has_not_heard_of_the_cancel_begins_nothing()
    {
        await using var cluster = new LuminaCluster();
        await cluster.InitializeAsync();
        await using var twin = new LuminaCluster(1, cluster);
        await twin.InitializeAsync();
        var scenario = new Scenario(cluster);
        var id = await scenario.ApplyAsync(Component("a", options: ["start=300ms"]), Component("b", after: ["a"]));
        await scenario.HappenedAsync(id, RolloutStarted.Name);
        var before = (await cluster.Journal.ReadHeadAsync(id)).Sequence;
        await cluster.Grains.GetGrain<IDeploymentGrain>(id).CancelAsync("ann", null);
        await scenario.EndOfAsync(id);

        var order = new RolloutOrder(id, ChangeAction.Create, false, Component("b"), "/", null, Held: false, At: before);
        var answer = await twin.Grains.GetGrain<IComponentGrain>(Streams.Of(scenario.Key("b"))).BeginAsync(order);

        Assert.Equal(RolloutReply.Moved, answer.Reply);
        Assert.Equal(0, (await cluster.Journal.ReadHeadAsync(Streams.Of(scenario.Key("b")))).Sequence);
    }

    [Fact]
    public async Task A_component_that_a_newer_program_wrote_is_waited_for_and_does_not_fail_the_deployment()
    {
        await using var cluster = new LuminaCluster();
        await cluster.InitializeAsync();
        var scenario = new Scenario(cluster);
        var id = await scenario.ApplyAsync(Component("a", options: ["start=500ms"]), Component("b", after: ["a"]));
        var stream = Streams.Of(scenario.Key("b"));
        var newer = await WriteAsync(cluster.Journal, stream, 0, RecordFormat.Current + 1);

        Assert.Contains("newer program", await cluster.Log.FirstAsync(NoAnswer), StringComparison.Ordinal);
        Assert.False(DeploymentStreams.ReadDeployment(await cluster.Journal.ReadHeadAsync(id)).HasEnded);
        Assert.Throws<UnknownRecordException>(() => DeploymentStreams.ReadComponent(newer));

        // What the newer host would leave behind when it has done what it had to.
        await WriteAsync(cluster.Journal, stream, newer.Sequence, RecordFormat.Current);
        Assert.Equal(DeploymentStatus.Succeeded, (await scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task An_event_that_this_program_does_not_know_is_told_as_such()
    {
        await using var cluster = new LuminaCluster();
        await cluster.InitializeAsync();
        await cluster.Journal.AppendAsync(new Append("dep-x", 0, [new NewEvent("deployment-blessed", "dep-x", """{"type":"deployment-blessed"}"""u8.ToArray())], "{}"u8.ToArray(), null));

        await foreach (var happened in cluster.Journal.ReadAsync(new JournalQuery(Stream: "dep-x")))
            Assert.Contains("newer program", Assert.Throws<UnknownRecordException>(() => DeploymentStreams.ReadDeploymentEvent(happened)).Message, StringComparison.Ordinal);
    }

    private static Task<StreamHead> WriteAsync(IJournal journal, string stream, long expected, int format) => journal.AppendAsync(new Append(
        stream, expected, [new NewEvent("something-new", null, "{}"u8.ToArray())],
        System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["format"] = format }.ToJsonString()), null));

    private static async Task EachThingHappenedOnceAsync(LuminaCluster cluster, string id, int components)
    {
        var happened = new List<string>();
        await foreach (var e in cluster.Journal.ReadAsync(new JournalQuery(Deployment: id)))
            happened.Add($"{e.Stream} {e.Type} {(e.Type == StepStarted.Name ? e.Sequence : 0)}");
        Assert.Equal(happened.Count, happened.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(components, happened.Count(e => e.Contains(RolloutSucceeded.Name, StringComparison.Ordinal)));
        Assert.Single(happened, e => e.Contains(DeploymentEnded.Name, StringComparison.Ordinal));
        Assert.Null((await cluster.Journal.VerifyAsync()).BrokenAt);
    }
}
