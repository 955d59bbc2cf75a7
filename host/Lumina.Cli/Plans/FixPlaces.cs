using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Plans;

/// <summary>Lines and columns of fixes.</summary>
/// <param name="sourceOf">The text of a file; null when it is not at hand.</param>
internal sealed class FixPlaces(Func<string, string?> sourceOf)
{
    private readonly Dictionary<string, LineMap?> _maps = new(StringComparer.Ordinal);

    /// <summary>Where the fix of a finding changes the text; null when the text is not at hand, or there is no fix.</summary>
    public SourceLocation? Of(Diagnostic finding)
    {
        var file = finding.Location.File;
        if (finding.Fix is not { } fix) return null;
        if (!_maps.TryGetValue(file, out var map)) _maps[file] = map = sourceOf(file) is { } text ? new LineMap(file, text) : null;
        return map?.Locate(fix.Start, fix.Length);
    }
}
