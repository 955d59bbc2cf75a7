using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>Logs in, by each of the methods.</summary>
internal sealed class VaultLogins(VaultOptions options, VaultWire wire, TimeProvider time)
{
    private readonly WrappedSecretId? _wrapped = options.Login is AppRoleLogin { IsWrapped: true } login ? new(login, wire) : null;

    public Task<SecretAnswer<VaultToken>> LogInAsync(CancellationToken cancellationToken) => options.Login switch
    {
        TokenLogin login => ShowAsync(login, cancellationToken),
        AppRoleLogin login => ByRoleAsync(login, cancellationToken),
        KubernetesLogin login => BySignedTokenAsync(login, login.TokenFile, login.Role, cancellationToken),
        JwtLogin login => BySignedTokenAsync(login, login.TokenFile, login.Role, cancellationToken),
        _ => throw new InvalidOperationException("There is no such way to log in."),
    };

    /// <summary>Whether a token is good still; else why not, or why that can't be found out.</summary>
    public async Task<SecretAnswer<VaultToken>> LookUpAsync(SecretValue token, CancellationToken cancellationToken)
    {
        var reply = await wire.AskAsync(new(HttpMethod.Get, "auth/token/lookup-self") { Token = token }, cancellationToken);
        if (VaultErrors.OfVault(reply) is { } away)
            return away.To<VaultToken>();
        if (!reply.IsDone)
            return Refused("Vault does not take the token: it has run out, was revoked, or its policies don't allow auth/token/lookup-self (the policy 'default' does).");
        return VaultJson.Object(reply.Body)?.Object("data") is { } data && data.Seconds("ttl") is { } left
            ? SecretAnswer.Done(new VaultToken(token, left == TimeSpan.Zero && IsForEver(data) ? null : left, data.Truth("renewable") ?? false, time.GetUtcNow()))
            : Strange();
    }

    // A token with a ttl of 0 is one that ends now, but for those that never do.
    private static bool IsForEver(JsonElement data) => !data.TryGetProperty("expire_time", out var end) || end.ValueKind is JsonValueKind.Null;

    private async Task<SecretAnswer<VaultToken>> ShowAsync(TokenLogin login, CancellationToken cancellationToken)
    {
        var read = login.File is { } file ? CredentialFile.Read(file) : SecretAnswer.Done(login.Token ?? SecretValue.Of(""));
        return read.Value is { } token ? await LookUpAsync(token, cancellationToken) : Passed(read);
    }

    private async Task<SecretAnswer<VaultToken>> ByRoleAsync(AppRoleLogin login, CancellationToken cancellationToken)
    {
        var role = CredentialFile.Read(login.RoleIdFile);
        if (role.Value is not { } roleId)
            return Passed(role);
        SecretValue? secretId = null;
        if (login.SecretIdFile is { } file)
        {
            var read = _wrapped is null ? CredentialFile.Read(file) : await _wrapped.GetAsync(file, cancellationToken);
            if (read.Value is null)
                return Passed(read);
            secretId = read.Value;
        }

        var body = VaultRequest.Json(("role_id", roleId.RevealText()), ("secret_id", secretId?.RevealText()));
        return await PostAsync(login, body, "the role id or the secret id is wrong, used up or run out, or is bound to other addresses", cancellationToken, roleId, secretId);
    }

    private async Task<SecretAnswer<VaultToken>> BySignedTokenAsync(VaultLogin login, string file, string? role, CancellationToken cancellationToken)
    {
        var read = CredentialFile.Read(file);
        return read.Value is { } token
            ? await PostAsync(login, VaultRequest.Json(("role", role), ("jwt", token.RevealText())), $"the role is not there, or is not for the token in {file}, or that has run out", cancellationToken, token)
            : Passed(read);
    }

    private async Task<SecretAnswer<VaultToken>> PostAsync(VaultLogin login, byte[] body, string likely, CancellationToken cancellationToken, params SecretValue?[] sent)
    {
        var mount = login.Mount.Length == 0 ? login.Name : login.Mount;
        var reply = await wire.AskAsync(new(HttpMethod.Post, $"auth/{VaultPath.Escaped(mount)}/login") { Body = body }, cancellationToken);
        if (VaultErrors.OfVault(reply) is { } away)
            return away.To<VaultToken>();
        if (!reply.IsDone)
        {
            var words = VaultErrors.WordsOf(reply, sent);
            return Refused(reply.Status == 404
                ? $"Vault has no log-in method at auth/{mount} (vault auth list)."
                : $"Vault does not log the host in by {login.Name} at auth/{mount} (HTTP {reply.Status}): {(words.Length == 0 ? likely : words + ": " + likely)}.");
        }

        return VaultJson.Object(reply.Body) is { } answer && VaultToken.Of(answer, time.GetUtcNow()) is { } token ? SecretAnswer.Done(token) : Strange();
    }

    private static SecretAnswer<VaultToken> Passed(SecretAnswer<SecretValue> answer) => new(answer.Outcome, null, answer.Reason);

    private static SecretAnswer<VaultToken> Refused(string message) => new VaultFault(VaultCodes.LogInRefused, message).To<VaultToken>();

    private static SecretAnswer<VaultToken> Strange() =>
        new VaultFault(VaultCodes.Malformed, "The answer to the log-in has no token in it that can be used: is it a Vault that answers?").To<VaultToken>();
}
