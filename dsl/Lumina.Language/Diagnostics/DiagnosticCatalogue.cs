using System.Collections.Immutable;

namespace Lumina.Language.Diagnostics;

/// <summary>All codes. Each is defined, with the method that makes its diagnostics, in the file of its group.</summary>
public static class DiagnosticCatalogue
{
    /// <summary>Every entry, by number.</summary>
    public static ImmutableArray<DiagnosticEntry> All { get; } =
        [.. SyntaxFindings.All, .. NameFindings.All, .. ValueFindings.All, .. ReuseFindings.All, .. GraphFindings.All, .. FileFindings.All, .. TargetFindings.All, .. StyleFindings.All];

    /// <summary>The entry of a code such as <c>LUM2003</c>; null when there is none.</summary>
    public static DiagnosticEntry? Find(string code) => All.FirstOrDefault(e => e.Code == code);
}
