using Microsoft.Extensions.Logging;

namespace Lumina.Secrets.Vault;

/// <summary>Asks Vault as whom the host is logged in.</summary>
internal sealed class VaultClient : IDisposable
{
    /// <summary>A token that is younger has all the policies of its role.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly VaultWire _wire;
    private readonly TimeProvider _time;
    private readonly bool _canChange;

    public VaultClient(VaultOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        _wire = new VaultWire(options, time);
        Session = new VaultSession(options, _wire, time, logger);
        _canChange = options.Login is not TokenLogin;
    }

    public VaultSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        _wire.Dispose();
    }

    /// <summary>Asks, and once more with another token when this one was refused. Done: any answer that is about the question.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Below <c>v1/</c>, as it stands in an address.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="isMeant">Whether a refusal is an answer as good as any, unless the token is no good.</param>
    public async Task<SecretAnswer<VaultReply>> AskAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken, bool isMeant = false)
    {
        var login = await Session.TokenAsync(cancellationToken);
        if (login.Value is not { } token)
            return new(login.Outcome, null, login.Reason);
        var reply = await SendAsync(token);
        if (reply.Status == 403 && await AnotherAsync(token, isMeant, cancellationToken) is { } another)
        {
            if (another.Value is null)
                return new(another.Outcome, null, another.Reason);
            reply = await SendAsync(another.Value);
        }

        return VaultErrors.OfVault(reply) is { } fault ? fault.To<VaultReply>() : SecretAnswer.Done(reply);

        Task<VaultReply> SendAsync(VaultToken by) => _wire.AskAsync(new(method, path) { Token = by.Value, Body = body }, cancellationToken);
    }

    /// <summary>Asks without a token, once.</summary>
    public Task<VaultReply> LookAsync(string path, CancellationToken cancellationToken) => _wire.AskOnceAsync(new(HttpMethod.Get, path) { IsOfRoot = true }, cancellationToken);

    /// <summary>Another token after a refusal; null when that can't help: the token is good, and its policies don't allow it.</summary>
    private async Task<SecretAnswer<VaultToken>?> AnotherAsync(VaultToken token, bool isMeant, CancellationToken cancellationToken)
    {
        // Policies that its role was given since then come with another token, but not with each question.
        if (isMeant || !_canChange || _time.GetUtcNow() - token.Since < Young)
        {
            var looked = await Session.LookUpAsync(token, cancellationToken);
            if (looked.Outcome is SecretOutcome.Done)
                return null;
            if (looked.Outcome is SecretOutcome.Unavailable)
                return looked;
        }

        return await Session.ReplaceAsync(token, cancellationToken);
    }
}
