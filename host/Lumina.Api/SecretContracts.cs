using System.Text.Json.Serialization;

namespace Lumina.Api;

// Part of the wire contract:
//
//   GET    /secrets/{environment}/{plan}              SecretsInUse: which versions of secrets run, and which are the newest. No value is in it.

/// <summary>The secrets that the running components of a plan use.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Secrets">Sorted by component; those in variables before those in files.</param>
public sealed record SecretsInUse(string Plan, string Environment, IReadOnlyList<SecretInUse> Secrets);

/// <summary>A secret that a running component uses.</summary>
/// <param name="Component">Which component.</param>
/// <param name="Path">Where it has it: <c>secret DB_KEY</c>, <c>file tls/key.pem</c>.</param>
/// <param name="Kind"><c>vault</c>, <c>sealed</c>.</param>
/// <param name="Kept">Where it is kept: path and key, or the name that it is sealed under.</param>
/// <param name="State"><c>current</c>; <c>old</c> (there is a newer version, and the plan asks for the newest); <c>pinned</c> (the plan names this version);
/// <c>leased</c> (made for this component, and good for a time); <c>ending</c> (the same, but it runs out and can't be made longer); <c>unknown</c>.</param>
public sealed record SecretInUse(string Component, string Path, string Kind, string Kept, string State)
{
    /// <summary>The version that runs; null for one without versions.</summary>
    public int? Version { get; init; }

    /// <summary>Since when that version is there; null when that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The newest version; null when it is not known.</summary>
    public int? Newest { get; init; }

    /// <summary>Until when it is lent; not there for what is no loan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why nothing better is known; not there when there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
