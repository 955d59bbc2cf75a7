using Lumina.Secrets.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumina.Secrets;

/// <summary>Registers the module.</summary>
public static class SecretsRegistration
{
    /// <summary>Adds a Vault to the stores that are asked.</summary>
    /// <param name="services">The services.</param>
    /// <param name="vault">How it is asked; without problems.</param>
    public static IServiceCollection AddVault(this IServiceCollection services, VaultOptions vault) => services.AddSingleton<ISecretStore>(provider =>
        new VaultStore(vault, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILogger<VaultStore>>()));
}
