using System.Collections.Concurrent;
using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>What an engine keeps.</summary>
internal enum EngineKind
{
    /// <summary>Values with versions.</summary>
    Versioned,

    /// <summary>Values.</summary>
    Plain,

    /// <summary>Anything else that is read: what is made for whoever asks, lent for a time.</summary>
    Dynamic,
}

/// <summary>Where a path leads.</summary>
/// <param name="Mount">The engine's mount, without a slash at its end.</param>
/// <param name="Kind">What it keeps.</param>
/// <param name="Rest">The path within it.</param>
internal sealed record VaultPlace(string Mount, EngineKind Kind, string Rest)
{
    public override string ToString() => $"{Mount}/{Rest}";
}

/// <summary>
/// Finds out which engine a path belongs to, by the question that <c>vault kv get</c> asks first. A path that begins with no mount which the host can
/// see belongs to the one that is set up as the usual one.
/// </summary>
internal sealed class VaultMounts(VaultClient client, VaultOptions options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (EngineKind Kind, DateTimeOffset At)> _mounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _strange = new(StringComparer.Ordinal);

    public async Task<SecretAnswer<VaultPlace>> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (!VaultPath.IsForSecrets(path))
            return new VaultFault(VaultCodes.Refused, $"'{path}' is no path of a secret: names between slashes, without an engine of Vault's own (auth, sys, identity, cubbyhole) before them.").To<VaultPlace>();
        var named = await LookAsync(path, cancellationToken);
        if (named.Outcome is not SecretOutcome.Done || named.Value is not null)
            return named!;
        var usual = $"{options.Mount}/{path}";
        var found = await LookAsync(usual, cancellationToken);
        // It may not say so to this token: then reading tells what is wrong.
        return found.Outcome is not SecretOutcome.Done || found.Value is not null ? found! : SecretAnswer.Done(new VaultPlace(options.Mount, EngineKind.Versioned, path));
    }

    /// <summary>Forgets what may have been told to a token that was no good any more.</summary>
    public void Forget() => _strange.Clear();

    /// <summary>Null inside the answer when the path begins with no mount that can be seen.</summary>
    private async Task<SecretAnswer<VaultPlace?>> LookAsync(string path, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Known(path, now) is { } known)
            return SecretAnswer.Done<VaultPlace?>(known);
        if (_strange.TryGetValue(path, out var since) && now - since < Fresh)
            return SecretAnswer.Done<VaultPlace?>(null);
        var asked = await client.AskAsync(HttpMethod.Get, "sys/internal/ui/mounts/" + VaultPath.Escaped(path), null, cancellationToken, isMeant: true);
        if (asked.Value is not { } reply)
            return new(asked.Outcome, null, asked.Reason);
        if (!reply.IsDone)
        {
            // 403 is said of what is not there and of what may not be seen alike; an old Vault knows no such question (404).
            if (reply.Status is not (403 or 404 or 400))
                return Strange();
            _strange[path] = now;
            return SecretAnswer.Done<VaultPlace?>(null);
        }

        if (VaultJson.Object(reply.Body)?.Object("data") is not { } data || data.Text("path")?.Trim('/') is not { Length: > 0 } mount || data.Text("type") is not { } type)
            return Strange();
        if (!path.StartsWith(mount + "/", StringComparison.Ordinal))
            return new VaultFault(VaultCodes.Refused, $"'{path}' names the engine at {mount} and nothing in it.").To<VaultPlace?>();
        if (type is "system" or "identity" or "cubbyhole" or "token" || type.StartsWith("ns_", StringComparison.Ordinal))
            return new VaultFault(VaultCodes.Refused, $"'{path}' is of an engine of Vault's own ({type}).").To<VaultPlace?>();
        _mounts[mount] = (KindOf(type, data), now);
        return SecretAnswer.Done(Known(path, now));
    }

    // No mount lies within another.
    private VaultPlace? Known(string path, DateTimeOffset now)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_mounts.TryGetValue(path[..slash], out var found) && now - found.At < Fresh)
                return new VaultPlace(path[..slash], found.Kind, path[(slash + 1)..]);
        }

        return null;
    }

    private static EngineKind KindOf(string type, JsonElement data) => type switch
    {
        "kv" or "generic" => data.Object("options")?.Text("version") == "2" ? EngineKind.Versioned : EngineKind.Plain,
        _ => EngineKind.Dynamic,
    };

    private static SecretAnswer<VaultPlace?> Strange() =>
        new VaultFault(VaultCodes.Malformed, "Vault does not say which engine a path belongs to in a way that can be read: is it a Vault that answers?").To<VaultPlace?>();
}
