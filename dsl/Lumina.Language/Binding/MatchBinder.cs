using System.Buffers;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Plans;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Binding;

/// <summary>Requests that a canary takes to itself: <c>match header { name = "x-canary"  value = "yes" }</c>.</summary>
internal sealed class MatchBinder(Evaluator evaluator)
{
    private const int LongestName = 100;
    private const int LongestValue = 200;
    private const string NameSigns = "!#$%&'*+-.^_`|~";

    private static readonly SearchValues<char> NotInCookies = SearchValues.Create(" \",;\\");

    private DiagnosticBag Diagnostics => evaluator.Diagnostics;

    /// <summary>Null when it can't be read, which has been reported.</summary>
    public RequestMatch? Bind(SectionSettings match)
    {
        var kind = RolloutWords.Match.KindOf(match.Kind)?.Label;
        if (kind != match.Kind)
            Diagnostics.Add(NameFindings.UnknownKind(Diagnostics.Locate(match.KindSpan), "match", match.Kind ?? "", "header or cookie", kind));
        var read = new SettingsReader(match.Settings, evaluator);
        var (name, value) = (read.Text("name"), read.Text("value"));
        if (kind is null)
            return null;
        if (match.Settings.Property("name") is not { } written)
        {
            if (!match.Settings.HasUnknown)
                Diagnostics.Add(ValueFindings.MissingProperty(Diagnostics.Locate(match.KindSpan), $"A match needs the name of the {kind}: write name = \"x-canary\"."));
            return null;
        }

        var part = kind == "header" ? RequestPart.Header : RequestPart.Cookie;
        if (name is not null && (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || NameSigns.Contains(c))))
            Report(written, $"The name of a {kind} consists of letters, digits and {NameSigns}, at most {LongestName} of them.");
        if (value is not null && !IsGood(value, part))
            Report(match.Settings.Properties["value"], $"The value of a {kind} that is looked for {ValueRule(part)}, and has 1 to {LongestValue} of them. Leave it out for any value.");
        return name is null ? null : new RequestMatch { In = part, Name = name, Value = value };
    }

    private void Report(PropertySyntax property, string message) =>
        Diagnostics.Add(ValueFindings.BadText(Diagnostics.Locate(property.Value.Span), message));

    // What HTTP can't carry there would never be found.
    private static bool IsGood(string value, RequestPart part) =>
        value.Length is > 0 and <= LongestValue && value[0] != ' ' && value[^1] != ' ' && value.All(c => c is >= ' ' and <= '~')
        && (part == RequestPart.Header || !value.AsSpan().ContainsAny(NotInCookies));

    private static string ValueRule(RequestPart part) => part == RequestPart.Header
        ? "consists of printable ASCII characters, no blank first or last"
        : "consists of printable ASCII characters, without blanks, quotes, commas, semicolons and backslashes";
}
