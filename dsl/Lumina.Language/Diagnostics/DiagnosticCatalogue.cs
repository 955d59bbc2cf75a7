using System.Collections.Immutable;

namespace Lumina.Language.Diagnostics;

/// <summary>All codes. Each is defined, with the method that makes its diagnostics, in the file of its group.</summary>
public static class DiagnosticCatalogue
{
    /// <summary>Every entry, by number.</summary>
    public static ImmutableArray<DiagnosticEntry> All { get; } =
    [
        .. SyntaxFindings.All, .. NameFindings.All, .. ValueFindings.All, .. ReuseFindings.All, .. GraphFindings.All, .. FileFindings.All,
        .. TargetFindings.All, .. CapabilityFindings.All, .. StyleFindings.All,
    ];

    /// <summary>Codes that earlier versions reported and this one doesn't. None of them ever gets another meaning.</summary>
    public static ImmutableArray<string> Retired { get; } = ["LUM1015"];

    /// <summary>The entry of a code such as <c>LUM2003</c>; null when there is none.</summary>
    public static DiagnosticEntry? Find(string code) => All.FirstOrDefault(e => e.Code == code);
}
