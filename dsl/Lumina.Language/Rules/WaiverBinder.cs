using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Rules;

/// <summary>From a <c>waive</c> to the waiver.</summary>
internal sealed class WaiverBinder(RuleText text, KnownRules rules)
{
    private DiagnosticBag Diagnostics => text.Diagnostics;

    /// <summary>The waiver; null when something that it has to say is missing or wrong, which has been reported.</summary>
    public WaiverSpec? Bind(SentenceSyntax waive)
    {
        var token = waive.Part(null)!.Names!.Names[0];
        var isKnown = rules.Check(token, text);
        CheckIsComplete(waive);
        var until = Until(waive);
        var reason = text.PlainText(waive.Part("because"), "The reason of a waiver");
        var by = text.PlainText(waive.Part("by"), "Who answers for a waiver");
        var waiver = new WaiverSpec
        {
            Rule = text.NameOf(token),
            Component = text.NameOf(waive.Part("for")),
            Environments = text.NamesOf(waive.Part(RuleWords.In)),
            Until = until ?? default,
            Reason = reason ?? "",
            By = by ?? "",
            Location = text.Source.Locate(waive.Span),
        };
        if (isKnown)
            CheckHolds(waive, waiver);
        return isKnown && until is not null && reason is not null && by is not null ? waiver : null;
    }

    private void CheckHolds(SentenceSyntax waive, WaiverSpec waiver)
    {
        if (rules.Find(waiver.Rule) is not { } rule)
            return;
        if (waive.Part("for") is { } component && rule.Subject is RuleSubject.Deployment or RuleSubject.Environment)
            Diagnostics.Add(RuleFindings.WaiverNeverHolds(text.Source.Locate(component.Span), rule.Name, "components"));
        if (waive.Part(RuleWords.In) is { } environments && rule.Environments.Length > 0 && !rule.Environments.Intersect(waiver.Environments).Any())
            Diagnostics.Add(RuleFindings.WaiverNeverHolds(text.Source.Locate(environments.Span), rule.Name, string.Join(" or ", waiver.Environments)));
    }

    private void CheckIsComplete(SentenceSyntax waive)
    {
        (string Particle, string What, string Write)[] needed =
            [("until", "until when it holds", "until 2027-01-31"), ("because", "why", "because \"…\""), ("by", "who answers for it", "by \"…\"")];
        var missing = needed.Where(n => waive.Part(n.Particle) is null).ToList();
        if (missing.Count > 0)
            Diagnostics.Add(RuleFindings.WaiverLacks(text.Locate(waive.Keyword), string.Join(", and ", missing.Select(m => m.What)), string.Join(' ', missing.Select(m => m.Write))));
    }

    private DateOnly? Until(SentenceSyntax waive)
    {
        if (waive.Part("until")?.Values?.Values[0] is not { } value || value is not LiteralSyntax { Value: StringValue { Text: var written } })
            return null;
        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Diagnostics.Add(RuleFindings.BadDate(text.Source.Locate(value.Span), written.Length > 40 ? written[..40] + "…" : written));
        return null;
    }
}
