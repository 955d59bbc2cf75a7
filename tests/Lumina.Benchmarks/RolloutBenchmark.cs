using System.Diagnostics;
using System.Globalization;

namespace Lumina.Benchmarks;

/// <summary>
/// What clients see of rollouts on real processes: how many of their requests fail while versions change, and how long they still meet a bad one.
/// </summary>
internal static class RolloutBenchmark
{
    private const int RequestsPerSecond = 500;
    private const int Steps = 10;
    private const string BlueGreen = "strategy blue-green { verify http { path = \"/health\" } }";
    private const string Undone = "strategy blue-green { }  rollback { keep_previous = 10m }";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly string Canary =
        $"strategy canary {{ {string.Join("  ", Enumerable.Range(1, Steps).Select(step => $"step {step * 9}% for 300ms"))} }}";

    private static readonly string Analysed =
        "strategy canary { step 20% for 5m  check errors { metric = error_rate  max = 1%  every = 1s } }";

    public static async Task RunAsync(int switches, int canaries, int undos)
    {
        var rig = await RolloutRig.StartAsync();
        await using (rig)
        {
            await rig.DeployAsync("v0", 0, BlueGreen);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{RequestsPerSecond} requests/s, half over connections that stay and half over new ones; 2 instances"));
            Console.WriteLine("what                            runs   each (median)   requests   failed   p50         p99         longest");
            await MeasureAsync(rig, "nothing", 1, (_, _) => Task.Delay(TimeSpan.FromSeconds(10)));
            await MeasureAsync(rig, "blue-green switches", switches, (version, _) => rig.DeployAsync(version, 0, BlueGreen));
            await MeasureAsync(rig, string.Create(CultureInfo.InvariantCulture, $"canaries of {Steps} steps"), canaries, (version, _) => rig.DeployAsync(version, 0, Canary));
            await MeasureUndoAsync(rig, undos);
            await MeasureNoticingAsync(rig, undos);
        }
    }

    private static async Task MeasureAsync(RolloutRig rig, string what, int runs, Func<string, int, Task> runAsync)
    {
        var took = new List<double>();
        var load = new SteadyLoad(rig.Port, RequestsPerSecond);
        await using (load)
        {
            for (var run = 0; run < runs; run++)
            {
                var began = Stopwatch.GetTimestamp();
                await runAsync($"{what.Split(' ')[0]}-{run}", run);
                took.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }

        var sorted = load.All.Select(asked => asked.Milliseconds).Order().ToList();
        var failed = load.All.Where(asked => asked.Failed).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30} {runs,5} {Median(took),13:0.00} s {sorted.Count,10} {failed.Count,8} {sorted[sorted.Count / 2],8:0.00} ms {sorted[sorted.Count * 99 / 100],8:0.00} ms {sorted[^1],8:0.0} ms"));
        foreach (var (status, body) in failed.Take(5).Select(asked => (asked.Status, asked.Body)))
            Console.WriteLine($"    {status} {body}");
    }

    /// <summary>From the word to the last answer of the version that is gone back from.</summary>
    private static async Task MeasureUndoAsync(RolloutRig rig, int runs)
    {
        var seconds = new List<double>();
        var failed = 0;
        for (var run = 0; run < runs; run++)
        {
            await rig.DeployAsync($"kept-{run}", 0, Undone);
            await rig.DeployAsync($"undone-{run}", 0, Undone);
            var load = new SteadyLoad(rig.Port, RequestsPerSecond);
            Deployed undone;
            await using (load)
                undone = await rig.RollBackAsync();
            seconds.Add(Stopwatch.GetElapsedTime(undone.Began, LastAnswerOf($"undone-{run}", load, undone.Began)).TotalSeconds);
            failed += load.All.Count(asked => asked.Failed);
        }

        Print("undo of a promotion, until its last answer", seconds, failed);
    }

    /// <summary>From the first answer that failed to the last one of the version that failed, less the interval in which it is looked at.</summary>
    private static async Task MeasureNoticingAsync(RolloutRig rig, int runs)
    {
        var seconds = new List<double>();
        await rig.DeployAsync("sound", 0, BlueGreen);
        for (var run = 0; run < runs; run++)
        {
            var load = new SteadyLoad(rig.Port, RequestsPerSecond);
            await using (load)
                await rig.DeployAsync($"bad-{run}", 50, Analysed, "rolled-back");
            var first = load.All.Where(asked => asked.Failed).Min(asked => asked.Ended);
            seconds.Add((Stopwatch.GetElapsedTime(first, LastAnswerOf($"bad-{run}", load, first)) - Interval).TotalSeconds);
            if (load.All.FirstOrDefault(asked => asked.Failed && asked.Body != $"bad-{run}") is { } other)
                Console.WriteLine($"    a request failed that the bad version had not answered: {other.Status} {other.Body}");
        }

        Print("first failing sample to all traffic back, less the interval", seconds, null);
    }

    private static long LastAnswerOf(string version, SteadyLoad load, long otherwise) =>
        load.All.Where(asked => asked.Body == version).Select(asked => asked.Ended).Append(otherwise).Max();

    private static void Print(string what, List<double> seconds, int? failed) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: median {Median(seconds):0.00} s, longest {seconds.Max():0.00} s, {seconds.Count} runs{(failed is { } count ? $", {count} requests failed" : "")}"));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
