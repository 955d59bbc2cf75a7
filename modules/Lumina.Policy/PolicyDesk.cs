using System.Collections.Immutable;
using Lumina.Language.Rules;

namespace Lumina.Policy;

/// <summary>Asks all engines at the same time, and puts together what they say.</summary>
public sealed class PolicyDesk(IEnumerable<IPolicyEngine> engines) : IPolicy
{
    private readonly ImmutableArray<IPolicyEngine> _engines = [.. engines];

    /// <inheritdoc />
    public bool IsSetUp => !_engines.IsEmpty;

    /// <inheritdoc />
    public async Task<PolicyVerdict> DecideAsync(PolicyRequest request, IReadOnlyDictionary<string, string> earlier, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(earlier);
        if (_engines.IsEmpty)
            return PolicyVerdict.Silent;
        var input = InputDocument.Write(request);
        var answers = await Task.WhenAll(_engines.Select(engine => AskAsync(engine, request, input, cancellationToken)));
        var decisions = answers.SelectMany(answer => answer.Decisions).Select(decision => decision with
        {
            Id = decision.Id is "" ? DecisionId.Of(decision, request.Moment) : decision.Id,
            EarlierVersion = earlier.TryGetValue(decision.Engine, out var before) && before != decision.Version ? before : null,
        });
        return new()
        {
            Decisions = [.. decisions.OrderBy(Rank).ThenBy(d => d.Rule, StringComparer.Ordinal).ThenBy(d => d.Subject, StringComparer.Ordinal).ThenBy(d => d.Engine, StringComparer.Ordinal)],
            InputDigest = input.Digest,
            Input = input.Json,
            Texts = answers.Select(answer => answer.Texts).FirstOrDefault(texts => texts is not null),
            Versions = _engines.Zip(answers).ToImmutableSortedDictionary(pair => pair.First.Name, pair => pair.Second.Version, StringComparer.Ordinal),
        };
    }

    private static int Rank(Decision decision) => decision switch
    {
        { Waiver: not null } => 3,
        { Effect: RuleEffect.Deny } => 0,
        { Effect: RuleEffect.RequireApproval } => 1,
        _ => 2,
    };

    /// <summary>Engines don't throw; one that does has said no.</summary>
    private static async Task<EngineAnswer> AskAsync(IPolicyEngine engine, PolicyRequest request, PolicyInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.DecideAsync(request, input, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, it is no yes.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(
                [new()
                {
                    Id = "", Engine = engine.Name, Rule = "policy-" + engine.Name, Version = "", Subject = "deployment", Effect = RuleEffect.Deny,
                    Message = $"The engine '{engine.Name}' failed: {e.Message}", InputDigest = input.Digest,
                }],
                "");
        }
    }
}
