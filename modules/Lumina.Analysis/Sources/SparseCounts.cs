using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lumina.Analysis.Sources;

/// <summary>Buckets as they are written down: <c>[index, count, index, count, …]</c> of those that are not 0. Most requests of a component fall into few of
/// them, and a run is written at each reading.</summary>
public sealed class SparseCounts : JsonConverter<ImmutableArray<long>>
{
    public override ImmutableArray<long> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Counts are an array.");
        var counts = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var index = reader.GetInt32();
            if (index < counts.Count || index > LatencyBounds.All.Length || !reader.Read())
                throw new JsonException("Counts are pairs of an index, ascending, and a number.");
            while (counts.Count < index)
                counts.Add(0);
            counts.Add(reader.GetInt64());
        }
        return [.. counts];
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<long> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == 0)
                continue;
            writer.WriteNumberValue(i);
            writer.WriteNumberValue(value[i]);
        }
        writer.WriteEndArray();
    }
}
