using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;
using NJsonSchema;

namespace Lumina.Policy.Tests.Reference;

/// <summary>docs/policy/input.md and its schema are what the model's sources say.</summary>
public sealed class InputReferenceTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_page_about_the_input_says_what_the_model_says() => Golden.Check("docs/policy/input.md", Page());

    [Fact]
    public async Task The_schema_of_the_input_is_that_of_the_model()
    {
        Golden.Check("docs/policy/input.schema.json", Schema().ToJsonString(Indented) + "\n");
        var schema = await JsonSchema.FromJsonAsync(Schema().ToJsonString(), TestContext.Current.CancellationToken);
        var request = Requests.Between([Requests.Web with { Image = null }, Requests.Core with { Name = "old" }], [Requests.Web, Requests.Core]) with
        {
            Moment = PolicyMoment.Step,
            Step = new("web", 1, 2, 25m, 8),
        };
        var document = Encoding.UTF8.GetString(InputDocument.Write(request).Json.Span);

        Assert.Empty(schema.Validate(document));
        Assert.NotEmpty(schema.Validate(document.Replace("\"moment\":\"step\"", "\"moment\":\"never\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(document.Replace("\"replicas\":3", "\"replicas\":\"3\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(document.Replace("\"replicas\":3", "\"replica\":3", StringComparison.Ordinal)));
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # What rules see

            <!-- Written by tests/Lumina.Policy.Tests from the model itself: LUMINA_REWRITE_GOLDENS=1 writes it anew. -->

            A C# condition sees these values as variables; OPA gets the same as its input document, whose form is in [input.schema.json](input.schema.json). In the document
            names begin with a small letter, durations are numbers of seconds, shares are numbers of percent, and what is not there is left out.
            Secrets are in neither: only where they are kept.

            | variable | is there in rules that apply to |
            | --- | --- |

            """);
        foreach (var (name, type) in Vocabulary.Variables)
        {
            var subjects = Enum.GetValues<Language.Rules.RuleSubject>().Where(subject => Vocabulary.Has(subject, name)).Select(subject => subject.ToString().ToLowerInvariant()).ToArray();
            page.Append($"| [`{name}`](#{Title(type)}) | {(subjects.Length == Enum.GetValues<Language.Rules.RuleSubject>().Length ? "anything" : string.Join(", ", subjects))} |\n");
        }

        foreach (var type in InputShape.Types)
            Write(type, page);
        WriteWords(page);
        return page.ToString();
    }

    private static void Write(Type type, StringBuilder page)
    {
        page.Append($"\n## {Title(type)}\n\n{XmlDocs.Of(type)}\n\n| in a condition | in the document | type | |\n| --- | --- | --- | --- |\n");
        foreach (var property in InputShape.PropertiesOf(type))
            page.Append($"| {InCondition(property)} | {(InputShape.IsInDocument(property) ? $"`{InputShape.NameOf(property)}`" : property.Name == "Kind" ? "`kind`" : "")} "
                + $"| {TypeName(property.PropertyType)}{(InputShape.IsNullable(property) ? " or nothing" : "")} | {XmlDocs.Of(property)} |\n");
        foreach (var method in InputShape.MethodsOf(type))
            page.Append($"| `{Signature(method)}` | | {TypeName(method.ReturnType)} | {XmlDocs.Of(method)} |\n");
    }

    private static string InCondition(PropertyInfo property) => property switch
    {
        _ when property.DeclaringType != typeof(PolicyModel) => $"`{property.Name}`",
        _ when Vocabulary.Variables.Any(variable => variable.Name == InputShape.NameOf(property)) => $"`{InputShape.NameOf(property)}`",
        _ => "",
    };

    private static void WriteWords(StringBuilder page)
    {
        page.Append("\n## Words\n\nBesides the variables a condition has these. A percent sign behind a number makes nothing of it: `10%` is the number 10, as shares are.\n\n| | |\n| --- | --- |\n");
        foreach (var method in InputShape.MethodsOf(typeof(RuleWords)))
            page.Append($"| `{Signature(method)}` | {XmlDocs.Of(method)} |\n");
        foreach (var (name, type) in Vocabulary.Types.Where(t => t.Type.IsEnum))
            page.Append($"| `{name}` | {string.Join(", ", Enum.GetNames(type).Select(value => $"`{name}.{value}`"))} |\n");
        page.Append("\n## Members of other types\n\nOf texts, numbers, times and lists a condition may use these, and all operators. Of `Nullable` and the lists it sees no more than is named here.\n\n| type | members |\n| --- | --- |\n");
        foreach (var (type, members) in SymbolAllowList.Listed.Where(listed => listed.Members.Count > 0))
            page.Append($"| `{type.Split('.')[^1]}` | {string.Join(", ", members.Select(m => $"`{m}`"))} |\n");
    }

    private static JsonObject Schema() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "The input document of policy",
        ["description"] = "Written from the model by tests/Lumina.Policy.Tests: LUMINA_REWRITE_GOLDENS=1 writes it anew.",
        ["$ref"] = "#/definitions/" + Title(typeof(PolicyModel)),
        ["definitions"] = new JsonObject(InputShape.Types.Where(type => type.BaseType is not { IsAbstract: true }).Select(type => KeyValuePair.Create(Title(type), (JsonNode?)Definition(type)))),
    };

    private static JsonObject Definition(Type type)
    {
        var kinds = InputShape.KindsOf(type).ToArray();
        var properties = new JsonObject();
        var required = new JsonArray();
        if (kinds.Length > 0)
        {
            properties["kind"] = new JsonObject { ["enum"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind.Name)]) };
            required.Add("kind");
        }

        foreach (var property in InputShape.PropertiesOf(type).Concat(kinds.SelectMany(kind => InputShape.PropertiesOf(kind.Type))).Where(InputShape.IsInDocument))
        {
            var form = Form(property.PropertyType);
            form["description"] = XmlDocs.Of(property).Replace("`", "", StringComparison.Ordinal);
            properties[InputShape.NameOf(property)] = form;
            if (!InputShape.IsNullable(property) && property.DeclaringType == type)
                required.Add(InputShape.NameOf(property));
        }

        return new()
        {
            ["type"] = "object",
            ["description"] = XmlDocs.Of(type).Replace("`", "", StringComparison.Ordinal),
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Form(Type type)
    {
        type = InputShape.Bare(type);
        if (InputShape.ItemOf(type) is { } item)
            return new() { ["type"] = "array", ["items"] = Form(item) };
        if (InputShape.IsMap(type))
            return new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };
        if (InputShape.IsModel(type))
            return new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/definitions/" + Title(type) }) };
        if (type.IsEnum)
            return new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]) };
        return type switch
        {
            _ when type == typeof(string) => new() { ["type"] = "string" },
            _ when type == typeof(bool) => new() { ["type"] = "boolean" },
            _ when type == typeof(int) || type == typeof(long) => new() { ["type"] = "integer" },
            _ when type == typeof(decimal) || type == typeof(TimeSpan) || type == typeof(Percent) => new() { ["type"] = "number" },
            _ when type == typeof(DateTimeOffset) => new() { ["type"] = "string", ["format"] = "date-time" },
            _ => throw new InvalidOperationException($"The schema doesn't know {type}."),
        };
    }

    private static string TypeName(Type type)
    {
        type = InputShape.Bare(type);
        if (InputShape.ItemOf(type) is { } item)
            return $"list of {TypeName(item)}";
        if (InputShape.IsMap(type))
            return "text by text";
        if (InputShape.IsModel(type))
            return $"[{Title(type)}](#{Title(type)})";
        return type switch
        {
            _ when type.IsEnum => $"`{type.Name}`",
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "duration",
            _ when type == typeof(DateTimeOffset) => "time",
            _ when type == typeof(Percent) => "share",
            _ => "number",
        };
    }

    private static string Signature(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var isOnText = parameters is [{ Name: "text" }, ..];
        return $"{(isOnText ? "text." : "")}{method.Name}({string.Join(", ", parameters.Skip(isOnText ? 1 : 0).Select(p => p.ParameterType.IsArray ? p.Name + "…" : p.Name))})";
    }

    private static string Title(Type type) =>
        type == typeof(PolicyModel) ? "document" : JsonNamingPolicy.CamelCase.ConvertName(type.Name.Replace("View", "", StringComparison.Ordinal));
}
