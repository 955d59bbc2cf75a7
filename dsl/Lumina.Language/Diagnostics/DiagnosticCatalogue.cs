using System.Collections.Frozen;
using System.Collections.Immutable;
using Lumina.Language.Checks.Style;

namespace Lumina.Language.Diagnostics;

/// <summary>All codes. Each is defined, with the method that makes its diagnostics, in the file of its group.</summary>
public static class DiagnosticCatalogue
{
    /// <summary>Every entry, by number.</summary>
    public static ImmutableArray<DiagnosticEntry> All { get; } =
    [
        .. SyntaxFindings.All, .. NameFindings.All, .. ValueFindings.All, .. ReuseFindings.All, .. ConfigurationFindings.All, .. GraphFindings.All, .. FileFindings.All,
        .. TargetFindings.All, .. CapabilityFindings.All, .. StyleFindings.All, .. StyleRules.All.Select(rule => rule.Entry), .. IgnoreFindings.All,
        .. LevelFindings.All, .. RuleFindings.All, .. RuleTestFindings.All, .. ConditionFindings.All,
    ];

    /// <summary>Codes that earlier versions reported and this one doesn't. None of them ever gets another meaning.</summary>
    public static ImmutableArray<string> Retired { get; } = ["LUM1015", "LUM5015", "LUM5018"];

    private static readonly FrozenDictionary<string, DiagnosticEntry> ByCode = All.ToFrozenDictionary(e => e.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, DiagnosticEntry> ByName = All.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);

    /// <summary>The entry of a code such as <c>LUM2003</c>; null when there is none.</summary>
    public static DiagnosticEntry? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The entry of a code such as <c>LUM6003</c>, or of a name such as <c>unused-let</c>; null when there is none.</summary>
    public static DiagnosticEntry? FindByCodeOrName(string text) => Find(text) ?? ByName.GetValueOrDefault(text);

    /// <summary>The code or the name that is nearest to a text; null when none is near.</summary>
    public static string? Nearest(string text) =>
        Suggestion.Nearest(text, All.Where(e => e.CanBeChanged).SelectMany(e => new[] { e.Name, e.Code }));
}
