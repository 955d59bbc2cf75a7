using System.Globalization;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>What is told of a failure: the instance, what it said last, the end of its log.</summary>
internal sealed class Evidence(ComponentKey component, ITarget target)
{
    private const int LogTailLines = 20;
    private const int LogLineLength = 500;

    public async Task<Failure> OfBrokenAsync(int revision, ObservedInstance broken, CancellationToken cancellationToken)
    {
        var reason = broken.Phase == InstancePhase.Unhealthy
            ? $"Instance {broken.Id} was healthy and is not any more."
            : $"Instance {broken.Id} did not become healthy.";
        return new Failure(reason, broken.Id, broken.LastAnswer, await LogTailAsync(revision, cancellationToken)) { By = Notice.Health };
    }

    public async Task<Failure> OfLoopAsync(int revision, ObservedInstance looping, CancellationToken cancellationToken) => new(
        $"Instance {looping.Id} has come up and ended again {CrashLoops.Most} times.", looping.Id, looping.LastAnswer,
        await LogTailAsync(revision, cancellationToken))
    {
        By = Notice.CrashLoop,
    };

    public async Task<Failure> OfStuckAsync(Observation observation, RevisionSpec revision, TimeSpan patience, CancellationToken cancellationToken)
    {
        var instances = observation.Revisions.FirstOrDefault(r => r.Number == revision.Number)?.Instances ?? [];
        var laggard = instances.FirstOrDefault(i => i.Phase is not InstancePhase.Healthy);
        var ready = instances.Count(i => i.Phase == InstancePhase.Healthy);
        return new Failure(
            $"It did not get ahead for {Text(patience)}: {ready} of {revision.Spec.Replicas} instances are healthy.",
            laggard?.Id, laggard?.LastAnswer, await LogTailAsync(revision.Number, cancellationToken))
        {
            By = Notice.Deadline,
        };
    }

    public async Task<IReadOnlyList<string>> LogTailAsync(int revision, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(TimeSpan.FromSeconds(2));
        var lines = new List<string>();
        try
        {
            await foreach (var line in target.ReadLogAsync(component, revision, LogTailLines, follow: false, enough.Token))
                lines.Add(Printable(line.Text));
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            lines.Add($"(the log could not be read: {problem.Message})");
        }
        return lines;
    }

    public static string Text(TimeSpan span) => span.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min");

    /// <summary>What a service wrote may be anything; the record takes text, and not without end.</summary>
    private static string Printable(string line) =>
        new([.. line.Take(LogLineLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)]);
}
