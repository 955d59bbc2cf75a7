namespace Lumina.Analysis.Judging;

/// <summary>The metrics that a gateway's counters give.</summary>
internal static class Metrics
{
    public const string ErrorRate = "error_rate", RequestRate = "request_rate";

    /// <summary>For <c>latency_p99</c> 0.99; null for what is no latency.</summary>
    public static double? ShareOf(string metric) => metric switch
    {
        "latency_p50" => 0.5,
        "latency_p90" => 0.9,
        "latency_p95" => 0.95,
        "latency_p99" => 0.99,
        _ => null,
    };
}
