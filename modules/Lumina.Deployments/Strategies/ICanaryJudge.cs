using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Strategies;

/// <summary>
/// Says whether a canary is as good as it has to be. It is asked at every look while a step is held, may be asked any number of times about the
/// same step, and keeps nothing that matters: after a crash somebody else asks again. A source that can't be reached is no exception
/// but <see cref="Verdict.Waiting"/> or <see cref="Verdict.Unclear"/>, as the plan wants it.
/// </summary>
public interface ICanaryJudge
{
    /// <param name="component">Whose canary.</param>
    /// <param name="rollout">Its rollout: <see cref="Rollout.To"/> against <see cref="Rollout.From"/>, at <see cref="Rollout.Step"/>.</param>
    /// <param name="since">Since when the step's weight has been in place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<Verdict> JudgeAsync(ComponentKey component, Rollout rollout, DateTimeOffset since, CancellationToken cancellationToken);
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

/// <summary>Where nothing is measured, the health of the instances and the time decide.</summary>
internal sealed class NoJudge : ICanaryJudge
{
    public Task<Verdict> JudgeAsync(ComponentKey component, Rollout rollout, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(Verdict.Good);
}
