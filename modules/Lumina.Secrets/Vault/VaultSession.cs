using Microsoft.Extensions.Logging;

namespace Lumina.Secrets.Vault;

/// <summary>
/// Keeps the host logged in: one log-in at a time, however many want one; the token is renewed in the background when two thirds of its time are over,
/// and when it can't be, the host logs in anew.
/// </summary>
internal sealed partial class VaultSession : IDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromDays(1);

    private readonly VaultWire _wire;
    private readonly VaultLogins _logins;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _method;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ITimer _renewal;
    private VaultToken? _token;
    private Task<SecretAnswer<VaultToken>>? _underway;

    public VaultSession(VaultOptions options, VaultWire wire, TimeProvider time, ILogger logger)
    {
        (_wire, _time, _logger, _method) = (wire, time, logger, options.Login.Name);
        _logins = new VaultLogins(options, wire, time);
        _renewal = time.CreateTimer(_ => _ = RenewAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How often it has logged in.</summary>
    public int LogIns { get; private set; }

    /// <summary>When its token was got or renewed; null when it has none.</summary>
    public DateTimeOffset? TokenSince => _token?.Since;

    public void Dispose()
    {
        _end.Cancel();
        _renewal.Dispose();
        _end.Dispose();
    }

    /// <summary>The token, after a log-in when there is none that is good.</summary>
    public Task<SecretAnswer<VaultToken>> TokenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _token is { } token && !token.IsOver(_time.GetUtcNow()) ? Task.FromResult(SecretAnswer.Done(token)) : LogIn().WaitAsync(cancellationToken);
    }

    /// <summary>Another token in the place of one that was refused; the one that somebody else has got meanwhile, if so.</summary>
    public Task<SecretAnswer<VaultToken>> ReplaceAsync(VaultToken refused, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_token is { } other && !other.Value.Equals(refused.Value))
                return Task.FromResult(SecretAnswer.Done(other));
            _token = null;
            return LogIn().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Whether Vault takes a token still.</summary>
    public Task<SecretAnswer<VaultToken>> LookUpAsync(VaultToken token, CancellationToken cancellationToken) => _logins.LookUpAsync(token.Value, cancellationToken);

    /// <summary>The one that is under way, or a new one. The lock is held.</summary>
    private Task<SecretAnswer<VaultToken>> LogIn() => _underway ??= Task.Run(LogInAsync);

    private async Task<SecretAnswer<VaultToken>> LogInAsync()
    {
        var answer = SecretAnswer.Unavailable<VaultToken>("The host is ending.");
        try
        {
            answer = await _logins.LogInAsync(_end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return answer;
        }
        finally
        {
            lock (_lock)
            {
                _underway = null;
                _token = answer.Value;
                LogIns += answer.Value is null ? 0 : 1;
            }
        }

        if (answer.Value is { } token)
        {
            LogLoggedIn(_method, token.Duration?.TotalSeconds ?? 0);
            Schedule(token);
        }
        else
        {
            LogNotLoggedIn(_method, answer.Reason ?? "");
        }

        return answer;
    }

    private void Schedule(VaultToken token)
    {
        if (token.Duration is { } duration)
            Schedule(duration * 2 / 3);
    }

    private void Schedule(TimeSpan wait)
    {
        if (!_end.IsCancellationRequested)
            _renewal.Change(wait < Soonest ? Soonest : wait > Latest ? Latest : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>By the timer. What goes wrong is told by the next who wants a token.</summary>
    private async Task RenewAsync()
    {
        try
        {
            if (_token is not { } token)
                return;
            if (!token.IsRenewable)
            {
                await ReplaceAsync(token, _end.Token);
                return;
            }

            var reply = await _wire.AskAsync(new(HttpMethod.Post, "auth/token/renew-self") { Token = token.Value }, _end.Token);
            if (reply.IsDone && VaultJson.Object(reply.Body) is { } answer && VaultToken.Of(answer, _time.GetUtcNow()) is { } renewed)
                await TakeAsync(token, renewed);
            else if (VaultErrors.OfVault(reply) is { } away && token.Left(_time.GetUtcNow()) is var left && left > TimeSpan.Zero)
                Wait(left.Value / 3, away);
            else
                await ReplaceAsync(token, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The host is ending.
        }
    }

    private async Task TakeAsync(VaultToken token, VaultToken renewed)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_token, token))
                return;
            _token = renewed;
        }

        LogRenewed(renewed.Duration?.TotalSeconds ?? 0);
        // Near its longest time Vault gives less and less: then another token is due.
        if (renewed.Duration < token.Duration / 2)
            await ReplaceAsync(renewed, _end.Token);
        else
            Schedule(renewed);
    }

    private void Wait(TimeSpan wait, VaultFault away)
    {
        LogNotRenewed(away.Message);
        Schedule(wait);
    }

    [LoggerMessage(7140, LogLevel.Information, "Logged in to Vault by {Method}, for {Seconds} s (0: for ever)")]
    private partial void LogLoggedIn(string method, double seconds);

    [LoggerMessage(7141, LogLevel.Warning, "Could not log in to Vault by {Method}: {Reason}")]
    private partial void LogNotLoggedIn(string method, string reason);

    [LoggerMessage(7142, LogLevel.Debug, "The token of Vault is good for {Seconds} s again")]
    private partial void LogRenewed(double seconds);

    [LoggerMessage(7143, LogLevel.Warning, "The token of Vault could not be renewed yet: {Reason}")]
    private partial void LogNotRenewed(string reason);
}
