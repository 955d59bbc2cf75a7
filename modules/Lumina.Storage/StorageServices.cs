using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumina.Storage;

/// <summary>Adds the store to a host.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds a <see cref="StoreDatabase"/>, opened and migrated when it is first asked for, and its <see cref="DbDataSource"/>.
    /// Asking may throw a <see cref="StoreException"/>.
    /// </summary>
    public static IServiceCollection AddLuminaStorage(this IServiceCollection services, SqliteStoreOptions options) =>
        services.AddStore(logger => StoreDatabase.Open(options, logger));

    /// <inheritdoc cref="AddLuminaStorage(IServiceCollection, SqliteStoreOptions)" />
    public static IServiceCollection AddLuminaStorage(this IServiceCollection services, PostgresStoreOptions options) =>
        services.AddStore(logger => StoreDatabase.Open(options, logger));

    private static IServiceCollection AddStore(this IServiceCollection services, Func<ILogger<StoreDatabase>?, StoreDatabase> open)
    {
        StorageProvider.Register();
        return services
            .AddSingleton(provider => open(provider.GetService<ILogger<StoreDatabase>>()))
            .AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().DataSource);
    }
}
