using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>
/// Traffic of drivers that split it. What was set is read back as it was set: a strategy that finds anything else sets it again, for ever.
/// </summary>
public abstract class TrafficContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver
{
    private readonly ComponentKey _web = driver.NewComponent();

    private ITarget Target => driver.Target;

    [Theory]
    [MemberData(nameof(SplitCases.Sound), MemberType = typeof(SplitCases), DisableDiscoveryEnumeration = true)]
    public async Task Traffic_is_read_back_as_it_was_set(string what, TrafficSplit split)
    {
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        await driver.ScaleAsync(_web, driver.Sound(_web, 2), 1);
        await driver.SplitAsync(_web, split);
        Assert.True((await driver.ObserveAsync(_web)).Traffic.Text() == split.Text(), what);
        // Nor does it change by itself.
        Assert.Equal(split.Text(), (await driver.SettledAsync(_web)).Traffic.Text());
    }

    [Theory]
    [MemberData(nameof(SplitCases.Nonsense), MemberType = typeof(SplitCases), DisableDiscoveryEnumeration = true)]
    public async Task A_split_that_makes_no_sense_is_refused_and_the_old_one_stays(string what, TrafficSplit split)
    {
        await driver.SplitAsync(_web, Weights((1, 100)));
        var refused = await Target.SetTrafficAsync(driver.NewOperation(_web), split, Never);
        Assert.True(refused.Outcome == TargetOutcome.Failed, what);
        Assert.False(string.IsNullOrWhiteSpace(refused.Reason));
        Assert.Equal(Weights((1, 100)).Text(), (await driver.ObserveAsync(_web)).Traffic.Text());
    }

    [Fact]
    public async Task Traffic_that_is_set_before_any_instance_exists_is_seen()
    {
        await driver.SplitAsync(_web, Weights((1, 100)));
        Assert.Equal("traffic " + Weights((1, 100)).Text(), (await driver.ObserveAsync(_web)).Text());
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(Weights((1, 100)).Text(), (await driver.SettledAsync(_web)).Traffic.Text());
    }

    [Fact]
    public async Task The_last_split_counts_and_what_the_one_before_said_besides_is_gone()
    {
        await driver.SplitAsync(_web, Weights((1, 80), (2, 20)) with { Matches = [new("a", null, null, 2)], Mirror = new(2, 5), Sticky = true, Preview = 2 });
        await driver.SplitAsync(_web, Weights((2, 100)));
        var seen = await driver.ObserveAsync(_web);
        Assert.Equal((Weights((2, 100)).Text(), null), (seen.Traffic.Text(), seen.PreviewEndpoint));
    }

    [Fact]
    public async Task Traffic_stays_as_it_is_while_instances_come_and_go()
    {
        var split = Weights((1, 90), (2, 10)) with { Sticky = true };
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.SplitAsync(_web, split);
        await driver.ScaleAsync(_web, driver.Sound(_web, 2), 1);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 0);
        await driver.ScaleAsync(_web, driver.Doomed(_web, 3), 1);
        Assert.Equal(split.Text(), (await driver.ObserveAsync(_web)).Traffic.Text());
        await driver.ScaleAsync(_web, driver.Doomed(_web, 3), 0);
        Assert.Equal(split.Text(), (await driver.SettledAsync(_web)).Traffic.Text());
    }
}
