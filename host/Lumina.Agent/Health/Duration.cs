using System.Globalization;

namespace Lumina.Agent.Health;

/// <summary>Durations as plans write them.</summary>
internal static class Duration
{
    public static string Format(TimeSpan duration) => duration.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.##}s");
}
