using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>Where the value of a secret is kept. The value itself is in no plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(VaultSecret), "vault")]
[JsonDerivedType(typeof(SealedSecret), "sealed")]
public abstract record SecretReference;

/// <summary>A key of an entry of a vault.</summary>
public sealed record VaultSecret : SecretReference
{
    public required string Path { get; init; }

    public required string Key { get; init; }

    /// <summary>From 1 on; null for the newest.</summary>
    public int? Version { get; init; }
}

/// <summary>A secret that is kept encrypted beside the plan, by its name.</summary>
public sealed record SealedSecret : SecretReference
{
    public required string Name { get; init; }
}
