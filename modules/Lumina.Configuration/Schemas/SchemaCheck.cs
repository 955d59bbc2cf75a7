using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;
using Lumina.Configuration.Reading;

namespace Lumina.Configuration.Schemas;

/// <summary>Holds a file's tree against a JSON schema (draft 2020-12). Nothing is fetched: what the schema refers to has to be in it.</summary>
internal static class SchemaCheck
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>Its own name among schemas, so that it can refer to itself.</summary>
    private static readonly Uri Self = new("lumina:/schema.json");

    public static void Check(ValueNode values, Problems ofValues, ValueNode rules, Problems ofRules)
    {
        SchemaFaults.Find(rules, ofRules);
        if (ofRules.Any)
            return;
        try
        {
            var schema = JsonSchema.Build(SchemaText.ElementOf(Undated(rules)), new BuildOptions { SchemaRegistry = new(), Dialect = Dialect }, Self);
            var answer = schema.Evaluate(SchemaText.ElementOf(values), new EvaluationOptions { OutputFormat = OutputFormat.Hierarchical, RequireFormatValidation = true });
            Violations.Add(answer, values, ofValues);
        }
        catch (RefResolutionException wrong)
        {
            ofRules.Add(new(1, 1, 1), $"The schema refers to something that is not in it: {wrong.Message}. Other files and addresses are not read for a schema.");
        }
        catch (Exception wrong) when (wrong is JsonSchemaException or JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            ofRules.Add(new(1, 1, 1), $"This is not a JSON schema (draft 2020-12): {wrong.Message}");
        }
    }

    private static Dialect Dialect { get; } = new(
    [
        RefKeyword.Instance, DefsKeyword.Instance, IdKeyword.Instance, AnchorKeyword.Instance, CommentKeyword.Instance,
        TypeKeyword.Instance, EnumKeyword.Instance, ConstKeyword.Instance, FormatKeyword.Instance,
        MinimumKeyword.Instance, MaximumKeyword.Instance, ExclusiveMinimumKeyword.Instance, ExclusiveMaximumKeyword.Instance, MultipleOfKeyword.Instance,
        MinLengthKeyword.Instance, MaxLengthKeyword.Instance, new LinearPattern(),
        ItemsKeyword.Instance, PrefixItemsKeyword.Instance, ContainsKeyword.Instance, MinContainsKeyword.Instance, MaxContainsKeyword.Instance,
        MinItemsKeyword.Instance, MaxItemsKeyword.Instance, UniqueItemsKeyword.Instance, UnevaluatedItemsKeyword.Instance,
        PropertiesKeyword.Instance, PatternPropertiesKeyword.Instance, AdditionalPropertiesKeyword.Instance, PropertyNamesKeyword.Instance,
        RequiredKeyword.Instance, MinPropertiesKeyword.Instance, MaxPropertiesKeyword.Instance, UnevaluatedPropertiesKeyword.Instance,
        DependentRequiredKeyword.Instance, DependentSchemasKeyword.Instance,
        AllOfKeyword.Instance, AnyOfKeyword.Instance, OneOfKeyword.Instance, NotKeyword.Instance,
        IfKeyword.Instance, ThenKeyword.Instance, ElseKeyword.Instance,
    ])
    { Id = new(Draft), AllowUnknownKeywords = true };

    /// <summary>Without <c>$schema</c>, which would have the validator take its own dialect. <see cref="SchemaFaults"/> has looked at it.</summary>
    private static ValueNode Undated(ValueNode node) => node switch
    {
        MapNode map => map with
        {
            Entries = [.. map.Entries.Where(entry => !(entry is { Name: "$schema", Value: ScalarNode })).Select(entry => entry with { Value = Undated(entry.Value) })],
        },
        ListNode list => list with { Items = [.. list.Items.Select(Undated)] },
        _ => node,
    };
}
