using System.Text.Json.Serialization;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Reports;

/// <summary>What the verbs of sealed secrets print as JSON. It has a value only for <c>get --reveal</c>.</summary>
internal sealed record SecretReport(string Name, string Environment, int Version, DateTimeOffset CreatedAt, string Key)
{
    /// <summary><c>set</c>, <c>unchanged</c> or <c>removed</c>; left out where nothing was to change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Change { get; init; }

    /// <summary>The value, where it is to be revealed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    /// <summary><c>text</c>, or <c>base64</c> for what is no text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    public static SecretReport Of(SealedEntry entry) => new(entry.Name, entry.Environment, entry.Version, entry.CreatedAt, entry.KeyId);

    public static SecretReport Of(SealedChange change) => Of(change.Entry) with { Change = change.IsNew ? "set" : "unchanged" };
}

/// <summary>What <c>secrets rotate</c> prints as JSON.</summary>
internal sealed record SecretRotationReport(string OldKey, string NewKey, int Values, bool OldRemoved);
