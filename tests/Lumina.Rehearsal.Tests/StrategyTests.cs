using static Lumina.Rehearsal.Tests.Rehearsed;

namespace Lumina.Rehearsal.Tests;

/// <summary>Each strategy, rehearsed to its end.</summary>
public sealed class StrategyTests
{
    [Theory]
    [InlineData("rolling")]
    [InlineData("recreate")]
    [InlineData("blue-green")]
    [InlineData("canary { step 25% for 1h }")]
    public async Task The_new_version_takes_the_place_of_the_one_before(string strategy)
    {
        var timeline = await Of(Web(strategy));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', timeline.Lines()));
        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        var web = Assert.Single(timeline.Components);
        Assert.Equal(("previous", "2.0"), (web.FromVersion, web.ToVersion));
        Assert.Equal((0, 100, 0, 4), (web.Samples[0].NewPercent, web.Samples[0].OldPercent, web.Samples[0].NewReady, web.Samples[0].OldReady));
        Assert.Equal((100, 0, 4, 0), (web.Samples[^1].NewPercent, web.Samples[^1].OldPercent, web.Samples[^1].NewReady, web.Samples[^1].OldReady));
        Assert.Equal(strategy == "recreate", web.Samples.Any(s => s is { NewPercent: 0, OldPercent: 0 }));
        Assert.Contains(timeline.Notes, note => note.StartsWith("Nothing of this plan runs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_week_of_canary_is_a_few_looks()
    {
        var timeline = await Of(Web("canary { step 10% for 3d  step 50% for 4d }"));

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        Assert.InRange(timeline.Duration, TimeSpan.FromDays(7), TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        Assert.InRange(timeline.Looks, 1, 500);
    }

    [Fact]
    public async Task With_checks_a_week_of_canary_is_a_look_or_two_for_each_measurement()
    {
        var timeline = await Of(Web("canary { step 10% for 7d  check errors { metric = error_rate  max = 1%  every = 10m } }"));

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        var measurements = 7 * 24 * 6;
        Assert.InRange(timeline.Looks, measurements, measurements * 3);
    }

    [Fact]
    public async Task What_stood_by_is_taken_down_at_its_time()
    {
        var timeline = await Of(Web("blue-green", "rollback { keep_previous = 2h }"));

        var live = timeline.First(EntryKind.Live);
        var released = timeline.First(EntryKind.Released);
        Assert.InRange(released.At - live.At, TimeSpan.FromHours(2), TimeSpan.FromHours(2) + TimeSpan.FromSeconds(5));
        Assert.Equal(live.At, timeline.Duration);
    }

    [Fact]
    public async Task A_gate_is_opened_at_once_or_held()
    {
        const string gate = "canary { step 25%  step 50% for 1h }";

        var opened = await Of(Web(gate));
        var held = await RunAsync(Order(Web(gate)) with { HoldsGates = true });

        Assert.Equal(RehearsalOutcome.Succeeded, opened.Outcome);
        Assert.Equal(opened.First(EntryKind.Gate).At, opened.First(EntryKind.Agreed).At);
        Assert.Equal(RehearsalOutcome.Held, held.Outcome);
        Assert.Equal((25, 75), (held.Components[0].Samples[^1].NewPercent, held.Components[0].Samples[^1].OldPercent));
        Assert.Equal(EntryKind.Waits, held.Entries[^1].Kind);
    }

    [Fact]
    public async Task A_step_that_waits_for_data_stands_until_a_person_decides()
    {
        var timeline = await Of(Web($"canary {{ step 25% for 5m  {Check}  no_data = wait }}"), "web: no_metrics");

        Assert.Contains(timeline.Outcome, new[] { RehearsalOutcome.Waiting, RehearsalOutcome.RolledBack });
    }

    [Fact]
    public async Task A_rehearsal_ends_at_its_bounds()
    {
        var late = await RunAsync(Order(Web("canary { step 10% for 30d }")) with { MostTime = TimeSpan.FromDays(7) });
        var long_ = await RunAsync(Order(Web("rolling", replicas: 100)) with { MostLooks = 50 });

        Assert.Equal(RehearsalOutcome.Unfinished, late.Outcome);
        Assert.Equal(RehearsalOutcome.Unfinished, long_.Outcome);
        Assert.Contains("as far as a rehearsal goes", long_.Reason);
    }
}
