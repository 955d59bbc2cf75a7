using Lumina.Language.Rules;
using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>Denials in one text that has an end, however many there are.</summary>
internal static class Refusals
{
    private const int Most = 3;
    private const int MostOfOne = 300;

    public static string Text(PolicyVerdict verdict, string lead)
    {
        var denials = verdict.Decisions.Where(d => d is { Effect: RuleEffect.Deny, Waiver: null }).ToArray();
        return lead + " " + string.Join(" ", denials.Take(Most).Select(d => $"{d.Rule}: {Approvals.Cut(d.Message, MostOfOne)}"))
            + (denials.Length > Most ? $" And {denials.Length - Most} more." : "");
    }
}
