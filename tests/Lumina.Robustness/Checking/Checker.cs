namespace Lumina.Robustness.Checking;

/// <summary>Holds a history against what must always be so. Functions from a history to sentences, one for each violation.</summary>
internal static class Checker
{
    private static readonly Func<History, IEnumerable<string>>[] Rules =
    [
        EndRules.EveryAcceptedDeploymentEndsOnce,
        EndRules.DeploymentsEndAsTheyShould,
        OrderRules.NothingBeginsBeforeWhatItDependsOn,
        OrderRules.TakenBackInReverse,
        EffectRules.EffectsAreHadOnce,
        EffectRules.EffectsAreOfKnownDeployments,
        EffectRules.NothingRunsThatTheStateDoesNotKnow,
        RecordRules.NothingAcknowledgedIsLost,
        RecordRules.StatesAreTheFoldOfTheEvents,
        RecordRules.TheChainHolds,
    ];

    public static IReadOnlyList<string> Violations(History history) => [.. Rules.SelectMany(rule => rule(history))];
}
