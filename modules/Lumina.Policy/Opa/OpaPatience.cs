using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Lumina.Policy.Opa;

/// <summary>How long and how often OPA is asked: not for a while when it keeps being away; within a time; again when the connection broke off, and only then.</summary>
internal sealed class OpaPatience
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly OpaOptions _options;
    private readonly ResiliencePipeline<OpaExchange> _pipeline;

    public OpaPatience(OpaOptions options, TimeProvider time)
    {
        _options = options;
        var builder = new ResiliencePipelineBuilder<OpaExchange> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<OpaExchange>
            {
                // An error that OPA tells is an answer, and one that it takes too long over may be the plan's doing: whoever writes a bad plan must not be able to
                // have it left alone for all others.
                ShouldHandle = new PredicateBuilder<OpaExchange>().HandleResult(e => e.Failure is { IsUnavailable: true } || IsAway(e.Status)),
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakAfter,
                SamplingDuration = Window,
                BreakDuration = options.BreakFor,
            })
            .AddTimeout(options.Timeout);
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<OpaExchange>
            {
                ShouldHandle = new PredicateBuilder<OpaExchange>().HandleResult(e => e.IsBrokenOff),
                MaxRetryAttempts = options.Retries,
                Delay = options.Backoff,
                BackoffType = DelayBackoffType.Exponential,
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>A gateway in front of OPA, or OPA itself, says that nobody is there.</summary>
    public static bool IsAway(int status) => status is 502 or 503 or 504;

    public async Task<OpaExchange> AskAsync(Func<CancellationToken, Task<OpaExchange>> once, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await once(token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return OpaExchange.Failed(OpaCodes.TooSlow, $"There was no answer within {Seconds(_options.Timeout)}.", isUnavailable: true);
        }
        catch (BrokenCircuitException)
        {
            return OpaExchange.Failed(OpaCodes.NotAsked, $"It was not asked, since it did not answer before; it is left alone for {Seconds(_options.BreakFor)}.", isUnavailable: true);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
