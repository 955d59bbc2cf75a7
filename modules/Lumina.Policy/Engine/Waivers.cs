using System.Globalization;
using Lumina.Language.Rules;

namespace Lumina.Policy.Engine;

/// <summary>The waivers of a set, on one day, in one environment.</summary>
internal sealed class Waivers
{
    /// <summary>How many days before its end a waiver says so.</summary>
    public const int DaysOfNotice = 7;

    private readonly DateOnly _today;
    private readonly ILookup<string, WaiverSpec> _byRule;

    public Waivers(RuleSet rules, string environment, DateTimeOffset now)
    {
        _today = DateOnly.FromDateTime(now.UtcDateTime);
        _byRule = rules.Waivers.Where(w => w.Environments.IsEmpty || w.Environments.Contains(environment, StringComparer.Ordinal)).ToLookup(w => w.Rule, StringComparer.Ordinal);
    }

    /// <summary>The waiver of a rule for a component, the one that holds longest; one that has ended when there is no other.</summary>
    public WaiverSpec? Of(string rule, string? component) => _byRule[rule].Where(w => w.Component is null || w.Component == component).MaxBy(w => w.Until);

    public bool Holds(WaiverSpec waiver) => waiver.Until >= _today;

    /// <summary>What its decision says besides, when its end is near; empty otherwise.</summary>
    public string Notice(WaiverSpec waiver) => (waiver.Until.DayNumber - _today.DayNumber) switch
    {
        0 => " (The waiver ends today.)",
        1 => " (The waiver ends tomorrow.)",
        > 1 and <= DaysOfNotice and var days => $" (The waiver ends in {days} days, on {Date(waiver)}.)",
        _ => "",
    };

    public static string Date(WaiverSpec waiver) => waiver.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
