using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>A file that each instance of a component finds.</summary>
public sealed record ConfigFileSpec
{
    /// <summary>Its content, piece by piece: text as it stands, and the values of secrets, which are put in at the moment of use.</summary>
    public required ImmutableArray<FilePiece> Pieces { get; init; }

    /// <summary>The environment variable that says where the instance finds it; null for none.</summary>
    public string? Variable { get; init; }

    /// <summary>Whether any of it is secret: then it is written where only memory is, and is shown nowhere.</summary>
    [JsonIgnore]
    public bool IsSecret => Pieces.Any(piece => piece.Secret is not null);
}

/// <summary>A piece of a file. One of the two is there.</summary>
/// <param name="Text">Text as it stands.</param>
/// <param name="Secret">A secret whose value stands here.</param>
public sealed record FilePiece(string? Text, SecretReference? Secret);
