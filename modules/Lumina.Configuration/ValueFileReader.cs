using Lumina.Configuration.Reading;
using Lumina.Configuration.Schemas;
using Lumina.Language.Compilation;

namespace Lumina.Configuration;

/// <summary>Reads <c>.json</c>, <c>.yaml</c>, <c>.yml</c> and <c>.env</c>. It keeps nothing between two readings, and no text makes it throw.</summary>
public sealed class ValueFileReader : IValueFileReader
{
    private ValueFileReader()
    {
    }

    public static ValueFileReader Instance { get; } = new();

    public ValueFileAnswer Read(string path, string text, ValueSchema? schema)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var problems = new Problems(path);
        if (Tree(path, text, problems) is not { } root)
            return new([], problems.InOrder());
        var values = Flattening.Of(root, problems);
        if (problems.Any)
            return new([], problems.InOrder());
        if (schema is null)
            return new(values, []);

        var ofSchema = new Problems(schema.Path);
        if (Tree(schema.Path, schema.Text, ofSchema) is { } rules)
            SchemaCheck.Check(root is ScalarNode ? new MapNode(root.At, []) : root, problems, rules, ofSchema);
        var all = ofSchema.InOrder().AddRange(problems.InOrder());
        return new(all.IsEmpty ? values : [], all);
    }

    /// <summary>By the path's ending.</summary>
    private static ValueNode? Tree(string path, string text, Problems problems)
    {
        if (text.Length > Limits.Characters)
        {
            problems.Add(new(1, 1, 1), "The file has more than 1048576 characters.");
            return null;
        }
        var body = text.StartsWith('\uFEFF') ? text[1..] : text;
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => JsonFile.Read(body, problems),
            ".YAML" or ".YML" => YamlFile.Read(body, problems),
            ".ENV" => EnvFile.Read(body, problems),
            var other => Unknown(other, problems),
        };
    }

    private static ValueNode? Unknown(string ending, Problems problems)
    {
        problems.Add(new(1, 1, 1), $"'{ending}' is no ending that values are read from: it has to be .json, .yaml, .yml or .env.");
        return null;
    }
}
