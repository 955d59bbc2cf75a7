using Lumina.Api;
using Lumina.Cli.Hosts;

namespace Lumina.Cli.Reports;

/// <summary>Where a host takes secrets from, and how that is.</summary>
internal static class SecretStoreHealth
{
    /// <summary>None when nothing is set up there, or it does not tell, being older.</summary>
    public static async Task<IEnumerable<DoctorCheck>> ReadAsync(FoundHost host, CancellationToken cancellationToken)
    {
        if (host.Health.Secrets is not { Count: > 0 }) return [];
        try
        {
            return (await host.Client.GetSecretStoresAsync(cancellationToken)).Select(CheckOf);
        }
        catch (ProblemException problem)
        {
            return [new("secrets", false, problem.Problem.Message, problem.Problem.Remedy)];
        }
    }

    public static DoctorCheck CheckOf(SecretStoreStatus store) => new("secrets " + store.Kind, store.Healthy, store.Message, store.Healthy ? null : RemedyOf(store.Kind));

    private static string RemedyOf(string kind) => kind == "vault"
        ? "Until it is mended, deployments that need its secrets wait and then fail, before they touch anything (docs/secrets/vault.md has the codes)."
        : "Until it is mended, deployments that need its secrets fail before they touch anything.";
}
