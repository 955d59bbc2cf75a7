using Lumina.Secrets;

namespace Lumina.Host.Starting;

/// <summary>Sets up where secrets are taken from.</summary>
internal static class SecretSetup
{
    public static void Add(IServiceCollection services, HostSettings settings)
    {
        if (settings.Vault is { } vault)
            services.AddVault(vault).AddHostedService<SecretStoreLook>();
    }
}

/// <summary>Looks at the stores when the host starts, which waits for none of them: one that is away is told in the log, and by <c>doctor</c>.</summary>
internal sealed partial class SecretStoreLook(IEnumerable<ISecretStore> stores, ILogger<SecretStoreLook> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var store in stores)
        {
            var check = await store.CheckAsync(stoppingToken);
            if (check.Outcome is SecretOutcome.Done)
                LogUsable(store.Kind, check.Value ?? "");
            else
                LogUnusable(store.Kind, check.Reason ?? "");
        }
    }

    [LoggerMessage(4140, LogLevel.Information, "Secrets of {Store}: {State}")]
    private partial void LogUsable(string store, string state);

    [LoggerMessage(4141, LogLevel.Warning, "Secrets of {Store} can't be had now: {Reason}")]
    private partial void LogUnusable(string store, string reason);
}
