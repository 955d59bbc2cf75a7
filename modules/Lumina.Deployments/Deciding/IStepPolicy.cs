using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Deciding;

/// <summary>Says whether a rollout may begin its next step.</summary>
internal interface IStepPolicy
{
    /// <summary>Whether there is anybody to ask.</summary>
    bool IsSetUp { get; }

    /// <summary>Asks. The answer comes in a bounded time; the same question may be asked again, after a crash or a pause.</summary>
    /// <param name="component">Which component.</param>
    /// <param name="rollout">Its rollout, which has done all of the step that it is at.</param>
    /// <param name="next">The step that would begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<StepAnswer> AskAsync(ComponentKey component, Rollout rollout, int next, CancellationToken cancellationToken);

    /// <summary>Whether enough people have agreed for what was said.</summary>
    bool IsAgreed(StepAnswer answer, ApprovalWait? wait);
}

/// <summary>What policy says to a step.</summary>
/// <param name="Said">What it says.</param>
/// <param name="Asker">Who wants the deployment.</param>
internal sealed record StepAnswer(PolicyAnswer Said, string Asker);

/// <summary>Where there is no policy: in a rehearsal.</summary>
internal sealed class NoStepPolicy : IStepPolicy
{
    public static NoStepPolicy Instance { get; } = new();

    public bool IsSetUp => false;

    public Task<StepAnswer> AskAsync(ComponentKey component, Rollout rollout, int next, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("There is no policy to ask.");

    public bool IsAgreed(StepAnswer answer, ApprovalWait? wait) => true;
}
