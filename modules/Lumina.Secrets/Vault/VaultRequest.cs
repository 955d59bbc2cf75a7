using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>One request to Vault.</summary>
/// <param name="Method">GET, POST or PUT.</param>
/// <param name="Path">Below <c>v1/</c>, as it stands in an address, with its query.</param>
internal sealed record VaultRequest(HttpMethod Method, string Path)
{
    /// <summary>JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What is shown; null for requests that need none.</summary>
    public SecretValue? Token { get; init; }

    /// <summary>Whether it is one of those that only the root namespace answers.</summary>
    public bool IsOfRoot { get; init; }

    /// <summary>Names of what is said in the body.</summary>
    public static byte[] Json(params (string Name, string? Value)[] members)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                    writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>Without what is in it.</summary>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>What came back: an answer that was read whole, or why there is none.</summary>
/// <param name="Status">The status; 0 when there is a fault.</param>
/// <param name="Body">All of it.</param>
/// <param name="Fault">Why there is no answer; null when there is one.</param>
internal sealed record VaultReply(int Status, byte[] Body, VaultFault? Fault)
{
    /// <summary>How long Vault wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsDone => Fault is null && Status is >= 200 and < 300;

    /// <summary>Whether it may be another answer soon: not yet consistent, too many requests, broken, no connection. A sealed Vault waits for people.</summary>
    public bool IsPassing => Fault is null ? Status is 412 or 429 or >= 500 && !VaultErrors.SaysSealed(this) : Fault.IsUnavailable;

    public static VaultReply Failed(string code, string message, bool isUnavailable = false) => new(0, [], new VaultFault(code, message, isUnavailable));

    /// <summary>No body: it may have secrets in it.</summary>
    public override string ToString() => Fault is null ? $"{Status}" : Fault.ToString();
}
