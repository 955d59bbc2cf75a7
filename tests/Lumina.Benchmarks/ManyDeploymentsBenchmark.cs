using System.Diagnostics;
using System.Globalization;
using Lumina.Api;

namespace Lumina.Benchmarks;

/// <summary>
/// Many deployments at the same time, of a plan each, every one followed to its end by a client of its own. Afterwards the record is asked whether all
/// that were accepted are there, and have ended as they should with every component live.
/// </summary>
internal static class ManyDeploymentsBenchmark
{
    public static async Task<bool> RunAsync(int deployments, int components, bool postgres)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deployments} deployments of {components} components in a chain, all asked for at once, on {(postgres ? "PostgreSQL" : "SQLite")}"));
        Console.WriteLine("each component takes   all ended after   deployments/s   most open at once   half within   99% within   peak memory   as they should");
        var right = true;
        foreach (var takes in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(2) })
            right &= await MeasureAsync(deployments, components, takes, postgres);
        return right;
    }

    private static async Task<bool> MeasureAsync(int deployments, int components, TimeSpan takes, bool postgres)
    {
        await using var host = await LocalHost.StartAsync(postgres);
        await host.DeployAsync(PlanShapes.Write("layered", 100, "1"), 100);
        var texts = Enumerable.Range(0, deployments).Select(n => Plan(n, components, takes)).ToArray();
        var began = Stopwatch.GetTimestamp();
        var ended = await Task.WhenAll(texts.Select(text => Task.Run(() => EndAsync(host.Client, text))));
        var took = Stopwatch.GetElapsedTime(began);
        var peak = Memory.Peak();

        var details = new List<DeploymentDetail>();
        foreach (var id in ended.Select(end => end.Id).Distinct(StringComparer.Ordinal))
            details.Add(await host.Client.GetDeploymentAsync(id, CancellationToken.None));
        var good = details.Count(detail => detail.Summary is { State: "succeeded" } && detail.Components.Count == components
            && detail.Components.All(component => component.Outcome == "live"));
        var waits = ended.Select(end => end.Took.TotalSeconds).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{takes.TotalSeconds,18:0} s {took.TotalSeconds,15:0.00} s {deployments / took.TotalSeconds,15:0} {MostOpen(details),19} {waits[waits.Length / 2],11:0.00} s {waits[waits.Length * 99 / 100],10:0.00} s {peak,9} MiB   {good} of {deployments}"));
        return good == deployments;
    }

    private static string Plan(int number, int components, TimeSpan takes) => PlanShapes.Write(
        string.Create(CultureInfo.InvariantCulture, $"many-{number}"), "1",
        takes == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{{ start = {takes.TotalSeconds:0}s }} "),
        PlanShapes.Graph("chain", components));

    private static async Task<(string Id, TimeSpan Took)> EndAsync(LuminaClient client, string text)
    {
        var began = Stopwatch.GetTimestamp();
        var accepted = await client.DeployAsync(LocalHost.Request(text), CancellationToken.None);
        await foreach (var _ in client.ReadEventsAsync(accepted.Deployment, 0, follow: true, CancellationToken.None))
        {
        }

        return (accepted.Deployment, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>How many had been accepted and had not ended, at the moment at which these were most.</summary>
    private static int MostOpen(IEnumerable<DeploymentDetail> details)
    {
        var (open, most) = (0, 0);
        foreach (var (_, step) in details
            .SelectMany(detail => new[] { (At: detail.Summary.CreatedAt, Step: 1), (At: detail.Summary.EndedAt ?? DateTimeOffset.MaxValue, Step: -1) })
            .OrderBy(moment => moment.At).ThenBy(moment => moment.Step))
        {
            open += step;
            most = Math.Max(most, open);
        }

        return most;
    }
}
