namespace Lumina.Robustness;

/// <summary>The whole of it, for as long as continuous integration bears.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Whatever_goes_wrong_nothing_is_lost_done_twice_or_left_behind()
    {
        var outcome = await RobustnessRun.RunAsync(RunSettings.OfEnvironment(), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(outcome.ToString());
        Assert.True(outcome.Violations.Count == 0, outcome.ToString());
    }
}
