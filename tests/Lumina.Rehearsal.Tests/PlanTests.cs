using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using static Lumina.Rehearsal.Tests.Rehearsed;

namespace Lumina.Rehearsal.Tests;

/// <summary>Plans of more than one component.</summary>
public sealed class PlanTests
{
    private static string Shop(string scope = "") => $$"""
        plan shop { version = "2.0" }
        environment development { target simulated }
        component memory { command = "run"  port = 8001  {{scope}} }
        component search { command = "run"  port = 8002 }
        component core {
          command = "run"  port = 8000  depends on memory, search
          {{scope}}
          {{"strategy " + Canary}}
        }
        component web { command = "run"  port = 8080  depends on core }
        """;

    [Fact]
    public async Task Components_wait_for_what_they_depend_on()
    {
        var timeline = await Of(Shop());

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        Assert.Equal(["memory", "search", "core", "web"], timeline.Components.Select(c => c.Name));
        Assert.True(timeline.First(EntryKind.Live, "memory").At <= timeline.First(EntryKind.Begins, "core").At);
        Assert.True(timeline.First(EntryKind.Live, "core").At <= timeline.First(EntryKind.Begins, "web").At);
    }

    [Theory]
    [InlineData("", new[] { "core", "memory", "search" })]
    [InlineData("rollback { scope = component }", new[] { "core" })]
    [InlineData("rollback { scope = dependents }", new[] { "core" })]
    public async Task A_failure_takes_back_as_far_as_its_scope_says(string scope, string[] takenBack)
    {
        var timeline = await Of(Shop(scope), "core: error_rate=20% at step 1");

        Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome);
        Assert.Equal(takenBack, timeline.Entries.Where(e => e.Kind == EntryKind.Restored).Select(e => e.Component).Order());
        Assert.DoesNotContain(timeline.Entries, e => e.Component == "web");
        if (takenBack.Length > 1)
            Assert.True(timeline.First(EntryKind.Restored, "core").At <= timeline.First(EntryKind.TakenBack, "memory").At);
    }

    [Fact]
    public async Task The_same_plan_with_the_same_injections_has_the_same_timeline()
    {
        string[] injections = ["core: error_rate=3%, latency=80ms after 2m", "memory: latency=200ms for 1m"];

        var one = await Of(Shop(), injections);
        var other = await Of(Shop(), injections);

        Assert.Equal(one.Lines(), other.Lines());
        Assert.Equal(one.Looks, other.Looks);
        Assert.Equal(one.Noticed, other.Noticed);
    }

    [Theory]
    [InlineData("core: latency=80ms")]
    [InlineData("core: error_rate=3% after 6m")]
    [InlineData("core: error_rate=0.9% at step 2 for 90s")]
    [InlineData("core: crash at step 2")]
    [InlineData("core: no_metrics for 20s")]
    public async Task Looks_that_are_passed_over_would_have_seen_nothing(string injection)
    {
        var order = Order(Shop(), injection) with { RequestsPerSecond = 50 };

        var passing = await RunAsync(order);
        var looking = await RunAsync(order with { PassesOver = false });

        Assert.Equal(looking.Lines(), passing.Lines());
        Assert.Equal(looking.Noticed, passing.Noticed);
        Assert.Equal(looking.Components.SelectMany(c => c.Samples), passing.Components.SelectMany(c => c.Samples));
        Assert.True(passing.Looks * 3 < looking.Looks, $"{passing.Looks} of {looking.Looks}");
    }

    [Fact]
    public async Task A_first_deployment_goes_without_steps()
    {
        var timeline = await RunAsync(Order(Shop()) with { From = RehearsedFrom.Nothing });

        Assert.Equal(RehearsalOutcome.Succeeded, timeline.Outcome);
        Assert.DoesNotContain(timeline.Entries, e => e.Kind == EntryKind.Held);
        Assert.All(timeline.Components, c => Assert.Null(c.FromVersion));
    }

    [Fact]
    public async Task What_runs_is_what_the_rehearsal_begins_with()
    {
        var order = Order(Shop());
        var running = order.Plan.Components.Select(c => new RunningComponent(7, c, "/")).ToArray();
        var older = running.Select(r => r.Spec.Name == "core" ? r with { Spec = r.Spec with { Version = "1.9" } } : r).ToArray();

        var same = await RunAsync(order with { Running = running });
        var differs = await RunAsync(order with { Running = older });
        var gone = await RunAsync(order with { Running = [.. running, new RunningComponent(3, running[0].Spec with { Name = "old" }, "/")] });
        var forced = await RunAsync(order with { Running = running, From = RehearsedFrom.Previous });

        Assert.Empty(same.Components);
        Assert.Equal((RehearsalOutcome.Succeeded, TimeSpan.Zero), (same.Outcome, same.Duration));
        Assert.Equal(("core", "1.9", "2.0"), differs.Components.Select(c => (c.Name, c.FromVersion!, c.ToVersion!)).Single());
        Assert.Empty(differs.Notes);
        Assert.Equal(("old", "remove"), gone.Components.Select(c => (c.Name, c.Action)).Single());
        Assert.Contains(gone.Entries, e => e is { Kind: EntryKind.Removed, Component: "old" });
        Assert.Equal(4, forced.Components.Length);
    }

    [Fact]
    public async Task A_move_to_another_target_is_refused_as_a_deployment_refuses_it()
    {
        var order = Order(Shop());
        var running = order.Plan.Components.Select(c => new RunningComponent(1, c with { Version = "1.0", Target = new TargetSpec { Kind = "docker" } }, "/")).ToArray();

        var timeline = await RunAsync(order with { Running = running });

        Assert.Equal(RehearsalOutcome.RolledBack, timeline.Outcome);
        Assert.Contains("can't be moved to 'simulated'", timeline.Reason);
    }
}
