using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>Where the value of a secret is kept. The value itself is in no plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(VaultSecret), "vault")]
[JsonDerivedType(typeof(SealedSecret), "sealed")]
public abstract record SecretReference
{
    /// <summary>Since when the version is there, UTC, as its store says; null when that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A key of an entry of a vault.</summary>
public sealed record VaultSecret : SecretReference
{
    public required string Path { get; init; }

    public required string Key { get; init; }

    /// <summary>From 1 on; null for the newest.</summary>
    public int? Version { get; init; }

    /// <summary>Whether the plan asks for the newest, and <see cref="Version"/> is the one that was the newest when it was planned or prepared. Going back to
    /// such a component brings back that version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Newest { get; init; }
}

/// <summary>A secret that is kept encrypted beside the plan, by its name.</summary>
public sealed record SealedSecret : SecretReference
{
    public required string Name { get; init; }

    /// <summary>From 1 on: which of the values that were kept under the name; 0 in plans of older programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Version { get; init; }

    /// <summary>The value, encrypted: it travels with the plan, and only who has the key can open it. Null in plans of older programs.</summary>
    public string? Envelope { get; init; }
}
