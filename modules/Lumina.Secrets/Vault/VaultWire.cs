using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Lumina.Secrets.Vault;

/// <summary>Asks Vault with patience: again, after longer and longer, while it is busy or away, and not beyond a limit.</summary>
internal sealed class VaultWire : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly VaultConnection _connection;
    private readonly ResiliencePipeline<VaultReply> _pipeline;

    public VaultWire(VaultOptions options, TimeProvider time)
    {
        _connection = new VaultConnection(options, time);
        var builder = new ResiliencePipelineBuilder<VaultReply> { TimeProvider = time }.AddTimeout(options.Patience);
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<VaultReply>
            {
                ShouldHandle = new PredicateBuilder<VaultReply>().HandleResult(reply => reply.IsPassing),
                MaxRetryAttempts = options.Retries,
                Delay = options.Backoff,
                MaxDelay = LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result?.RetryAfter is { } wait ? (TimeSpan?)(wait < LongestWait ? wait : LongestWait) : null),
            });
        }

        _pipeline = builder.Build();
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Asks until there is an answer that will stay, or the limit is reached: then what came last.</summary>
    public async Task<VaultReply> AskAsync(VaultRequest request, CancellationToken cancellationToken)
    {
        var last = VaultReply.Failed(VaultCodes.NoAnswer, "Vault did not answer in time.", isUnavailable: true);
        try
        {
            return await _pipeline.ExecuteAsync(async token => last = await _connection.SendAsync(request, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return last;
        }
    }

    /// <summary>Asks once, for what must not be asked twice and for what is about now.</summary>
    public Task<VaultReply> AskOnceAsync(VaultRequest request, CancellationToken cancellationToken) => _connection.SendAsync(request, cancellationToken);
}
