using System.Text;
using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>Of drivers that can end and begin again: nothing of what was wanted is forgotten, and nothing stops.</summary>
public abstract class RestartContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver, IRestarting, IAsked
{
    private readonly ComponentKey _web = driver.NewComponent();

    [Fact]
    public async Task After_a_restart_all_is_wanted_and_there_as_it_was_and_numbers_begin_anew()
    {
        var late = driver.NewOperation(_web);
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 2);
        await driver.ScaleAsync(_web, driver.Serving(_web, 2), 1);
        var split = Weights((1, 80), (2, 20)) with { Matches = [new("x", null, null, 2)], Mirror = new(2, 10), Sticky = true, Preview = 2 };
        var last = driver.NewOperation(_web);
        Assert.Equal(TargetAnswer.Done, await driver.Target.SetTrafficAsync(last, split, Never));
        var before = await driver.SettledAsync(_web);
        await driver.AskAsync(_web, 10);
        var epoch = (await driver.Target.ReadMetricsAsync(_web, Never)).Value!.Epoch; // Done

        await driver.RestartAsync();

        // A driver that was killed may hold its ports a moment longer than anything else.
        await driver.UntilAsync(_web, seen => seen.Endpoint == before.Endpoint);
        var after = await driver.SettledAsync(_web);
        Assert.Equal(before.Text(), after.Text());
        Assert.Equal(
            before.Revisions.SelectMany(r => r.Instances).Select(i => (i.Id, i.ProcessId, i.Restarts)).Order(),
            after.Revisions.SelectMany(r => r.Instances).Select(i => (i.Id, i.ProcessId, i.Restarts)).Order());
        Assert.NotEqual(epoch, (await driver.Target.ReadMetricsAsync(_web, Never)).Value!.Epoch); // Done
        Assert.Equal(TargetOutcome.Fenced, (await driver.Target.ScaleAsync(late, driver.Serving(_web, 1), 9, Never)).Outcome);
        Assert.Equal(TargetAnswer.Done, await driver.Target.SetTrafficAsync(last, Weights((1, 100)), Never));
        Assert.Equal(split.Text(), (await driver.ObserveAsync(_web)).Traffic.Text());
        await driver.AskAsync(_web, 10);
    }

    [Fact]
    public async Task What_was_going_away_is_gone_after_a_restart_and_what_was_taken_away_stays_away()
    {
        var other = driver.NewComponent();
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 2);
        await driver.ScaleAsync(other, driver.Sound(other, 1), 1);
        await driver.SettledAsync(_web);
        await driver.ScaleAsync(_web, driver.Sound(_web, 1), 1);
        Assert.Equal(TargetAnswer.Done, await driver.Target.RemoveAsync(driver.NewOperation(other), Never));
        await driver.RestartAsync();
        Assert.Single((await driver.SettledAsync(_web)).Revisions.Single().Instances);
        Assert.Equal("traffic none", (await driver.UntilAsync(other, seen => seen.Revisions.IsEmpty)).Text());
    }
}

/// <summary>Of drivers whose instances are real.</summary>
public abstract class RealityContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver, IReal, IAsked
{
    private readonly ComponentKey _web = driver.NewComponent();

    [Fact]
    public async Task Weights_change_while_an_instance_is_being_replaced_and_it_comes_back_into_them()
    {
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 1);
        await driver.ScaleAsync(_web, driver.Serving(_web, 2), 1);
        await driver.SplitAsync(_web, Weights((1, 100)));
        var (old, young) = Pair(await driver.SettledAsync(_web));
        driver.Kill(young);
        await driver.UntilAsync(_web, seen => Pair(seen).Young.Phase != InstancePhase.Healthy || Pair(seen).Young.Restarts > 0);
        await driver.SplitAsync(_web, Weights((2, 100)));
        var seen = await driver.SettledAsync(_web);
        Assert.Equal((old.Id, 0), (Pair(seen).Old.Id, Pair(seen).Old.Restarts));
        Assert.Equal((young.Id, 1), (Pair(seen).Young.Id, Pair(seen).Young.Restarts));
        Assert.Equal(Weights((2, 100)).Text(), seen.Traffic.Text());
        Assert.Equal(young.Id, await driver.WhoAnswersAsync(seen.Endpoint!)); // It has a port
    }

    [Fact]
    public async Task A_preview_leads_to_its_revision_alone_and_ends_when_it_is_not_wanted_any_more()
    {
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 1);
        await driver.ScaleAsync(_web, driver.Serving(_web, 2), 1);
        await driver.SplitAsync(_web, Weights((1, 100)) with { Preview = 2 });
        var seen = await driver.SettledAsync(_web);
        Assert.Equal(Pair(seen).Young.Id, await driver.WhoAnswersAsync(seen.PreviewEndpoint!)); // It has a preview
        Assert.Equal(Pair(seen).Old.Id, await driver.WhoAnswersAsync(seen.Endpoint!)); // It has a port
        await driver.SplitAsync(_web, Weights((1, 100)));
        Assert.Null((await driver.ObserveAsync(_web)).PreviewEndpoint);
    }

    [Fact]
    public async Task The_stable_address_stays_while_no_revision_is_wanted_and_goes_with_the_component()
    {
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 1);
        var endpoint = (await driver.SettledAsync(_web)).Endpoint;
        Assert.NotNull(endpoint);
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 0);
        Assert.Equal(endpoint, (await driver.UntilAsync(_web, seen => seen.Revisions.IsEmpty)).Endpoint);
        await driver.Target.RemoveAsync(driver.NewOperation(_web), Never);
        Assert.Null((await driver.ObserveAsync(_web)).Endpoint);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", " ")]
    [InlineData("a \"b\" 'c' $HOME `d` \\ %s", "--flag=$(e) *")]
    [InlineData("äöü 日本 🚀", "tab\tand\nlines\r\n")]
    public async Task Variables_and_arguments_arrive_as_they_were_said(string variable, string argument)
    {
        await driver.ScaleAsync(_web, driver.Telling(_web, 1, variable, argument), 1);
        await driver.SettledAsync(_web);
        var told = new List<string>();
        while (told.Count < 2)
        {
            told.Clear();
            await foreach (var line in driver.Target.ReadLogAsync(_web, 1, 10, follow: false, Never))
                told.Add(Encoding.UTF8.GetString(Convert.FromBase64String(line.Text)));
            await driver.PassAsync();
        }

        Assert.Equal([variable, argument], told);
    }

    private static (ObservedInstance Old, ObservedInstance Young) Pair(Observation seen) =>
        (seen.Revisions[0].Instances.Single(), seen.Revisions[1].Instances.Single());
}
