using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Rehearsal.Scenery;

/// <summary>Times in the words of the simulated target.</summary>
internal static class SimulatedTimes
{
    public const string Start = "start";

    public const string Stop = "stop";

    public static string Text(TimeSpan time) => time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";

    /// <summary>How long an instance takes to become healthy.</summary>
    public static TimeSpan StartOf(TargetSpec target) => target.Options.TryGetValue(Start, out var text)
        ? TimeSpan.FromMilliseconds(
            text.EndsWith("ms", StringComparison.Ordinal) ? Number(text[..^2])
            : text.EndsWith('s') ? Number(text[..^1]) * 1_000
            : Number(text[..^1]) * 60_000)
        : TimeSpan.Zero;

    private static double Number(string digits) => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
