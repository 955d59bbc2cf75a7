using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Lumina.Configuration;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>What the instances of a running component should have got, and have.</summary>
/// <param name="Number">The configuration's number.</param>
/// <param name="Drift">What they have otherwise; empty when nothing, or when it is not known.</param>
/// <param name="Unread">What of it is not known, and why; null when all of it is.</param>
/// <param name="IsAnswered">Whether there was anything to compare with. An answer may still not have all in it: a program can write over its variables.</param>
public sealed record RunningConfiguration(int Number, ImmutableArray<ConfigurationDifference> Drift, string? Unread, bool IsAnswered);

/// <summary>
/// Compares what runs with what is recorded: one question to each target for all components of a plan, none for those that have nothing to compare.
/// An answer always comes, and soon: what a target does not say in time is not known, which is not the same as fine.
/// </summary>
public sealed class RunningConfigurations(TargetRegistry targets, IDocumentStore documents, IFingerprintKeys keys, TimeProvider time)
{
    /// <summary>How long a target is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostAtOnce = 16;

    /// <summary>How many configurations are remembered; they never change.</summary>
    private const int Remembered = 20_000;

    private static readonly IReadOnlyDictionary<string, ComponentReadBack> Nothing = ImmutableDictionary<string, ComponentReadBack>.Empty;

    private readonly ConcurrentDictionary<string, ConfigurationVersion> _known = new(StringComparer.Ordinal);

    /// <summary>By component. One that an older program has brought is not in the answer: nothing was recorded of it.</summary>
    public async Task<IReadOnlyDictionary<string, RunningConfiguration>> ReadAsync(
        string environment, string plan, IEnumerable<(string Component, LiveRevision Live)> running, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(running);
        var answers = new ConcurrentDictionary<string, RunningConfiguration>(StringComparer.Ordinal);
        var asked = new List<(string Component, LiveRevision Live, ConfigurationMark Mark)>();
        foreach (var (component, live) in running)
        {
            if (live.Configuration is not { } mark)
                continue;
            if (live.Revision.Spec is { Config.IsEmpty: true, Secrets.IsEmpty: true, Files.IsEmpty: true })
                answers[component] = new RunningConfiguration(mark.Number, [], null, true);
            else
                asked.Add((component, live, mark));
        }
        if (asked.Count > 0)
        {
            var key = await keys.GetAsync(cancellationToken);
            await Task.WhenAll(asked.GroupBy(a => a.Live.Revision.Spec.Target.Kind, StringComparer.Ordinal)
                .Select(kind => ReadAsync(new ComponentKey(environment, plan, ""), kind.Key, [.. kind], key, answers, cancellationToken)));
        }
        return answers;
    }

    private async Task ReadAsync(
        ComponentKey plan, string kind, (string Component, LiveRevision Live, ConfigurationMark Mark)[] asked, FingerprintKey key,
        ConcurrentDictionary<string, RunningConfiguration> answers, CancellationToken cancellationToken)
    {
        var recorded = RecordedAsync(asked.Select(a => a.Mark.Document), cancellationToken);
        var (read, silence) = await AskAsync(plan, kind, asked.ToDictionary(a => a.Component, a => a.Live.Revision.Number, StringComparer.Ordinal), key, cancellationToken);
        var versions = await recorded;
        foreach (var (component, live, mark) in asked)
        {
            var got = read.GetValueOrDefault(component);
            answers[component] = got is { Problem: null } ? Compared(mark.Number, versions.GetValueOrDefault(mark.Document), [.. got.Instances.Where(i => i.Revision == live.Revision.Number)])
                : new RunningConfiguration(mark.Number, [], got?.Problem ?? silence ?? $"the target '{kind}' did not say what its instances got", false);
        }
    }

    private static RunningConfiguration Compared(int number, ConfigurationVersion? recorded, InstanceConfiguration[] got)
    {
        if (recorded is null)
            return new RunningConfiguration(number, [], "what they should have is not stored here", false);
        if (got.Length == 0)
            return new RunningConfiguration(number, [], "none of its instances is up", true);
        var drift = ConfigurationDrift.Between(recorded, got);
        return new RunningConfiguration(number, drift.Differences, drift.Unread.IsEmpty ? null : string.Join("; ", drift.Unread), true);
    }

    private async Task<(IReadOnlyDictionary<string, ComponentReadBack> Read, string? Silence)> AskAsync(
        ComponentKey plan, string kind, Dictionary<string, int> revisions, FingerprintKey key, CancellationToken cancellationToken)
    {
        if (targets.TryFind(kind) is not { Capabilities.ReadsBack: true } target)
            return (Nothing, $"the target '{kind}' can't say what its instances got");
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // One that does not listen to its token is not waited for either.
            var answer = await target.ReadBackAllAsync(plan.Environment, plan.Plan, revisions, key, either.Token).WaitAsync(either.Token);
            return answer.Outcome == TargetOutcome.Done
                ? (answer.Value.ToDictionary(read => read.Component, StringComparer.Ordinal), null)
                : (Nothing, $"the target '{kind}' does not say what its instances got: {answer.Reason}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Nothing, string.Create(CultureInfo.InvariantCulture, $"the target '{kind}' did not say within {Patience.TotalSeconds:0} s what its instances got"));
        }
    }

    /// <summary>Each document once, however many components have that configuration.</summary>
    private async Task<IReadOnlyDictionary<string, ConfigurationVersion>> RecordedAsync(IEnumerable<string> digests, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, ConfigurationVersion>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            digests.Distinct(StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (digest, stop) =>
            {
                if (!_known.TryGetValue(digest, out var version))
                {
                    if (await documents.GetAsync(digest, stop) is not { } document)
                        return;
                    version = ConfigurationJson.Read(document.Span);
                    if (_known.Count >= Remembered)
                        _known.Clear();
                    _known[digest] = version;
                }
                found[digest] = version;
            });
        return found;
    }
}
