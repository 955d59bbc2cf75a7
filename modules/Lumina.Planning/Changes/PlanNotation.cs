using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>Values as an author writes them in a plan.</summary>
internal static class PlanNotation
{
    private static readonly (TimeSpan Length, string Unit)[] Units =
    [
        (TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "m"), (TimeSpan.FromSeconds(1), "s"),
    ];

    /// <summary>The largest unit that divides the duration: <c>500ms 2s 5m 1h 3d</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        foreach (var (length, unit) in Units)
            if (duration.Ticks % length.Ticks == 0)
                return Of((int)(duration.Ticks / length.Ticks)) + unit;
        return duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Thousandths of a core: <c>500m</c>, <c>2</c>.</summary>
    public static string? OfCores(long? millicores) => millicores switch
    {
        null => null,
        { } whole when whole % 1000 == 0 => (whole / 1000).ToString(CultureInfo.InvariantCulture),
        { } part => part.ToString(CultureInfo.InvariantCulture) + "m",
    };

    /// <summary>The largest unit that divides the size: <c>512MiB</c>, <c>2GiB</c>.</summary>
    public static string? OfBytes(long? bytes)
    {
        if (bytes is not { } size) return null;
        foreach (var (power, unit) in new[] { (40, "TiB"), (30, "GiB"), (20, "MiB") })
            if (size % (1L << power) == 0)
                return (size >> power).ToString(CultureInfo.InvariantCulture) + unit;
        return Of(size / 1024m) + "KiB";
    }

    /// <summary>Words with a blank between them; those that hold a blank are in quotes. Null for none.</summary>
    public static string? Of(ImmutableArray<string> words) =>
        words.IsDefaultOrEmpty ? null : string.Join(' ', words.Select(Quoted));

    /// <summary><c>http /health</c>, <c>tcp</c>, <c>command ./check</c>.</summary>
    public static string? Of(HealthSpec? health) => health?.Kind switch
    {
        null => null,
        HealthKind.Http => "http " + health.Path,
        HealthKind.Tcp => "tcp",
        HealthKind.Command => "command " + Of(health.Command),
        _ => health.Kind.ToString(),
    };

    private static string Quoted(string word) =>
        word.Length == 0 || word.Any(char.IsWhiteSpace) ? '"' + word + '"' : word;
}
