using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>The functions that read something outside of the plan. What they read belongs to the plan's inputs.</summary>
internal static class OutsideFunctions
{
    private const int DeepestJson = 32;

    public static readonly ImmutableArray<Function> All =
    [
        new("env", "env(name[, otherwise])", "A variable of the environment that lumina is called in; the second argument when it is not set.",
            "env(\"LUMINA_DOC_UNSET\", \"none\")", "none", _ => null)
        { ApplyOutside = Env },
        new("file", "file(path)", "The text of a file, whose path is relative to the plan's file in which it is written.", "length(file(\"motd.txt\"))", "6", _ => null)
        { ApplyOutside = File },
        new("json", "json(text)", "The value that a JSON text says.", "json(\"[1, 2]\")", "[1, 2]", a => a is [StringValue text] ? Json(text.Text) : null),
    ];

    private static Value? Env(OutsideCall call)
    {
        if (call.Arguments is not ([StringValue] or [StringValue, StringValue]))
            return null;
        var name = ((StringValue)call.Arguments[0]).Text;
        var value = name.Length == 0 ? null : call.Evaluator.Surroundings.ReadVariable(name);
        if (value is not null)
            return new StringValue(value);
        return call.Arguments is [_, var otherwise]
            ? otherwise
            : call.Evaluator.FailOutside(FileFindings.VariableNotSet(call.Evaluator.Diagnostics.Locate(call.Call.Span), name));
    }

    private static Value? File(OutsideCall call)
    {
        if (call.Arguments is not [StringValue written])
            return null;
        return call.Evaluator.ReadFile(written.Text, call.Call.Span) is { Text: var text } ? new StringValue(text) : UnknownValue.Instance;
    }

    private static Value? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson });
            return GivenValues.Of(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is noticed only when the text is taken out.
            return null;
        }
    }
}
