namespace Lumina.Secrets.Vault;

/// <summary>Says what to do when Vault refuses a question.</summary>
internal static class VaultRefusals
{
    /// <param name="path">What was asked for, below <c>v1/</c>.</param>
    /// <param name="capability">What a policy has to allow there.</param>
    /// <param name="reply">Neither done nor a matter of Vault's own.</param>
    public static VaultFault Of(string path, string capability, VaultReply reply) => reply.Status switch
    {
        401 or 403 => new(VaultCodes.Forbidden, $"The policies of the host's token don't allow {capability} at {path}: they need path \"{path}\" {{ capabilities = [\"{capability}\"] }}."),
        404 => new(VaultCodes.NotThere, $"Vault has nothing at {path}."),
        405 => new(VaultCodes.Refused, $"The engine at {path} can't be read: it gives something only to whoever writes to it."),
        400 when VaultErrors.WordsOf(reply) is { Length: > 0 } words => new(VaultCodes.Refused, $"Vault refuses {path}: {words}."),
        >= 300 and < 400 => new(VaultCodes.Malformed, $"Vault sends elsewhere (HTTP {reply.Status}), which is not followed."),
        _ => new(VaultCodes.Refused, $"Vault refuses {path} (HTTP {reply.Status})."),
    };
}
