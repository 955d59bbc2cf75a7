using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Tests.Grains;
using Lumina.Deployments.Tests.Rollouts;
using Lumina.Targets.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Deployments.Tests.Configuring;

public sealed class RunningConfigurationsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TroublesomeTarget _target;

    public RunningConfigurationsTests() => _target = new TroublesomeTarget(new SimulatedTarget(_time));

    [Fact]
    public async Task A_target_that_says_nothing_is_waited_for_two_seconds_and_then_it_is_not_known()
    {
        _target.ReadBackGate = new TaskCompletionSource().Task;

        var reading = ReadAsync(Live("web", configured: true), Live("plain", configured: false));
        _time.Advance(RunningConfigurations.Patience);
        var read = await reading;

        Assert.Equal(new RunningConfiguration(1, [], "the target 'simulated' did not say within 2 s what its instances got", false), read["web"]);
        // Where there is nothing to compare, nobody is asked.
        Assert.Equal(new RunningConfiguration(1, [], null, true), read["plain"]);
    }

    [Fact]
    public async Task Without_a_driver_or_a_record_it_is_not_known_either()
    {
        var (name, live) = Live("web", configured: true);
        var elsewhere = live with { Revision = live.Revision with { Spec = live.Revision.Spec with { Target = live.Revision.Spec.Target with { Kind = "docker" } } } };

        var read = await ReadAsync((name, live), ("there", elsewhere), ("old", live with { Configuration = null }));

        Assert.Equal("what they should have is not stored here", read["web"].Unread);
        Assert.Equal("the target 'docker' can't say what its instances got", read["there"].Unread);
        Assert.DoesNotContain("old", read.Keys);
    }

    private static (string Component, LiveRevision Live) Live(string name, bool configured)
    {
        var spec = Scenario.Component(name);
        return (name, new LiveRevision(new RevisionSpec(1, configured ? spec with { Config = spec.Config.Add("A", "b") } : spec, "/"), "dep-1", DateTimeOffset.UnixEpoch)
        {
            Configuration = new ConfigurationMark(1, "sha256:nowhere", "sha256:nothing"),
        });
    }

    private Task<IReadOnlyDictionary<string, RunningConfiguration>> ReadAsync(params (string Component, LiveRevision Live)[] running) =>
        new RunningConfigurations(new TargetRegistry([_target]), new MemoryDocuments(), new MemoryFingerprintKeys(), _time).ReadAsync("test", "plan", running, default);
}
