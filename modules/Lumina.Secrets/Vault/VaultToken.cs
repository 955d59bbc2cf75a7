using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>The token that the host is logged in with.</summary>
/// <param name="Value">The token.</param>
/// <param name="Duration">For how long it was good at <paramref name="Since"/>; null for ever.</param>
/// <param name="IsRenewable">Whether that can be made longer.</param>
/// <param name="Since">When that was.</param>
internal sealed record VaultToken(SecretValue Value, TimeSpan? Duration, bool IsRenewable, DateTimeOffset Since)
{
    /// <summary>For how long it is still good; null for ever.</summary>
    public TimeSpan? Left(DateTimeOffset now) => Duration - (now - Since);

    public bool IsOver(DateTimeOffset now) => Left(now) <= TimeSpan.Zero;

    /// <summary>A token in the answer to a log-in or a renewal; null when there is none.</summary>
    public static VaultToken? Of(JsonElement answer, DateTimeOffset now) =>
        answer.Object("auth") is { } auth && auth.Text("client_token") is { } text && IsToken(text) && auth.Seconds("lease_duration") is { } duration
            ? new VaultToken(SecretValue.Of(text), duration == TimeSpan.Zero ? null : duration, auth.Truth("renewable") ?? false, now)
            : null;

    /// <summary>Whether it can be sent.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and < 16_384 && text.All(c => c is > ' ' and <= '~');
}
