using System.Text.Json.Serialization;
using Lumina.Journal.Archives;

namespace Lumina.Journal.Checkpoints;

/// <summary>A checkpoint as it is in files: <paramref name="At"/> in units of 100 ns since 1970, bytes as base64.</summary>
internal sealed record CheckpointLine(long Position, byte[] Hash, long At, string Key, byte[] Signature)
{
    public static CheckpointLine Of(JournalCheckpoint checkpoint) => new(
        checkpoint.Position, checkpoint.Hash.ToArray(), Ticks.Of(checkpoint.At), checkpoint.Key, checkpoint.Signature.ToArray());

    public JournalCheckpoint ToCheckpoint() => new(Position, Hash, Ticks.ToMoment(At), Key, Signature);
}

/// <summary>Files must hold what they promise: nothing is left out, nothing is unknown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointLine))]
[JsonSerializable(typeof(ArchiveHeader))]
[JsonSerializable(typeof(ArchivedEvent))]
[JsonSerializable(typeof(ArchiveFooter))]
internal sealed partial class KeepingJson : JsonSerializerContext;
