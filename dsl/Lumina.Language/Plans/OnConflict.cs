using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>What a deployment does that meets another one of the same plan in the same environment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OnConflict>))]
public enum OnConflict
{
    /// <summary>It gives up.</summary>
    Refuse,

    /// <summary>It waits until the other has ended.</summary>
    Queue,

    /// <summary>The other is brought to a safe state and ends; then it is this one's turn.</summary>
    Supersede,
}
