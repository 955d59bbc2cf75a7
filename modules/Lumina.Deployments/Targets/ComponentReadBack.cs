using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lumina.Secrets;

namespace Lumina.Deployments.Targets;

/// <summary>What the instances of one of many components got.</summary>
/// <param name="Component">Which component.</param>
/// <param name="Instances">Its living instances; empty when there is a problem.</param>
/// <param name="Problem">Why it can't be said; null when it can.</param>
public sealed record ComponentReadBack(string Component, ImmutableArray<InstanceConfiguration> Instances, string? Problem)
{
    private const int MostAtOnce = 16;

    /// <summary>Asks for one after the other, some at a time.</summary>
    internal static async Task<TargetAnswer<ImmutableArray<ComponentReadBack>>> OneByOneAsync(
        ITarget target, string environment, string plan, IReadOnlyDictionary<string, int> revisions, FingerprintKey key, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentBag<ComponentReadBack>();
        await Parallel.ForEachAsync(
            revisions, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (asked, stop) =>
            {
                var answer = await target.ReadBackAsync(new ComponentKey(environment, plan, asked.Key), asked.Value, key, stop);
                answers.Add(answer.Outcome == TargetOutcome.Done
                    ? new ComponentReadBack(asked.Key, answer.Value, null)
                    : new ComponentReadBack(asked.Key, [], answer.Reason ?? "the target does not say why"));
            });
        return new TargetAnswer<ImmutableArray<ComponentReadBack>>(TargetOutcome.Done, null, [.. answers]);
    }
}
