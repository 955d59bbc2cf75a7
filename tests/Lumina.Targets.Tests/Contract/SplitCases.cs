using Lumina.Deployments.Targets;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>Splits of two revisions, by what is special about them.</summary>
public static class SplitCases
{
    public static TheoryData<string, TrafficSplit> Sound { get; } = new()
    {
        { "all to one", Weights((1, 100)) },
        { "weights", Weights((1, 95), (2, 5)) },
        { "weights, the newer one first", Weights((2, 30), (1, 70)) },
        { "a weight of zero", Weights((1, 100), (2, 0)) },
        { "three revisions", Weights((1, 1), (2, 98), (3, 1)) },
        { "by instance", new TrafficSplit(true, [new RevisionWeight(1, 0), new RevisionWeight(2, 0)]) },
        { "by instance, of one", new TrafficSplit(true, [new RevisionWeight(2, 100)]) },
        { "by instance, of nobody", new TrafficSplit(true, []) },
        { "matches", Weights((1, 100)) with { Matches = [new("x-canary", null, "yes", 2), new(null, "beta", null, 2)] } },
        { "a mirror", Weights((1, 100)) with { Mirror = new TrafficMirror(2, 10) } },
        { "sticky", Weights((1, 50), (2, 50)) with { Sticky = true } },
        { "a preview", new TrafficSplit(true, [new RevisionWeight(1, 100)]) { Preview = 2 } },
        {
            "all of it", Weights((1, 80), (2, 20)) with
            {
                Matches = [new("X-Canary", null, "ja, \"bitte\"", 2)], Mirror = new TrafficMirror(2, 100), Sticky = true, Preview = 2,
            }
        },
    };

    public static TheoryData<string, TrafficSplit> Nonsense { get; } = new()
    {
        { "weights that are no hundred", Weights((1, 50), (2, 40)) },
        { "a weight below zero", Weights((1, 110), (2, -10)) },
        { "no weight at all", Weights() },
        { "a revision twice", Weights((1, 50), (1, 50)) },
        { "a match of nothing", Weights((1, 100)) with { Matches = [new(null, null, "x", 1)] } },
        { "a match of two things", Weights((1, 100)) with { Matches = [new("a", "b", null, 1)] } },
        { "a mirror of nothing", Weights((1, 100)) with { Mirror = new TrafficMirror(1, 0) } },
        { "a mirror of too much", Weights((1, 100)) with { Mirror = new TrafficMirror(1, 101) } },
    };
}
