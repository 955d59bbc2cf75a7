namespace Lumina.Robustness;

/// <summary>The whole of it, for as long as continuous integration bears.</summary>
[Collection("clusters")]
public sealed class RunTests
{
    [Fact]
    public async Task Whatever_goes_wrong_nothing_is_lost_done_twice_or_left_behind()
    {
        var outcome = await RobustnessRun.RunAsync(RunSettings.OfEnvironment(), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(outcome.ToString());
        Assert.True(outcome.Violations.Count == 0, outcome.ToString());
    }

    [Fact]
    public async Task Hosts_that_lose_an_event_and_do_something_twice_are_found_out()
    {
        var settings = new RunSettings(TimeSpan.FromSeconds(10), 1, Full: false) { Broken = true };
        var outcome = await RobustnessRun.RunAsync(settings, TestContext.Current.CancellationToken);

        Assert.Contains(outcome.Violations, violation => violation.Contains("was done under 2 names", StringComparison.Ordinal));
        Assert.Contains(outcome.Violations, violation => violation.Contains(" began at ", StringComparison.Ordinal) && violation.EndsWith(" was live", StringComparison.Ordinal));
        Directory.Delete(outcome.Folder, recursive: true);
    }
}
