using System.Globalization;
using System.Text;
using Lumina.Language.Parsing;
using Lumina.Language.Plans;
using Lumina.Language.Text;

namespace Lumina.Language.Rules;

/// <summary>Digests of what rules say. Where they stand, and how they are laid out, is not in them.</summary>
internal static class RuleDigests
{
    public static string Of(RuleSpec rule)
    {
        var text = new StringBuilder();
        Add(text, "rule", rule.Name, rule.Subject.ToString(), rule.Effect.ToString(), rule.Help, rule.Description, Normal(rule.Where), Normal(rule.When));
        Add(text, ["in", .. rule.Environments]);
        Add(text, ["says", .. rule.Message.Parts.SelectMany(p => new[] { p.Text, Normal(p.Hole) })]);
        if (rule.Approval is { } approval)
        {
            Add(text, ["from", .. approval.From]);
            Add(text, approval.Count.ToString(CultureInfo.InvariantCulture), approval.Expires.Ticks.ToString(CultureInfo.InvariantCulture));
        }
        return Digest(text);
    }

    public static string Of(IEnumerable<RuleSpec> rules, IEnumerable<WaiverSpec> waivers)
    {
        var text = new StringBuilder();
        foreach (var rule in rules.OrderBy(r => r.Name, StringComparer.Ordinal))
            Add(text, rule.Digest);
        foreach (var waiver in waivers.Select(Written).Order(StringComparer.Ordinal))
            text.Append(waiver);
        return Digest(text);
    }

    private static string Written(WaiverSpec waiver)
    {
        var text = new StringBuilder();
        Add(text, "waive", waiver.Rule, waiver.Component, waiver.Until.ToString("O", CultureInfo.InvariantCulture), waiver.Reason, waiver.By);
        Add(text, ["in", .. waiver.Environments]);
        return text.ToString();
    }

    /// <summary>Each field with its length, so that no two rows of fields are written alike.</summary>
    private static void Add(StringBuilder text, params IEnumerable<string?> fields)
    {
        foreach (var field in fields)
            text.Append(CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field} ");
        text.Append('\n');
    }

    private static string Digest(StringBuilder text) => PlanJson.DigestOf(Encoding.UTF8.GetBytes(text.ToString()));

    /// <summary>C# without comments, and without blanks but those that keep two words or two signs apart.</summary>
    private static string? Normal(CSharpText? piece)
    {
        if (piece is null)
            return null;
        var gaps = new List<TextSpan>();
        new CSharpScanner(piece.Text, _ => false) { IsWhole = true, Gaps = gaps }.FindEnd(0);
        var text = new StringBuilder(piece.Text.Length);
        var at = 0;
        foreach (var gap in gaps)
        {
            text.Append(piece.Text, at, gap.Start - at);
            at = gap.End;
            if (at < piece.Text.Length && text.Length > 0 && WouldRunTogether(text[^1], piece.Text[at]))
                text.Append(' ');
        }
        return text.Append(piece.Text, at, piece.Text.Length - at).ToString();
    }

    private static bool WouldRunTogether(char left, char right) =>
        (IsOfWord(left) && IsOfWord(right)) || (IsOfSign(left) && IsOfSign(right)) || (char.IsAsciiDigit(left) && right == '.');

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '"' or '$' or '@' or '\'';

    private static bool IsOfSign(char c) => !char.IsLetterOrDigit(c) && c is not ('_' or '"' or '(' or ')' or '[' or ']' or '{' or '}' or ',' or '\'');
}
