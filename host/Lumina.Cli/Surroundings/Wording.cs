using System.Globalization;

namespace Lumina.Cli.Surroundings;

/// <summary>Numbers and times as a person reads them.</summary>
internal static class Wording
{
    /// <summary><c>1 component</c>, <c>5 components</c>.</summary>
    public static string Count(int count, string one) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + one + (count == 1 ? "" : "s");

    /// <summary><c>0.3 s</c>, <c>42 s</c>, <c>5 m 3 s</c>, <c>2 h 5 m</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 59.95 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 3600 => $"{(int)seconds / 60} m {(int)seconds % 60} s",
        < 86_400 => $"{(int)seconds / 3600} h {(int)seconds % 3600 / 60} m",
        _ => $"{(int)(seconds / 86_400)} d {(int)(seconds % 86_400) / 3600} h",
    };

    /// <summary>Today's time of day; day and time otherwise; in the zone of the machine.</summary>
    public static string Moment(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var isToday = local.Date == time.GetLocalNow().Date;
        return local.ToString(isToday ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary><c>rolling-out</c> is <c>rolling out</c>.</summary>
    public static string State(string state) => state.Replace('-', ' ');

    /// <summary><c>1.4.0 → 1.4.1</c>, or what there is of it.</summary>
    public static string Versions(string? from, string? to) => (from, to) switch
    {
        (null, null) => "",
        (null, _) => to,
        (_, null) => from,
        _ when from == to => to,
        _ => $"{from} → {to}",
    };
}
