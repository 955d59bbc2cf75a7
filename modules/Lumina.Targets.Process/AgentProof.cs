using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Targets.Process;

/// <summary>
/// How an agent shows that it has the token before it is told anything: an HMAC of what the asker has just made up. Its process and port are in it, so
/// that whoever listens on a dead agent's port can't pass the question on to a living one.
/// </summary>
public static class AgentProof
{
    /// <summary>The header of /healthz with what was made up.</summary>
    public const string NonceHeader = "Lumina-Nonce";

    private const int LongestNonce = 128;

    /// <summary>Something that nobody has been asked before.</summary>
    public static string NewNonce() => RandomNumberGenerator.GetHexString(64);

    /// <summary>What the agent answers; null when it was asked nothing, or too much.</summary>
    public static string? Of(string token, string? nonce, int processId, int port) => nonce is { Length: > 0 and <= LongestNonce }
        ? Convert.ToHexString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"lumina-agent\n{processId}\n{port}\n{nonce}"))))
        : null;

    /// <summary>Whether it is the answer.</summary>
    internal static bool IsGood(AgentEndpoint endpoint, string nonce, string? proof) =>
        proof is not null && Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) && Of(endpoint.Token, nonce, endpoint.ProcessId, url.Port) is { } wanted
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(wanted));
}
