using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Targets.Simulated;

/// <summary>How simulated instances of a component behave, from the options of <c>target simulated { … }</c>.</summary>
/// <param name="Start">How long an instance takes to become healthy (<c>start = 10ms</c>; 0 by default).</param>
/// <param name="Stop">How long an instance takes to be gone (<c>stop = 10ms</c>; 0 by default).</param>
/// <param name="FailPercent">How many of 100 revisions never become healthy (<c>fail = 1%</c>; 0 by default).</param>
/// <param name="Seed">Which ones (<c>seed = 7</c>; 0 by default): the same seed gives the same failures.</param>
internal sealed record SimulatedBehaviour(TimeSpan Start, TimeSpan Stop, double FailPercent, int Seed)
{
    /// <summary>How many requests a second the component gets while this revision has all of its traffic (<c>requests = 50</c>; 0 by default).</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>How many of 100 requests fail (<c>error_rate = 0.5%</c>; 0 by default).</summary>
    public double ErrorPercent { get; init; }

    /// <summary>How long half of the requests take at most (<c>latency = 20ms</c>, which is also the default).</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Null when an option is not what it should be.</summary>
    /// <param name="target">Its options.</param>
    /// <param name="problem">Which one, then.</param>
    public static SimulatedBehaviour? TryRead(TargetSpec target, out string problem)
    {
        problem = "";
        try
        {
            return Of(target);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            problem = wrong.Message;
            return null;
        }
    }

    private static SimulatedBehaviour Of(TargetSpec target) => new(
        Duration(target, "start"), Duration(target, "stop"), Percent(target, "fail"),
        target.Options.TryGetValue("seed", out var seed) ? int.Parse(seed, CultureInfo.InvariantCulture) : 0)
    {
        RequestsPerSecond = target.Options.TryGetValue("requests", out var requests) ? double.Parse(requests, CultureInfo.InvariantCulture) : 0,
        ErrorPercent = Percent(target, "error_rate"),
        Latency = target.Options.ContainsKey("latency") ? Duration(target, "latency") : TimeSpan.FromMilliseconds(20),
    };

    /// <summary>Whether a revision comes up. Told by its name alone, so that a repeated run meets the same fate.</summary>
    public bool Fails(string component, int revision)
    {
        if (FailPercent <= 0)
            return false;
        return HashOf(component, revision) % 10_000 < FailPercent * 100;
    }

    /// <summary>FNV-1a: the same on every machine and in every process, unlike string.GetHashCode.</summary>
    public uint HashOf(string component, int revision)
    {
        var hash = 2166136261u ^ (uint)Seed;
        foreach (var character in string.Create(CultureInfo.InvariantCulture, $"{component}#{revision}"))
            hash = (hash ^ character) * 16777619u;
        return hash;
    }

    private static double Percent(TargetSpec target, string option) =>
        target.Options.TryGetValue(option, out var text) ? double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture) : 0;

    private static TimeSpan Duration(TargetSpec target, string option)
    {
        if (!target.Options.TryGetValue(option, out var text))
            return TimeSpan.Zero;
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1.0),
            _ when text.EndsWith('s') => (text[..^1], 1000.0),
            _ when text.EndsWith('m') => (text[..^1], 60_000.0),
            _ => throw new FormatException($"'{option} = {text}' is not a duration such as 10ms or 2s."),
        };
        return TimeSpan.FromMilliseconds(double.Parse(digits, CultureInfo.InvariantCulture) * unit);
    }
}
