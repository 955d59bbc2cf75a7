using System.Globalization;

namespace Lumina.Examples.Service;

/// <summary>What the service was told to do wrong. Each order has a variable of its own (<c>SERVICE_LATENCY=50ms</c>), and all of them
/// can be given in <c>SERVICE_MISBEHAVE="latency=50ms,error-rate=20%"</c>; the variable of its own wins.</summary>
internal sealed class Misbehaviour
{
    private static readonly string[] Orders = ["fail-health-after", "error-rate", "latency", "crash-after", "slow-start", "leak"];

    private readonly SortedDictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>From when on /health fails, since the start; null for never.</summary>
    public TimeSpan? FailHealthAfter { get; private set; }

    /// <summary>When the process ends without a word to anybody, since the start; null for never.</summary>
    public TimeSpan? CrashAfter { get; private set; }

    /// <summary>The share of requests to / that are answered with 500, 0 to 1.</summary>
    public decimal ErrorRate { get; private set; }

    /// <summary>How long a request to / is held back.</summary>
    public TimeSpan Latency { get; private set; }

    /// <summary>How long nothing listens after the start.</summary>
    public TimeSpan SlowStart { get; private set; }

    /// <summary>The variable whose value is told to everybody; null for none.</summary>
    public string? Leak { get; private set; }

    /// <exception cref="FormatException">An order is unknown, or its value is not a duration or a percentage.</exception>
    public static Misbehaviour From(Func<string, string?> environment)
    {
        var result = new Misbehaviour();
        foreach (var order in (environment("SERVICE_MISBEHAVE") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = order.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (order, "");
            result.Take(name, value, "SERVICE_MISBEHAVE");
        }

        foreach (var name in Orders)
        {
            var variable = "SERVICE_" + name.Replace('-', '_').ToUpperInvariant();
            if (environment(variable) is { Length: > 0 } value)
                result.Take(name, value, variable);
        }

        return result;
    }

    /// <summary>Starts the clocks.</summary>
    public OngoingMisbehaviour Begin(TimeProvider time, ServiceLog log) => new(this, time, log);

    /// <summary>The orders as they were given; empty when there are none.</summary>
    public override string ToString() => string.Join(", ", _given.Select(order => $"{order.Key}={order.Value}"));

    private void Take(string name, string value, string variable)
    {
        switch (name)
        {
            case "fail-health-after": FailHealthAfter = Duration(value, variable); break;
            case "crash-after": CrashAfter = Duration(value, variable); break;
            case "latency": Latency = Duration(value, variable); break;
            case "slow-start": SlowStart = Duration(value, variable); break;
            case "error-rate": ErrorRate = Share(value, variable); break;
            case "leak": Leak = value.Length > 0 ? value : throw new FormatException($"{variable} has to name a variable: leak=DB_KEY."); break;
            default: throw new FormatException($"{variable} has an unknown order '{name}'; known are {string.Join(", ", Orders)}.");
        }

        _given[name] = value;
    }

    private static TimeSpan Duration(string text, string variable)
    {
        (string Unit, double Milliseconds)[] units = [("ms", 1), ("s", 1_000), ("m", 60_000)];
        foreach (var (unit, milliseconds) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && uint.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= 1_000_000)
                return TimeSpan.FromMilliseconds(count * milliseconds);
        }

        throw new FormatException($"{variable} has '{text}' where a duration was expected, such as 500ms, 10s or 1m.");
    }

    private static decimal Share(string text, string variable) =>
        text.EndsWith('%')
        && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent <= 100
            ? percent / 100
            : throw new FormatException($"{variable} has '{text}' where a percentage was expected, such as 20% or 0.5%.");
}
