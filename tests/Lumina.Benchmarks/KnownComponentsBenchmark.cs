using System.Globalization;

namespace Lumina.Benchmarks;

/// <summary>What a small deployment costs in an environment that knows of many components of other plans, and in one that knows of none.</summary>
internal static class KnownComponentsBenchmark
{
    private const int Repeats = 30;

    public static async Task RunAsync(int plans, int components, bool postgres)
    {
        await using var host = await LocalHost.StartAsync(postgres);
        // The first deployment of a process pays for its compilation, and the first few dozen still do for a part of it.
        await host.DeployAsync(PlanShapes.Write("layered", 1_000, "1"), 1_000);
        await MeasureAsync(host, "warm", 5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a plan of 5 components in a chain, {Repeats} times, each with another version; on {(postgres ? "PostgreSQL" : "SQLite")}"));
        Console.WriteLine("plans beside it   their components   deployment (median)   longest   again, unchanged (median)");
        Print(0, 0, await MeasureAsync(host, "alone", 5));
        for (var plan = 0; plan < plans; plan++)
            await host.DeployAsync(PlanShapes.Write(string.Create(CultureInfo.InvariantCulture, $"other-{plan}"), "1", "", PlanShapes.Graph("layered", components)), components);
        Print(plans, plans * components, await MeasureAsync(host, "crowded", 5));
    }

    private static async Task<(List<double> Changed, List<double> Unchanged)> MeasureAsync(LocalHost host, string plan, int components)
    {
        var (changed, unchanged) = (new List<double>(), new List<double>());
        var graph = PlanShapes.Graph("chain", components);
        for (var version = 0; version < Repeats; version++)
        {
            var text = PlanShapes.Write(plan, version.ToString(CultureInfo.InvariantCulture), "", graph);
            changed.Add((await host.DeployAsync(text, components)).TotalMilliseconds);
            unchanged.Add((await host.DeployAsync(text, 0)).TotalMilliseconds);
        }

        return (changed, unchanged);
    }

    private static void Print(int plans, int components, (List<double> Changed, List<double> Unchanged) took) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{plans,15} {components,18} {Median(took.Changed),18:0.0} ms {took.Changed.Max(),6:0.0} ms {Median(took.Unchanged),24:0.0} ms"));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
