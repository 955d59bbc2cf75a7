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

    /// <summary>Those of them that are made of requests, so that they need some.</summary>
    public static readonly ImmutableArray<string> Counted = [.. Metrics.Where(metric => metric != "request_rate")];

    public static readonly ImmutableArray<string> NoData = ["fail", "pass", "wait"];

    public static readonly ImmutableArray<string> Compare = ["baseline"];

    public static readonly ImmutableArray<string> Switch = ["automatic", "approved"];

    public static readonly ImmutableArray<string> Worse = ["higher", "lower", "either"];

    /// <summary>Over what a check goes: each step by itself, or all of them together.</summary>
    public static readonly ImmutableArray<string> Over = ["step", "rollout"];

    public static readonly ImmutableArray<string> Inconclusive = ["pause", "fail"];

    /// <summary>Where a metric of one's own comes from: one of them.</summary>
    public static readonly ImmutableArray<string> Sources = ["query", "url", "command"];

    public static readonly BlockRule CheckBlock = new("check",
    [
        new("metric", Property) { OneOf = Metrics, OrText = true },
        new("compare", Property) { OneOf = Compare },
        new("worse", Property) { OneOf = Worse },
        new("over", Property) { OneOf = Over },
        .. Properties("query", "server", "url", "path", "command"),
        .. Properties("max", "min", "tolerance", "confidence"),
        .. Properties("every", "count", "failures", "errors", "min_samples", "group", "critical"),
    ]);

    public static readonly BlockRule GroupBlock = new("group", Properties("weight"));

    public static readonly BlockRule ScoreBlock = new("score",
    [
        .. Properties("pass", "marginal"),
        new("group", Section) { Labels = Labels.One, Repeats = Repetition.ByLabel, NamesWhat = "the name of the group", Body = GroupBlock },
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
        new("inconclusive", Property) { OneOf = Inconclusive },
        new("score", Section) { Body = ScoreBlock },
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
