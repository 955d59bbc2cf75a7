using System.Collections.Concurrent;
using Lumina.Policy;

namespace Lumina.Deployments.Tests.Deciding;

/// <summary>Policy that says, of each plan, what a test wants; of others nothing.</summary>
internal sealed class ScriptedPolicy : IPolicy
{
    private readonly ConcurrentDictionary<string, Func<PolicyRequest, Task<PolicyVerdict>>> _answers = new(StringComparer.Ordinal);

    /// <summary>What was asked, in order, with the versions that were known.</summary>
    public ConcurrentQueue<(PolicyRequest Request, IReadOnlyDictionary<string, string> Earlier)> Asked { get; } = new();

    public bool IsSetUp => true;

    public void Answer(string plan, Func<PolicyRequest, PolicyVerdict> answer) => _answers[plan] = request => Task.FromResult(answer(request));

    public void AnswerLater(string plan, Func<PolicyRequest, Task<PolicyVerdict>> answer) => _answers[plan] = answer;

    public PolicyRequest[] AskedOf(string plan) => [.. Asked.Where(a => a.Request.Plan.Name == plan).Select(a => a.Request)];

    public Task<PolicyVerdict> DecideAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken)
    {
        Asked.Enqueue((request, earlier));
        return _answers.TryGetValue(request.Plan.Name, out var answer) ? answer(request) : Task.FromResult(Say.Silence());
    }
}
