using Lumina.Api;
using Lumina.Policy;

namespace Lumina.Host.Views;

/// <summary>Who decides what may be deployed, and how they are.</summary>
internal sealed class PolicyBoard(IEnumerable<IPolicyEngine> engines)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly IPolicyEngine[] _engines = [.. engines];

    public async Task<PolicyStatus> ReadAsync(CancellationToken cancellationToken) =>
        new(await Task.WhenAll(_engines.Select(engine => LookAsync(engine, cancellationToken))));

    private static async Task<PolicyEngineStatus> LookAsync(IPolicyEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            var health = await engine.LookAsync(cancellationToken).WaitAsync(Longest, cancellationToken);
            return new PolicyEngineStatus(health.Name, health.Version, health.Rules, health.Waivers, health.Problems);
        }
        catch (TimeoutException)
        {
            return new PolicyEngineStatus(engine.Name, "", null, null, [FormattableString.Invariant($"It does not say how it is within {Longest.TotalSeconds:0} s.")]);
        }
    }
}
