namespace Lumina.Secrets.Vault;

/// <summary>How Vault is, by <c>sys/health</c>, which tells its state by the status.</summary>
internal static class VaultHealth
{
    public static async Task<SecretAnswer<string>> AskAsync(VaultClient client, string server, CancellationToken cancellationToken)
    {
        var reply = await client.LookAsync("sys/health", cancellationToken);
        if (reply.Fault is { } fault)
            return fault.To<string>();
        var version = VaultJson.Object(reply.Body)?.Text("version") is { Length: > 0 and < 40 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-') ? " " + text : "";
        return reply.Status switch
        {
            200 => Done("active"),
            429 => Done("a standby, which hands questions on"),
            473 => Done("a performance standby"),
            472 => Away(VaultCodes.NotReady, "a secondary for disaster recovery, which answers nobody: name the primary"),
            474 => Away(VaultCodes.NotReady, "a standby that can't reach the active node"),
            530 => Away(VaultCodes.NotReady, "a node that was removed from its cluster"),
            501 => Away(VaultCodes.NotReady, "not initialised (vault operator init)"),
            503 => Away(VaultCodes.Sealed, "sealed: it has to be unsealed (vault operator unseal) before it gives anything"),
            >= 500 => Away(VaultCodes.Busy, $"failing (HTTP {reply.Status}): its log says why"),
            _ => new VaultFault(VaultCodes.Malformed, $"{server} does not say how it is as Vault does (HTTP {reply.Status}).").To<string>(),
        };

        SecretAnswer<string> Done(string state) => SecretAnswer.Done($"Vault{version} at {server} is {state}");

        SecretAnswer<string> Away(string code, string state) => new VaultFault(code, $"Vault{version} at {server} is {state}", true).To<string>();
    }
}
