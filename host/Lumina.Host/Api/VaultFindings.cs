using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Host.Api;

/// <summary>Secrets of a vault on a host that was told of none: better known when the plan is looked at than when it is carried out.</summary>
internal static class VaultFindings
{
    public static IEnumerable<Diagnostic> Find(Plan plan, PlanCompilation compilation, IEnumerable<ISecretStore> stores) => plan.Components
        .Where(component => component.SecretReferences().OfType<VaultSecret>().Any(secret => !stores.Any(store => store.Serves(secret))))
        .Select(component => CapabilityFindings.NoVault(
            compilation.LocationOfEntry(component.Name, plan.Environment.Name, component.Secrets.Values.Any(secret => secret is VaultSecret) ? "secret" : "config_file"), component.Name));
}
