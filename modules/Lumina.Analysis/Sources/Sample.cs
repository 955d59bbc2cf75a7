using System.Collections.Immutable;

namespace Lumina.Analysis.Sources;

/// <summary>What a source said of one revision: numbers; or that there is none, and why; or that it didn't answer, and why.</summary>
internal sealed record Sample(ImmutableArray<double> Values, string? Empty, string? Problem)
{
    /// <summary>A number; NaN and infinity are none, as 0 of 0 requests is no rate.</summary>
    public static Sample Of(double value) => double.IsFinite(value) ? new([value], null, null) : Nothing($"the value is {(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf")}");

    public static Sample Nothing(string reason) => new([], reason, null);

    public static Sample Failed(string reason) => new([], null, reason);
}
