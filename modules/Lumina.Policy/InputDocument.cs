using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Policy.Model;

namespace Lumina.Policy;

/// <summary>What rules see, as JSON: what OPA is sent, and what is kept so that an answer can be explained later. docs/policy/input.md says what is in it.</summary>
public static class InputDocument
{
    private static readonly JsonTypeInfo<PolicyModel> Type = (JsonTypeInfo<PolicyModel>)Options().GetTypeInfo(typeof(PolicyModel));

    /// <summary>Equal requests have equal documents, on every machine.</summary>
    public static PolicyInput Write(PolicyRequest request)
    {
        var model = PolicyModel.Of(request);
        var json = JsonSerializer.SerializeToUtf8Bytes(Shortened(model), Type);
        return new PolicyInput(json, PlanJson.DigestOf(json)) { Model = model };
    }

    /// <summary>What rules saw.</summary>
    /// <exception cref="JsonException">The text is not an input document.</exception>
    public static PolicyModel Read(ReadOnlySpan<byte> utf8) =>
        Completed(JsonSerializer.Deserialize(utf8, Type) ?? throw new JsonException("null is not an input document."));

    /// <summary>The document has each component that doesn't change once.</summary>
    private static PolicyModel Shortened(PolicyModel model) =>
        WithChanges(model, change => change.Action is ChangeAction.Unchanged && model.Plan.Component(change.Component) is not null ? change with { Before = null, After = null } : change);

    private static PolicyModel Completed(PolicyModel model) =>
        WithChanges(model, change => change.Action is ChangeAction.Unchanged && model.Plan.Component(change.Component) is { } same
            ? change with { Before = same, After = same }
            : change);

    private static PolicyModel WithChanges(PolicyModel model, Func<ChangeView, ChangeView> change) =>
        model with { Deployment = model.Deployment with { Changes = [.. model.Deployment.Changes.Select(change)] } };

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new SecondsConverter(), new PercentConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Durations are numbers of seconds, so that Rego compares them as they are.</summary>
    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Shortest(value.Ticks / (decimal)TimeSpan.TicksPerSecond));
    }

    private sealed class PercentConverter : JsonConverter<Percent>
    {
        public override Percent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Percent value, JsonSerializerOptions options) => writer.WriteNumberValue(Shortest(value.Value));
    }

    /// <summary>Without zeros behind the last digit: 10.0 is 10, or else equal requests would have different documents.</summary>
    private static decimal Shortest(decimal number) => number / 1.0000000000000000000000000000m;
}
