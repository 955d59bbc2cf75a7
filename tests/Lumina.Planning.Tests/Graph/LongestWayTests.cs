using Lumina.Planning.Changes;
using Lumina.Planning.Graph;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Graph;

public sealed class LongestWayTests
{
    [Fact]
    public void The_longest_way_is_the_one_that_takes_the_most_time_not_the_most_steps()
    {
        var way = Way(
            [Component("a"), Component("b", "a"), Component("c", "b"), Component("slow"), Component("web", "c", "slow")],
            new() { ["a"] = 1, ["b"] = 1, ["c"] = 1, ["slow"] = 5, ["web"] = 2 });

        Assert.Equal("slow web", way);
    }

    [Fact]
    public void What_takes_no_time_is_not_on_the_way_but_passes_it_on() =>
        Assert.Equal("a c", Way([Component("a"), Component("b", "a"), Component("c", "b")], new() { ["a"] = 1, ["c"] = 1 }));

    [Fact]
    public void Of_two_ways_that_take_as_long_the_first_by_name_is_told() =>
        Assert.Equal("a", Way([Component("b"), Component("a")], new() { ["a"] = 1, ["b"] = 1 }));

    [Fact]
    public void Without_lengths_there_is_no_way() => Assert.Equal("", Way([Component("a"), Component("b", "a")], []));

    private static string Way(Language.Plans.ComponentSpec[] components, Dictionary<string, double> lengths)
    {
        var changes = ChangePlanner.Compare(Plan(components), Folder, []);
        var way = ChangeGraph.Of(changes).LongestWay(change => lengths.GetValueOrDefault(changes.Changes[change].Component));
        return string.Join(' ', way.Select(change => changes.Changes[change].Component));
    }
}
