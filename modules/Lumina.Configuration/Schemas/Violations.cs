using Json.Schema;
using Lumina.Configuration.Reading;

namespace Lumina.Configuration.Schemas;

/// <summary>From the validator's answer to findings at the file's own places.</summary>
internal static class Violations
{
    public static void Add(EvaluationResults answer, ValueNode values, Problems problems)
    {
        if (answer.IsValid)
            return;
        var seen = new HashSet<(string, string)>();
        Add(answer, values, problems, seen);
        if (!problems.Any)
            problems.Add(values.At, "This does not keep its schema.");
    }

    private static void Add(EvaluationResults answer, ValueNode values, Problems problems, HashSet<(string, string)> seen)
    {
        if (answer.IsValid)
            return;
        var pointer = answer.InstanceLocation;
        var steps = Enumerable.Range(0, pointer.SegmentCount).Select(i => pointer[i].ToString()).ToArray();
        var name = steps.Length == 0 ? "The file" : $"'{string.Join("__", steps)}'";
        var rule = answer.EvaluationPath.SegmentCount > 0 ? answer.EvaluationPath[answer.EvaluationPath.SegmentCount - 1].ToString() : "";
        foreach (var (keyword, error) in answer.Errors ?? [])
        {
            // Those that only say that something inside them is wrong: that is said at its own place.
            if (keyword is "properties" or "patternProperties" or "additionalProperties" or "items" or "prefixItems" or "$ref" or "allOf" or "propertyNames")
                continue;
            if (!seen.Add((pointer.ToString(), error)))
                continue;
            var isUnknown = keyword.Length == 0 && rule is "additionalProperties" or "unevaluatedProperties";
            problems.Add(
                SchemaText.PlaceOf(values, steps, isUnknown || rule == "propertyNames"),
                isUnknown ? $"{name} is not known to the schema." : keyword.Length == 0 ? $"{name} may not be there." : $"{name}: {error}.");
        }
        foreach (var inner in answer.Details ?? [])
            Add(inner, values, problems, seen);
    }
}
