using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Lumina.Language.Diagnostics;

/// <summary>How seriously a kind of finding is taken.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
public enum FindingLevel
{
    /// <summary>It is not looked for.</summary>
    Off,
    Info,
    Warning,
    Error,
}

/// <summary>How seriously each kind of finding is taken: what <c>lumina.json</c> says, and the catalogue for all others.</summary>
public sealed class FindingLevels
{
    private readonly FrozenDictionary<string, FindingLevel> _byCode;

    private FindingLevels(IEnumerable<KeyValuePair<string, FindingLevel>> byCode) => _byCode = byCode.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>As the catalogue has them.</summary>
    public static FindingLevels Default { get; } = new([]);

    /// <summary>Those that differ from the catalogue, by code.</summary>
    public IReadOnlyDictionary<string, FindingLevel> Changed => _byCode;

    /// <summary>The catalogue's, with some changed. What can't be changed, or isn't known, is passed over.</summary>
    /// <param name="byCode">Levels by code: <c>LUM6003</c>.</param>
    public static FindingLevels With(IEnumerable<KeyValuePair<string, FindingLevel>> byCode)
    {
        ArgumentNullException.ThrowIfNull(byCode);
        return new(byCode.Where(level => DiagnosticCatalogue.Find(level.Key) is { CanBeChanged: true }));
    }

    /// <summary>The level of a kind of finding.</summary>
    public FindingLevel LevelOf(DiagnosticEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _byCode.TryGetValue(entry.Code, out var level) ? level : entry.DefaultLevel;
    }

    internal static FindingLevel Of(Severity severity) => severity switch
    {
        Severity.Error => FindingLevel.Error,
        Severity.Warning => FindingLevel.Warning,
        _ => FindingLevel.Info,
    };

    /// <summary>The finding at its level; null when it is off.</summary>
    internal Diagnostic? Apply(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error || DiagnosticCatalogue.Find(diagnostic.Code) is not { } entry)
            return diagnostic;
        return LevelOf(entry) switch
        {
            FindingLevel.Off => null,
            FindingLevel.Info => diagnostic with { Severity = Severity.Info },
            FindingLevel.Warning => diagnostic with { Severity = Severity.Warning },
            _ => diagnostic with { Severity = Severity.Error },
        };
    }
}
