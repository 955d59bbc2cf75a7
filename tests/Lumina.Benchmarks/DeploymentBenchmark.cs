using System.Globalization;

namespace Lumina.Benchmarks;

/// <summary>
/// How long a deployment of components that do nothing takes, from the plan's text to the terminal event, over the host's own API, with
/// every step on disk in SQLite or PostgreSQL. What is measured is Lumina's own cost; beside it, if wanted, what others need for the same graph.
/// </summary>
internal static class DeploymentBenchmark
{
    public static async Task RunAsync(IReadOnlyList<string> shapes, IReadOnlyList<int> sizes, bool postgres, IReadOnlyList<string> beside)
    {
        Console.WriteLine("shape     components   plan to live   components/s   again, unchanged   update of all   peak memory   held at the end");
        foreach (var shape in shapes)
        {
            // The first deployment of a process pays for its compilation.
            await MeasureAsync(shape, 100, postgres);
            foreach (var size in sizes)
            {
                var m = await MeasureAsync(shape, size, postgres);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{shape,-9} {size,10}   {m.First.TotalSeconds,10:0.000} s {size / m.First.TotalSeconds,14:0} {m.Again.TotalSeconds,16:0.000} s {m.Update.TotalSeconds,13:0.000} s {Memory.Peak(),9} MiB {m.Held,13} MiB"));
                foreach (var other in beside)
                    OtherTools.Measure(other, shape, size, m.First, m.Again);
            }
        }
    }

    private static async Task<(TimeSpan First, TimeSpan Again, TimeSpan Update, long Held)> MeasureAsync(string shape, int size, bool postgres)
    {
        await using var host = await LocalHost.StartAsync(postgres);
        var first = await host.DeployAsync(PlanShapes.Write(shape, size, "1"), size);
        var again = await host.DeployAsync(PlanShapes.Write(shape, size, "1"), 0);
        var update = await host.DeployAsync(PlanShapes.Write(shape, size, "2"), size);
        return (first, again, update, Memory.Held());
    }
}
