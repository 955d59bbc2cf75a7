using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Strategies;

public sealed class SharingTests
{
    private static readonly CanarySpec Canary = new()
    {
        Steps = [new CanaryStep { Weight = 5 }],
        Matches = [new RequestMatch { In = RequestPart.Header, Name = "x-canary", Value = "yes" }, new RequestMatch { In = RequestPart.Cookie, Name = "beta" }],
        Mirror = 10,
        Sticky = true,
    };

    private static readonly Sharing Plain = new(7, 3, []);

    [Fact]
    public void Chosen_users_copies_and_kept_clients_go_with_a_share_of_both()
    {
        var split = (Plain with { Canary = Canary }).Write(new Share(5));

        Assert.Equal([new RevisionWeight(3, 95), new RevisionWeight(7, 5)], split.Weights);
        Assert.Equal([new TrafficMatch("x-canary", null, "yes", 7), new TrafficMatch(null, "beta", null, 7)], split.Matches);
        Assert.Equal((new TrafficMirror(7, 10), true), (split.Mirror, split.Sticky));
        Assert.Equal(new Share(5), (Plain with { Canary = Canary }).Read(split));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void With_one_revision_alone_there_is_nothing_to_choose(int weight)
    {
        var split = (Plain with { Canary = Canary }).Write(new Share(weight));

        Assert.Empty(split.Matches);
        Assert.Equal((null, false), (split.Mirror, split.Sticky));
        Assert.NotNull((Plain with { Canary = Canary }).Read(split));
    }

    [Fact]
    public void A_share_that_chooses_otherwise_is_none_of_ours()
    {
        var split = (Plain with { Canary = Canary }).Write(new Share(5));

        Assert.Null(Plain.Read(split));
        Assert.Null((Plain with { Canary = Canary with { Mirror = 20 } }).Read(split));
        Assert.Null((Plain with { Canary = Canary with { Sticky = false } }).Read(split));
        // What an older program wrote has no list at all.
        Assert.Equal(new Share(5), Plain.Read(Plain.Write(new Share(5)) with { Matches = default }));
    }
}
