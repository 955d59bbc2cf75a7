using Lumina.Configuration.Reading;

namespace Lumina.Configuration.Schemas;

/// <summary>What is wrong with a schema and has a place in it: another draft, and patterns.</summary>
internal static class SchemaFaults
{
    public static void Find(ValueNode node, Problems problems)
    {
        if (node is ListNode list)
        {
            foreach (var item in list.Items)
                Find(item, problems);
        }
        if (node is not MapNode map)
            return;
        foreach (var entry in map.Entries)
        {
            switch (entry)
            {
                case { Name: "$schema", Value: ScalarNode { Text: var draft } } when draft.TrimEnd('#') != "https://json-schema.org/draft/2020-12/schema":
                    problems.Add(entry.Value.At, $"'{draft}' is another draft of JSON schema; draft 2020-12 is understood (https://json-schema.org/draft/2020-12/schema).");
                    break;
                case { Name: "$dynamicRef" or "$dynamicAnchor" or "$vocabulary" }:
                    problems.Add(entry.NameAt, $"'{entry.Name}' is not understood.");
                    break;
                case { Name: "pattern", Value: ScalarNode { Kind: ScalarKind.Text, Text: var pattern } }:
                    Try(pattern, entry.Value.At, problems);
                    break;
                case { Name: "patternProperties", Value: MapNode }:
                    // The validator matches these in its own way, whose time has no bound, and its other keywords hang on that one.
                    problems.Add(entry.NameAt, "'patternProperties' is not understood; 'propertyNames' with a 'pattern' and 'additionalProperties' say much of the same.");
                    break;
            }
            Find(entry.Value, problems);
        }
    }

    private static void Try(string pattern, Place at, Problems problems)
    {
        try
        {
            LinearPatterns.Of(pattern);
        }
        catch (ArgumentException wrong)
        {
            problems.Add(at, $"This is no regular expression: {wrong.Message}");
        }
        catch (NotSupportedException)
        {
            problems.Add(at, "This pattern looks around or back, or is too large: it could take for ever, and is not taken.");
        }
    }
}
