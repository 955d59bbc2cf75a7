using System.Text;
using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>What Vault says when it says no: <c>{"errors": ["…"]}</c>.</summary>
internal static class VaultErrors
{
    private const int Longest = 200;

    public static bool SaysSealed(VaultReply reply) => reply.Status == 503 && Errors(reply).Any(error => error.Contains("sealed", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether one of the errors has the words.</summary>
    public static bool Says(VaultReply reply, string words) => Errors(reply).Any(error => error.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why a question was not answered, when it is a matter of Vault and not of what was asked; null for every other answer.</summary>
    public static VaultFault? OfVault(VaultReply reply) => reply switch
    {
        { Fault: { } fault } => fault,
        _ when SaysSealed(reply) => new(VaultCodes.Sealed, "Vault is sealed: it has to be unsealed (vault operator unseal) before it gives anything.", true),
        { Status: 501 } => new(VaultCodes.NotReady, "Vault is not initialised (vault operator init).", true),
        { Status: 412 } => new(VaultCodes.Busy, "Vault is not yet consistent (HTTP 412) after several tries.", true),
        { Status: 429 } => new(VaultCodes.Busy, "Vault has too many requests (HTTP 429) after several tries: look at its rate limit quotas.", true),
        { Status: >= 500 } => new(VaultCodes.Busy, $"Vault fails (HTTP {reply.Status}) after several tries: its log says why.", true),
        _ => null,
    };

    /// <summary>Vault's own words for a question that it refuses, one line, without what was sent. Only of 400: elsewhere errors of engines may have secrets in them.</summary>
    public static string WordsOf(VaultReply reply, params SecretValue?[] sent)
    {
        if (reply.Status != 400)
            return "";
        var words = OneLine(string.Join("; ", Errors(reply)));
        foreach (var secret in sent)
        {
            // Also cut to pieces or encoded: who echoes any of it is not quoted at all.
            if (secret?.RevealText() is { Length: > 0 } text && Echoes(words, text))
                return "";
        }

        return words.Length <= Longest ? words : words[..Longest] + "…";
    }

    private static bool Echoes(string words, string secret)
    {
        string[] forms = [secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='), Uri.EscapeDataString(secret)];
        return forms.Any(form => words.Contains(form[..Math.Min(form.Length, 8)], StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Errors(VaultReply reply) => VaultJson.Object(reply.Body) is { } answer && answer.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array
        ? [.. errors.EnumerateArray().Where(error => error.ValueKind is JsonValueKind.String).Select(error => error.GetString() ?? "")]
        : [];

    private static string OneLine(string text) =>
        string.Join(' ', new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
