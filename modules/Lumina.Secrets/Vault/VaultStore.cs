using Lumina.Language.Plans;
using Microsoft.Extensions.Logging;

namespace Lumina.Secrets.Vault;

/// <summary>Secrets of HashiCorp Vault or OpenBao: values with versions, without, and lent ones.</summary>
public sealed class VaultStore : ISecretStore, IDisposable
{
    private readonly VaultOptions _options;
    private readonly VaultClient _client;
    private readonly VaultMounts _mounts;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">The options have problems.</exception>
    public VaultStore(VaultOptions options, TimeProvider time, ILogger<VaultStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        _options = options;
        _time = time;
        _client = new VaultClient(options, time, logger);
        _mounts = new VaultMounts(_client, options, time);
    }

    public string Kind => "vault";

    /// <summary>How often it has logged in.</summary>
    internal int LogIns => _client.Session.LogIns;

    /// <summary>Since when its token is good for as long as it is; null when it has none.</summary>
    internal DateTimeOffset? TokenSince => _client.Session.TokenSince;

    /// <summary>The token that it is logged in with; null when it can't log in.</summary>
    internal async Task<SecretValue?> TokenAsync(CancellationToken cancellationToken) => (await _client.Session.TokenAsync(cancellationToken)).Value?.Value;

    public void Dispose() => _client.Dispose();

    public bool Serves(SecretReference reference) => reference is VaultSecret;

    public string EntryOf(SecretReference reference)
    {
        var secret = Vault(reference);
        return secret.Version is { } version ? FormattableString.Invariant($"vault:{PathOf(secret)}@{version}") : $"vault:{PathOf(secret)}@newest";
    }

    public Task<SecretAnswer<SecretEntry>> ReadAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken)
    {
        var secret = Vault(reference);
        return AtAsync(secret, place => ReadAsync(place, secret.Version, cancellationToken), cancellationToken);
    }

    public Task<SecretAnswer<SecretVersion?>> DescribeAsync(SecretReference reference, SecretScope scope, CancellationToken cancellationToken) =>
        AtAsync(Vault(reference), place => DescribeAsync(place, cancellationToken), cancellationToken);

    public async Task<SecretAnswer<LeaseTerms>> RenewAsync(string lease, SecretScope scope, CancellationToken cancellationToken)
    {
        var asked = await _client.AskAsync(HttpMethod.Put, "sys/leases/renew", VaultRequest.Json(("lease_id", lease)), cancellationToken);
        return asked.Value is not { } reply ? Passed<VaultReply, LeaseTerms>(asked)
            : reply.IsDone && VaultJson.Object(reply.Body) is { } answer && VaultAnswers.LeaseOf(answer) is { } terms ? SecretAnswer.Done(terms)
            : reply.IsDone ? new VaultFault(VaultCodes.Malformed, "What Vault answers to the renewal of a lease can't be read.").To<LeaseTerms>()
            : IsGone(reply) ? new VaultFault(VaultCodes.LeaseGone, "The lease has run out or was revoked: another one has to be taken.").To<LeaseTerms>()
            : VaultRefusals.Of("sys/leases/renew", "update", reply).To<LeaseTerms>();
    }

    public async Task<SecretAnswer<bool>> RevokeAsync(string lease, SecretScope scope, CancellationToken cancellationToken)
    {
        var asked = await _client.AskAsync(HttpMethod.Put, "sys/leases/revoke", VaultRequest.Json(("lease_id", lease)), cancellationToken);
        return asked.Value is not { } reply ? Passed<VaultReply, bool>(asked)
            : reply.IsDone || IsGone(reply) ? SecretAnswer.Done(true)
            : VaultRefusals.Of("sys/leases/revoke", "update", reply).To<bool>();
    }

    public async Task<SecretAnswer<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var health = await VaultHealth.AskAsync(_client, _options.Server, cancellationToken);
        if (health.Outcome is not SecretOutcome.Done)
            return health;
        var login = await _client.Session.TokenAsync(cancellationToken);
        if (login.Value is not { } token)
            return Passed<VaultToken, string>(login);
        var looked = await _client.Session.LookUpAsync(token, cancellationToken);
        if (looked.Outcome is SecretOutcome.Failed)
            looked = await _client.Session.ReplaceAsync(token, cancellationToken);
        return looked.Value is { } good
            ? SecretAnswer.Done($"{health.Value}, logged in by {_options.Login.Name}{(good.Left(_time.GetUtcNow()) is { } left ? FormattableString.Invariant($", for {left.TotalSeconds:0} s yet") : "")}")
            : Passed<VaultToken, string>(looked);
    }

    /// <summary>Finds the place and asks there; a second time when the host had to log in anew, since what was told to a token that was no good counts for nothing.</summary>
    private async Task<SecretAnswer<T>> AtAsync<T>(VaultSecret secret, Func<VaultPlace, Task<SecretAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        var path = PathOf(secret);
        if (secret.Version < 1)
            return new VaultFault(VaultCodes.NoVersions, $"Versions of {path} begin with 1.").To<T>();
        var before = LogIns;
        var answer = await OnceAsync();
        if (answer.Outcome is not SecretOutcome.Failed || before == 0 || LogIns == before)
            return answer;
        _mounts.Forget();
        return await OnceAsync();

        async Task<SecretAnswer<T>> OnceAsync()
        {
            var place = await _mounts.FindAsync(path, cancellationToken);
            return place.Value is { } found ? await ask(found) : Passed<VaultPlace, T>(place);
        }
    }

    private async Task<SecretAnswer<SecretEntry>> ReadAsync(VaultPlace place, int? version, CancellationToken cancellationToken)
    {
        if (version is not null && place.Kind is not EngineKind.Versioned)
            return new VaultFault(VaultCodes.NoVersions, $"The plan asks for version {version} of {place}, whose engine keeps no versions.").To<SecretEntry>();
        var path = place.Kind is EngineKind.Versioned ? $"{place.Mount}/data/{place.Rest}" : place.ToString();
        var asked = await _client.AskAsync(HttpMethod.Get, VaultPath.Escaped(path) + (version is { } n ? FormattableString.Invariant($"?version={n}") : ""), null, cancellationToken);
        if (asked.Value is not { } reply)
            return Passed<VaultReply, SecretEntry>(asked);
        if (reply is { IsDone: false, Status: not 404 })
            return VaultRefusals.Of(path, "read", reply).To<SecretEntry>();
        return place.Kind is EngineKind.Versioned ? VaultAnswers.OfVersion(place, version, reply) : VaultAnswers.OfRead(place, reply);
    }

    private async Task<SecretAnswer<SecretVersion?>> DescribeAsync(VaultPlace place, CancellationToken cancellationToken)
    {
        if (place.Kind is not EngineKind.Versioned)
            return SecretAnswer.Done<SecretVersion?>(null);
        var path = $"{place.Mount}/metadata/{place.Rest}";
        var asked = await _client.AskAsync(HttpMethod.Get, VaultPath.Escaped(path), null, cancellationToken);
        return asked.Value is not { } reply ? Passed<VaultReply, SecretVersion?>(asked)
            : reply is { IsDone: false, Status: not 404 } ? VaultRefusals.Of(path, "read", reply).To<SecretVersion?>()
            : VaultAnswers.OfMetadata(place, reply, _time.GetUtcNow());
    }

    // Vault says so in words, with 400.
    private static bool IsGone(VaultReply reply) => reply.Status is 400 or 404 && (VaultErrors.Says(reply, "lease not found") || VaultErrors.Says(reply, "invalid lease"));

    private static SecretAnswer<TTo> Passed<TFrom, TTo>(SecretAnswer<TFrom> answer) => new(answer.Outcome, default, answer.Reason);

    private static string PathOf(VaultSecret secret) => secret.Path.Trim('/');

    private static VaultSecret Vault(SecretReference reference) =>
        reference as VaultSecret ?? throw new ArgumentException("It is no reference to a vault.", nameof(reference));
}
