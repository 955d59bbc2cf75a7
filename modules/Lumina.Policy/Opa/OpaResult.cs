using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lumina.Language.Plans;
using Lumina.Language.Rules;

namespace Lumina.Policy.Opa;

/// <summary>One element of OPA's <c>deny</c>, <c>warn</c> or <c>require_approval</c>.</summary>
internal sealed record OpaFinding(RuleEffect Effect, string Message)
{
    public string? Code { get; init; }

    public string? Component { get; init; }

    public ApprovalSpec? Approval { get; init; }

    public string? Help { get; init; }
}

/// <summary>A decision of OPA, read: docs/policy/opa.md says what it has to look like. What does not is a problem, and never passed over.</summary>
internal sealed class OpaResult
{
    private const int LongestMessage = 2000, LongestName = 200;

    private static readonly (string Name, RuleEffect Effect)[] Sets = [("deny", RuleEffect.Deny), ("require_approval", RuleEffect.RequireApproval), ("warn", RuleEffect.Warn)];

    private readonly OpaOptions _options;
    private readonly ImmutableArray<OpaFinding>.Builder _findings = ImmutableArray.CreateBuilder<OpaFinding>();
    private OpaFailure? _problem;

    private OpaResult(OpaOptions options) => _options = options;

    public ImmutableArray<OpaFinding> Findings { get; private set; } = [];

    /// <summary>What is not as it should be; beside it the findings that are.</summary>
    public OpaFailure? Problem => _problem;

    /// <summary>What policies say of themselves, so that one set of them can be told from another; empty when they don't.</summary>
    public string Revision { get; private set; } = "";

    public static OpaResult Read(JsonElement result, OpaOptions options)
    {
        var read = new OpaResult(options);
        read.Read(result);
        read.Findings = read._findings.ToImmutable();
        return read;
    }

    private void Read(JsonElement result)
    {
        if (result.ValueKind is not JsonValueKind.Object)
        {
            Wrong($"{_options.Decision} is {Kind(result)}, not an object with deny, warn and require_approval");
            return;
        }

        var known = 0;
        foreach (var (name, effect) in Sets)
        {
            if (!result.TryGetProperty(name, out var set))
                continue;
            known++;
            if (set.ValueKind is JsonValueKind.Array)
                Read(set, name, effect);
            else
                Wrong($"{name} is {Kind(set)}, not a set");
        }

        // Of a package that exists every set is there, if only as an empty one: this is another package.
        if (known == 0)
            Wrong($"{_options.Decision} has none of deny, warn and require_approval");
        if (result.TryGetProperty("lumina_revision", out var revision) && revision.ValueKind is JsonValueKind.Array)
            Revision = Cut(string.Join('+', revision.EnumerateArray().Where(r => r.ValueKind is JsonValueKind.String).Select(r => r.GetString())), LongestName);
    }

    private void Read(JsonElement set, string name, RuleEffect effect)
    {
        if (_findings.Count + set.GetArrayLength() > _options.MaxDecisions)
        {
            _problem ??= new(OpaCodes.TooLarge, $"It decides more than {_options.MaxDecisions} things.");
            return;
        }

        foreach (var element in set.EnumerateArray())
        {
            try
            {
                _findings.Add(element.ValueKind is JsonValueKind.String
                    ? new(effect, MessageOf(element.GetString())) { Approval = effect is RuleEffect.RequireApproval ? Approval(default) : null }
                    : Finding(element, effect));
            }
            catch (FormatException wrong)
            {
                Wrong($"an element of {name} {wrong.Message}");
            }
        }
    }

    private OpaFinding Finding(JsonElement element, RuleEffect effect)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new FormatException($"is {Kind(element)}, not a text or an object");
        return new(effect, MessageOf(Text(element, "message", LongestMessage) ?? throw new FormatException("has no message")))
        {
            Code = Text(element, "code", LongestName),
            Component = Text(element, "component", LongestName),
            Help = Text(element, "help", LongestName),
            Approval = effect is RuleEffect.RequireApproval ? Approval(element) : null,
        };
    }

    private ApprovalSpec Approval(JsonElement element)
    {
        var approvers = _options.Approvers.ToImmutableArray();
        var (count, expires) = (1, new ApprovalSpec { From = [] }.Expires);
        if (element.ValueKind is JsonValueKind.Object)
        {
            if (element.TryGetProperty("approvers", out var from))
            {
                approvers = from.ValueKind is JsonValueKind.Array && from.EnumerateArray().All(a => a.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(a.GetString()))
                    ? [.. from.EnumerateArray().Select(a => a.GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                    : throw new FormatException("has approvers that are no set of names");
            }

            if (element.TryGetProperty("count", out var number))
                count = number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out var many) && many is >= 1 and <= 100 ? many : throw new FormatException("has a count that is not 1 to 100");
            if (element.TryGetProperty("expires", out var time))
                expires = Time(time) ?? throw new FormatException("has an expires that is no time: 90m, 4h, 2d, or a number of seconds");
        }

        return approvers.IsEmpty ? throw new FormatException("names no approvers, and the host's configuration has none either") : new() { From = approvers, Count = count, Expires = expires };
    }

    private static TimeSpan? Time(JsonElement time)
    {
        if (time.ValueKind is JsonValueKind.Number)
            return time.TryGetDouble(out var seconds) && seconds is > 0 and <= 31_536_000 ? TimeSpan.FromSeconds(seconds) : null;
        if (time.ValueKind is not JsonValueKind.String || time.GetString() is not { Length: > 1 } text
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 31_536_000)
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    /// <summary>Null when it is not there, or null in it.</summary>
    private static string? Text(JsonElement element, string name, int longest)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        return value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? Cut(text, longest) : throw new FormatException($"has a {name} that is no text");
    }

    private static string MessageOf(string? text) => string.IsNullOrWhiteSpace(text) ? throw new FormatException("is an empty text") : Cut(text, LongestMessage);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";

    private void Wrong(string what) => _problem ??= new(OpaCodes.WrongShape, $"What it decides is not what was agreed on: {what}.");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a set or a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
