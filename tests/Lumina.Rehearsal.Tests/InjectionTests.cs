using Lumina.Rehearsal.Injecting;
using static Lumina.Rehearsal.Tests.Rehearsed;

namespace Lumina.Rehearsal.Tests;

/// <summary>What goes wrong on purpose, and what becomes of it.</summary>
public sealed class InjectionTests
{
    [Fact]
    public async Task Errors_at_a_step_are_noticed_within_the_interval_and_the_traffic_is_back_within_a_second()
    {
        var timeline = await Of(Web(Canary), "web: error_rate=20% at step 2");

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', timeline.Lines()));
        Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome);
        var noticed = Assert.Single(timeline.Noticed);
        Assert.Equal(2, timeline.First(EntryKind.Injected).Step);
        Assert.True(timeline.First(EntryKind.Step).At < noticed.InjectedAt);
        // Until the share of the step is there the instances have to start.
        var inPlace = timeline.Entries.Last(e => e.Kind == EntryKind.Held).At;
        Assert.InRange(noticed.At - inPlace, TimeSpan.Zero, TimeSpan.FromSeconds(10.5));
        Assert.InRange(noticed.TrafficBackAt!.Value - noticed.At, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Contains("'errors'", noticed.Reason);
        Assert.Contains("error_rate", noticed.Evidence);
        Assert.Equal((0, 100, 0, 4), (timeline.Components[0].Samples[^1].NewPercent, timeline.Components[0].Samples[^1].OldPercent, timeline.Components[0].Samples[^1].NewReady, timeline.Components[0].Samples[^1].OldReady));
    }

    [Theory]
    [InlineData("web: crash at step 2", "did not become healthy")]
    [InlineData("web: never_healthy", "did not become healthy")]
    [InlineData("web: prepare=fail", "could not prepare")]
    [InlineData("web: latency=900ms", "'slow'")]
    public async Task Each_fault_is_noticed_and_taken_back(string injection, string reason)
    {
        var timeline = await Of(Web($"canary {{ step 25% for 5m  step 50% for 5m  {Check}  check slow {{ metric = latency_p95  max = 250ms  every = 10s }} }}"), injection);

        Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome);
        Assert.Contains(reason, Assert.Single(timeline.Noticed).Reason);
        Assert.Equal(100, timeline.Components[0].Samples[^1].OldPercent);
    }

    [Fact]
    public async Task A_verification_that_fails_leaves_all_the_traffic_where_it_is()
    {
        var timeline = await Of(Web("blue-green { verify http { path = \"/health\" } }"), "web: verify=fail");

        Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome);
        Assert.All(timeline.Components[0].Samples, sample => Assert.Equal(0, sample.NewPercent));
    }

    [Fact]
    public async Task A_short_fault_ends_and_may_be_survived()
    {
        var timeline = await Of(Web("canary { step 50% for 5m }"), "web: error_rate=50% after 1m for 20s");

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        Assert.Equal(TimeSpan.FromMinutes(1), timeline.First(EntryKind.Injected).At);
        Assert.Equal(TimeSpan.FromSeconds(80), timeline.First(EntryKind.Healed).At);
    }

    [Fact]
    public async Task An_injection_that_never_takes_effect_is_told()
    {
        var timeline = await Of(Web("recreate"), "web: crash at step 9");

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        Assert.Contains(timeline.Notes, note => note.Contains("never took effect", StringComparison.Ordinal));
    }

    [Fact]
    public void A_component_that_is_not_there_is_refused() =>
        Assert.Contains("'core' is no component", Assert.Single(Rehearsals.Check(Order(Web("rolling"), "core: crash"))));

    [Theory]
    [InlineData("core: error_rate=20% at step 2", 2, null, null)]
    [InlineData("core:error_rate=0.5%,latency=500ms after 90s for 2h", null, 90.0, 7200.0)]
    [InlineData("core: crash at the start", null, null, null)]
    [InlineData("core: never_healthy, verify=fail, prepare=fail, no_metrics for 7d", null, null, 604800.0)]
    public void What_is_right_is_read(string text, int? step, double? after, double? lasts)
    {
        var read = InjectionText.Read(text);

        Assert.Null(read.Problem);
        Assert.Equal("core", read.Injection!.Component);
        Assert.Equal((step, after, lasts), (read.Injection.Step, read.Injection.After?.TotalSeconds, read.Injection.For?.TotalSeconds));
    }

    [Theory]
    [InlineData("", 1, "A component's name")]
    [InlineData("core", 5, "A ':'")]
    [InlineData("core: ", 7, "A fault")]
    [InlineData("core: error_rat=20%", 7, "'error_rat' is no fault")]
    [InlineData("core: error_rate 20%", 18, "A '='")]
    [InlineData("core: error_rate=120%", 18, "A share")]
    [InlineData("core: error_rate=20", 18, "A share")]
    [InlineData("core: latency=5", 15, "A duration")]
    [InlineData("core: verify=pass", 14, "'fail'")]
    [InlineData("core: crash at step two", 21, "A number")]
    [InlineData("core: crash at noon", 16, "'step N'")]
    [InlineData("core: crash after soon", 19, "A duration")]
    [InlineData("core: crash during step 2", 13, "'at step N'")]
    [InlineData("core: crash, crash", 19, "once")]
    public void What_is_wrong_is_told_with_its_place(string text, int column, string problem)
    {
        var read = InjectionText.Read(text);

        Assert.Null(read.Injection);
        Assert.Contains(problem, read.Problem);
        Assert.Equal(column, read.Column);
    }

    [Fact]
    public void A_text_without_end_is_refused() => Assert.Contains("at most", InjectionText.Read(new string('a', 10_000)).Problem);
}
