using Lumina.Journal.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Journal;

/// <summary>Adds the journal to a host.</summary>
public static class JournalServices
{
    /// <summary>
    /// Adds <see cref="IJournal"/> and <see cref="IDocumentStore"/>. They take a <see cref="System.Data.Common.DbDataSource"/> over a
    /// migrated database, and a <see cref="TimeProvider"/>, from the same services.
    /// </summary>
    public static IServiceCollection AddLuminaJournal(this IServiceCollection services) => services
        .AddSingleton<IJournal, SqlJournal>()
        .AddSingleton<IDocumentStore, SqlDocumentStore>();
}
