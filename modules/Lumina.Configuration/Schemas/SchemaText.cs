using System.Buffers;
using System.Text.Json;
using Lumina.Configuration.Reading;

namespace Lumina.Configuration.Schemas;

/// <summary>A tree as JSON for the validator, and the way back from its pointers to places.</summary>
internal static class SchemaText
{
    public static JsonElement ElementOf(ValueNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, node);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <param name="root">The tree.</param>
    /// <param name="steps">The pointer's parts.</param>
    /// <param name="ofName">Whether the last part's name is meant, and not its value.</param>
    public static Place PlaceOf(ValueNode root, IEnumerable<string> steps, bool ofName = false)
    {
        var (node, at) = (root, root.At);
        foreach (var step in steps)
        {
            if (node is MapNode map && map.Entries.FirstOrDefault(entry => entry.Name == step) is { } entry)
                (node, at) = (entry.Value, ofName || entry.Value is not ScalarNode ? entry.NameAt : entry.Value.At);
            else if (node is ListNode list && int.TryParse(step, out var i) && i < list.Items.Length)
                (node, at) = (list.Items[i], list.Items[i].At);
            else
                break;
        }
        return at;
    }

    private static void Write(Utf8JsonWriter writer, ValueNode node)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Name);
                    Write(writer, entry.Value);
                }
                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case ScalarNode { Number: { } number }:
                writer.WriteRawValue(number);
                break;
            case ScalarNode { Kind: ScalarKind.Boolean } boolean:
                writer.WriteBooleanValue(boolean.Text == "true");
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case ScalarNode text:
                writer.WriteStringValue(text.Text);
                break;
        }
    }
}
