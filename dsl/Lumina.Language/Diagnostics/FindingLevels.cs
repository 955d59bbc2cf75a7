using System.Collections.Frozen;
using System.Collections.Immutable;
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
    /// <summary>The levels as they are written, each at the place of its number.</summary>
    public static readonly ImmutableArray<string> Names = ["off", "info", "warning", "error"];

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

    /// <summary>As <see cref="With"/>, of levels by their names: <c>off, info, warning, error</c>. Other names are passed over.</summary>
    public static FindingLevels Parse(IEnumerable<KeyValuePair<string, string>> byCode)
    {
        ArgumentNullException.ThrowIfNull(byCode);
        return With(byCode.Where(level => Names.Contains(level.Value)).Select(level => KeyValuePair.Create(level.Key, (FindingLevel)Names.IndexOf(level.Value))));
    }

    /// <summary>Those that differ from the catalogue, by code, with their names: what <see cref="Parse"/> reads.</summary>
    public IReadOnlyDictionary<string, string> ToNames() => _byCode.ToDictionary(level => level.Key, level => NameOf(level.Value), StringComparer.Ordinal);

    /// <summary>As <c>lumina.json</c> writes it.</summary>
    public static string NameOf(FindingLevel level) => Names[(int)level];

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
