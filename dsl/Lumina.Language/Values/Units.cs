using System.Globalization;

namespace Lumina.Language.Values;

/// <summary>Numbers with units: <c>500ms 2s 5m 1h 3d</c>, <c>25%</c>, <c>512MiB</c>.</summary>
internal static class Units
{
    /// <summary>The longest duration that is taken.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(36500);

    public const string Known = "ms, s, m, h, d, %, KiB, MiB, GiB, TiB";

    /// <summary>The unit that a word stands for; null when it stands for none.</summary>
    public static string? Meant(ReadOnlySpan<char> word) => word switch
    {
        "ms" or "millis" or "milliseconds" => "ms",
        "s" or "sec" or "secs" or "second" or "seconds" => "s",
        "m" or "min" or "mins" or "minute" or "minutes" => "m",
        "h" or "hour" or "hours" => "h",
        "d" or "day" or "days" => "d",
        "KiB" or "MiB" or "GiB" or "TiB" => word.ToString(),
        "KB" or "kB" => "KiB",
        "MB" => "MiB",
        "GB" => "GiB",
        "TB" => "TiB",
        _ => null,
    };

    /// <summary>The name that a type has in a plan and in messages.</summary>
    public static string NameOf(ValueKind type) => type switch
    {
        ValueKind.String => "string",
        ValueKind.Int => "int",
        ValueKind.Decimal => "decimal",
        ValueKind.Bool => "bool",
        ValueKind.Duration => "duration",
        ValueKind.Percentage => "percentage",
        ValueKind.Size => "size",
        ValueKind.Cpu => "cpu",
        ValueKind.List => "list",
        ValueKind.Map => "map",
        _ => "unknown",
    };

    /// <summary>How many characters of a number stand before its unit.</summary>
    public static int DigitsOf(ReadOnlySpan<char> written)
    {
        var digits = 0;
        while (digits < written.Length && (char.IsAsciiDigit(written[digits]) || written[digits] == '.'))
            digits++;
        return digits;
    }

    /// <summary>Reads a number with or without a unit; null when there is no such unit, or when it is too large.</summary>
    public static Value? Read(ReadOnlySpan<char> written)
    {
        var digits = DigitsOf(written);
        var unit = written[digits..];
        var digitsOnly = written[..digits];
        if (unit.IsEmpty && long.TryParse(digitsOnly, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            return new IntValue(whole);
        if (!decimal.TryParse(digitsOnly, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        return unit switch
        {
            "" => digitsOnly.Contains('.') ? new DecimalValue(number) : null,
            "%" => new PercentageValue(number),
            _ => (Value?)ReadDuration(number, unit, written) ?? ReadSize(number, unit, written),
        };
    }

    public static string Write(TimeSpan time)
    {
        var (amount, unit) = (time.Ticks, time) switch
        {
            ( < 0, _) => (0, "-"),
            (0, _) => (0, "s"),
            var (t, _) when t % TimeSpan.TicksPerDay == 0 => (t / TimeSpan.TicksPerDay, "d"),
            var (t, _) when t % TimeSpan.TicksPerHour == 0 => (t / TimeSpan.TicksPerHour, "h"),
            var (t, _) when t % TimeSpan.TicksPerMinute == 0 => (t / TimeSpan.TicksPerMinute, "m"),
            var (t, _) when t % TimeSpan.TicksPerSecond == 0 => (t / TimeSpan.TicksPerSecond, "s"),
            var (t, _) => (t / TimeSpan.TicksPerMillisecond, "ms"),
        };
        return unit == "-" ? "-" + Write(time.Negate()) : amount.ToString(CultureInfo.InvariantCulture) + unit;
    }

    public static string Write(long bytes)
    {
        (long Factor, string Unit)[] units = [(1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB")];
        foreach (var (factor, unit) in units)
        {
            if (bytes != 0 && bytes % factor == 0)
                return (bytes / factor).ToString(CultureInfo.InvariantCulture) + unit;
        }
        return (bytes / 1024m).ToString(CultureInfo.InvariantCulture) + "KiB";
    }

    private static DurationValue? ReadDuration(decimal number, ReadOnlySpan<char> unit, ReadOnlySpan<char> written)
    {
        var ticks = unit switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        return ticks != 0 && number <= (decimal)LongestDuration.Ticks / ticks
            ? new DurationValue(TimeSpan.FromTicks((long)(number * ticks)), written.ToString())
            : null;
    }

    private static SizeValue? ReadSize(decimal number, ReadOnlySpan<char> unit, ReadOnlySpan<char> written)
    {
        var factor = unit switch
        {
            "KiB" => 1L << 10,
            "MiB" => 1L << 20,
            "GiB" => 1L << 30,
            "TiB" => 1L << 40,
            _ => 0,
        };
        return factor != 0 && number <= (decimal)long.MaxValue / factor
            ? new SizeValue((long)(number * factor), written.ToString())
            : null;
    }
}
