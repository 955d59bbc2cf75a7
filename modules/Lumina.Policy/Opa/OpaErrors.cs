using System.Collections.Immutable;
using System.Text.Json;

namespace Lumina.Policy.Opa;

/// <summary>What OPA says when it says no: <c>{code, message, errors: [{code, message, location: {file, row, col}}]}</c>.</summary>
internal static class OpaErrors
{
    private const int Longest = 300;

    public static OpaFailure Of(int status, JsonElement? body, string beginning)
    {
        var isAway = OpaPatience.IsAway(status);
        if (body is not { ValueKind: JsonValueKind.Object } error || Text(error, "message") is not { Length: > 0 } message)
            return new(OpaCodes.ErrorStatus, $"It answers with HTTP {status}: {beginning}", isAway);
        var problems = ProblemsOf(error);
        var first = problems.IsEmpty ? "" : $": {problems[0].Message}{Place(problems[0])}";
        return new(OpaCodes.ErrorStatus, OneLine($"It answers with HTTP {status}: {message}{first}"), isAway) { Problems = problems };
    }

    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }

    private static ImmutableArray<PolicyProblem> ProblemsOf(JsonElement error) =>
        error.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array
            ? [.. errors.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.Object).Select(ProblemOf)]
            : [];

    private static PolicyProblem ProblemOf(JsonElement error)
    {
        var place = error.TryGetProperty("location", out var location) && location.ValueKind is JsonValueKind.Object ? location : default;
        return new(Text(place, "file") ?? "", Number(place, "row"), Number(place, "col"), Text(error, "code") ?? "", OneLine(Text(error, "message") ?? ""));
    }

    private static string Place(PolicyProblem problem) => problem.File.Length == 0 ? "" : $" ({problem.File}:{problem.Line}:{problem.Column})";

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
