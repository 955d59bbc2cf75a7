using System.Globalization;
using Lumina.Robustness.Faults;

namespace Lumina.Robustness;

/// <summary>How long and how a run is.</summary>
/// <param name="Length">For how long things go wrong; what is open then is waited for besides.</param>
/// <param name="Seed">What is done, and in which order.</param>
/// <param name="Full">Whether faults last as long as in life, and hosts wait as long as the product does.</param>
internal sealed record RunSettings(TimeSpan Length, int Seed, bool Full)
{
    /// <summary>Whether, in place of faults, every host has bugs that the checker has to find.</summary>
    public bool Broken { get; init; }

    /// <summary>Faults to choose from; empty for all.</summary>
    public IReadOnlyList<Fault> Only { get; init; } = [];

    public const string MinutesVariable = "LUMINA_ROBUSTNESS_MINUTES", SeedVariable = "LUMINA_ROBUSTNESS_SEED";

    private const double DefaultMinutes = 2;

    /// <summary>What the test takes.</summary>
    public static RunSettings OfEnvironment() => new(
        TimeSpan.FromMinutes(Number(Environment.GetEnvironmentVariable(MinutesVariable)) ?? DefaultMinutes),
        (int)(Number(Environment.GetEnvironmentVariable(SeedVariable)) ?? 1),
        Full: false);

    /// <summary><c>--minutes N --seed S [--full] [--broken] [--only FAULT,FAULT…]</c>; null when it is another command line.</summary>
    public static RunSettings? Parse(IReadOnlyList<string> args)
    {
        var settings = new RunSettings(TimeSpan.FromMinutes(DefaultMinutes), 1, Full: false);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--minutes" when i + 1 < args.Count && Number(args[i + 1]) is { } minutes:
                    (settings, i) = (settings with { Length = TimeSpan.FromMinutes(minutes) }, i + 1);
                    break;
                case "--seed" when i + 1 < args.Count && Number(args[i + 1]) is { } seed:
                    (settings, i) = (settings with { Seed = (int)seed }, i + 1);
                    break;
                case "--only" when i + 1 < args.Count && Faults(args[i + 1]) is { } only:
                    (settings, i) = (settings with { Only = only }, i + 1);
                    break;
                case "--broken":
                    settings = settings with { Broken = true };
                    break;
                case "--full":
                    settings = settings with { Full = true };
                    break;
                default:
                    return null;
            }
        }

        return args.Count == 0 ? null : settings;
    }

    private static IReadOnlyList<Fault>? Faults(string text)
    {
        var named = text.Split(',').Select(name => Enum.TryParse<Fault>(name, out var fault) ? fault : (Fault?)null).ToArray();
        return named.All(fault => fault is not null) ? [.. named.OfType<Fault>()] : null;
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
