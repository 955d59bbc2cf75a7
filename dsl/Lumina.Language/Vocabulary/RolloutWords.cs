using System.Collections.Immutable;
using static Lumina.Language.Vocabulary.EntryForm;
using static Lumina.Language.Vocabulary.EntryRule;

namespace Lumina.Language.Vocabulary;

/// <summary>What the blocks of strategies may contain.</summary>
internal static class RolloutWords
{
    /// <summary>Metrics that Lumina measures itself; others are asked for with a query.</summary>
    public static readonly ImmutableArray<string> Metrics =
        ["error_rate", "latency_p50", "latency_p90", "latency_p95", "latency_p99", "request_rate"];

    public static readonly ImmutableArray<string> NoData = ["fail", "pass", "wait"];

    public static readonly ImmutableArray<string> Compare = ["baseline"];

    public static readonly ImmutableArray<string> Switch = ["automatic", "approved"];

    public static readonly BlockRule CheckBlock = new("check",
    [
        new("metric", Property) { OneOf = Metrics, OrText = true },
        new("compare", Property) { OneOf = Compare },
        .. Properties("query", "max", "min", "tolerance"),
    ]);

    public static readonly BlockRule RollingBlock = new("strategy rolling",
        Properties("batch", "max_surge", "max_unavailable", "deadline", "min_ready"));

    public static readonly EntryRule Match = OfKinds("match",
        new("header", new BlockRule("match header", Properties("name", "value"))),
        new("cookie", new BlockRule("match cookie", Properties("name", "value"))))
        with
    { Repeats = Repetition.Any };

    public static readonly BlockRule CanaryBlock = new("strategy canary",
    [
        new("step", Phrase) { Tails = [new("for")] },
        new("check", Section) { Labels = Labels.One, Repeats = Repetition.ByLabel, NamesWhat = "the name of the check", Body = CheckBlock },
        new("no_data", Property) { OneOf = NoData },
        Match,
        .. Properties("mirror", "sticky"),
        .. Properties("deadline", "min_ready"),
    ]);

    public static readonly EntryRule Verify = OfKinds("verify",
        new("http", new BlockRule("verify http", Properties("path", "timeout"))),
        new("command", new BlockRule("verify command", Properties("command", "timeout"))));

    public static readonly BlockRule BlueGreenBlock = new("strategy blue-green",
        [new("switch", Property) { OneOf = Switch }, Verify, .. Properties("deadline", "min_ready")]);

    public static readonly BlockRule RecreateBlock = new("strategy recreate", Properties("deadline", "min_ready"));

    public static readonly EntryRule Strategy = OfKinds("strategy",
        new("rolling", RollingBlock), new("canary", CanaryBlock), new("blue-green", BlueGreenBlock), new("recreate", RecreateBlock))
        with
    { NamesWhat = "the name of a strategy: rolling, canary, blue-green or recreate" };

    public static ImmutableArray<string> Strategies { get; } = [.. Strategy.Kinds.Select(k => k.Label)];
}
