using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Strategies;

/// <summary>
/// Says whether a canary is as good as it has to be. It is asked at every look at a canary that has begun with a step, and keeps nothing: what it has measured
/// goes into the record, and it is asked with that record again. A source that can't be reached is no exception
/// but <see cref="Verdict.Waiting"/>, <see cref="Verdict.Unclear"/> or <see cref="Verdict.Failing"/>, as the plan wants it.
/// </summary>
public interface ICanaryJudge
{
    /// <param name="component">Whose canary.</param>
    /// <param name="rollout">Its rollout: <see cref="Rollout.To"/> against <see cref="Rollout.From"/>, at <see cref="Rollout.Step"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<Judged> JudgeAsync(ComponentKey component, Rollout rollout, CancellationToken cancellationToken);
}

/// <summary>What is said of a canary.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Measured">What was measured for it just now, to be recorded; null when nothing was.</param>
public sealed record Judged(Verdict Verdict, Measured? Measured = null)
{
    public static Judged Good { get; } = new(Verdict.Good);
}

/// <summary>What the measurements say.</summary>
public abstract record Verdict
{
    public static Verdict Good { get; } = new Passing();

    /// <summary>Good so far: when the step's time is over it may go on.</summary>
    public sealed record Passing : Verdict;

    /// <summary>There is too little to say: the step goes on even when its time is over.</summary>
    public sealed record Waiting : Verdict;

    /// <summary>It can't be told, and more time won't help: the step lasts until a person skips or promotes it, or cancels.</summary>
    public sealed record Unclear(string Reason) : Verdict;

    /// <summary>Bad: the rollout has failed.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="Evidence">What was measured; null for nothing more.</param>
    public sealed record Failing(string Reason, string? Evidence) : Verdict;
}
