using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Targets.Process;

namespace Lumina.Targets.Tests;

/// <summary>A component as it travels to the agent and lies on its disk.</summary>
public sealed class WireTests
{
    private static readonly ComponentSpec Everything = new()
    {
        Name = "web",
        Version = "1.0-ä\"\n",
        Target = new TargetSpec { Kind = "process", Options = ImmutableSortedDictionary<string, string>.Empty.Add("a", "10ms") },
        Image = "shop/web:1",
        Command = ["bin/web", "--x", ""],
        Args = ["a b", "\u0001"],
        Port = 8080,
        Replicas = 3,
        Config = ImmutableSortedDictionary<string, string>.Empty.Add("A", "${x}").Add("B", ""),
        Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("S", new SealedSecret { Name = "s" }),
        DependsOn = ["db"],
        Health = new HealthSpec { Kind = HealthKind.Command, Command = ["true"], Every = TimeSpan.FromMilliseconds(250) },
        Strategy = new CanarySpec
        {
            Steps = [new CanaryStep { Weight = 0.5m, For = TimeSpan.FromSeconds(1) }, new CanaryStep { Weight = 50 }],
            Matches = [new RequestMatch { In = RequestPart.Cookie, Name = "beta" }],
            Mirror = 10,
            Sticky = true,
        },
        StopWithin = TimeSpan.FromSeconds(3),
    };

    public static TheoryData<StrategySpec> Strategies { get; } = new(
        new RollingSpec { MaxSurge = CountOrPercent.Percent(25) }, new RecreateSpec(), Everything.Strategy,
        new BlueGreenSpec { Switch = SwitchMode.Approved, Verify = new VerifySpec { Kind = VerifyKind.Command, Command = ["true"] } });

    [Theory]
    [MemberData(nameof(Strategies), DisableDiscoveryEnumeration = true)]
    public void A_component_arrives_at_the_agent_as_it_was_sent(StrategySpec strategy)
    {
        var spec = Everything with { Strategy = strategy };
        var key = new ComponentKey("e", "p", "web");
        var sent = JsonSerializer.SerializeToUtf8Bytes(
            new ScaleCommand(new Operation("o", key, 1), new RevisionSpec(7, spec, "/"), 2), AgentJson.Default.ScaleCommand);
        var arrived = JsonSerializer.Deserialize(sent, AgentJson.Reading<ScaleCommand>());
        Assert.Equal((7, 2, PlanJson.Digest(spec)), (arrived!.Revision.Number, arrived.Instances, PlanJson.Digest(arrived.Revision.Spec))); // It was written just now
    }

    [Fact]
    public void One_that_an_older_host_has_sent_can_be_read_and_written_again()
    {
        var key = new ComponentKey("e", "p", "web");
        var command = new ScaleCommand(new Operation("o", key, 1), new RevisionSpec(7, Everything, "/"), 2);
        var older = JsonNode.Parse(JsonSerializer.Serialize(command, AgentJson.Default.ScaleCommand))!; // It was written just now
        foreach (var member in (string[])["matches", "mirror", "sticky", "checks"])
            older["revision"]!["spec"]!["strategy"]!.AsObject().Remove(member);
        older["revision"]!["spec"]!.AsObject().Remove("args");
        var read = JsonSerializer.Deserialize(older.ToJsonString(), AgentJson.Reading<ScaleCommand>());
        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(read!, AgentJson.Default.ScaleCommand), AgentJson.Default.ScaleCommand);
        var canary = Assert.IsType<CanarySpec>(again!.Revision.Spec.Strategy);
        Assert.Equal((2, 0, 0, 0), (canary.Steps.Length, canary.Matches.Length, canary.Checks.Length, again.Revision.Spec.Args.Length));
    }
}
