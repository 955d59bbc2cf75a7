namespace Lumina.Secrets.Vault;

/// <summary>
/// A secret id that comes wrapped: the file has a token that gives it out once. So whoever comes second learns that somebody was there before. The
/// secret id is kept in memory for the log-ins after the first; a token is unwrapped once, and one that is found unwrapped is never tried again.
/// </summary>
internal sealed class WrappedSecretId(AppRoleLogin login, VaultWire wire)
{
    private SecretValue? _spent, _secretId;

    public async Task<SecretAnswer<SecretValue>> GetAsync(string file, CancellationToken cancellationToken)
    {
        var read = CredentialFile.Read(file);
        if (read.Value is not { } wrapping || wrapping.Equals(_spent))
        {
            // The file may be taken away once it was used.
            return _secretId is { } kept ? SecretAnswer.Done(kept) : read.Value is null ? read : Incident($"{file} has a wrapping token that was found unwrapped already.");
        }

        var text = wrapping.RevealText();
        var looked = await wire.AskAsync(new(HttpMethod.Post, "sys/wrapping/lookup") { Body = VaultRequest.Json(("token", text)) }, cancellationToken);
        if (VaultErrors.OfVault(looked) is { } away)
            return away.To<SecretValue>();
        if (!looked.IsDone || VaultJson.Object(looked.Body)?.Object("data")?.Text("creation_path") is not { } origin)
            return Spent(wrapping, $"The wrapping token in {file} is not good: it was unwrapped before, or has run out.");
        if (!IsOfRole(origin))
            return Spent(wrapping, $"The wrapping token in {file} does not wrap a secret id of an AppRole: somebody has put another in its place.");
        return await UnwrapAsync(file, wrapping, cancellationToken);
    }

    private async Task<SecretAnswer<SecretValue>> UnwrapAsync(string file, SecretValue wrapping, CancellationToken cancellationToken)
    {
        // Once: when the answer is lost, so is the secret id, and asking again would only find it gone.
        var reply = await wire.AskOnceAsync(new(HttpMethod.Post, "sys/wrapping/unwrap") { Token = wrapping }, cancellationToken);
        if (VaultErrors.OfVault(reply) is { } away)
            return away.To<SecretValue>();
        if (!reply.IsDone)
            return Spent(wrapping, $"The wrapping token in {file} was good a moment ago, and can't be unwrapped: somebody else was faster.");
        if (VaultJson.Object(reply.Body)?.Object("data")?.Text("secret_id") is not { } secretId || !VaultToken.IsToken(secretId))
            return Spent(wrapping, $"What the wrapping token in {file} wraps is no secret id.");
        (_spent, _secretId) = (wrapping, SecretValue.Of(secretId));
        return SecretAnswer.Done(_secretId);
    }

    private bool IsOfRole(string origin) =>
        origin.Contains($"auth/{(login.Mount.Length == 0 ? login.Name : login.Mount)}/role/", StringComparison.Ordinal) && origin.EndsWith("/secret-id", StringComparison.Ordinal);

    private SecretAnswer<SecretValue> Spent(SecretValue wrapping, string message)
    {
        (_spent, _secretId) = (wrapping, null);
        return Incident(message);
    }

    private static SecretAnswer<SecretValue> Incident(string message) => new VaultFault(
        VaultCodes.UnwrappedBefore,
        message + " Unless it was this host, before it was started anew or when an answer was lost, treat it as an incident: destroy the role's secret ids, look into Vault's audit log, and put a new wrapping token into the file.")
        .To<SecretValue>();
}
