using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Storage.Tests;

/// <summary>Where one test's store is.</summary>
public interface IStorePlace : IDisposable
{
    void AddTo(IServiceCollection services);

    /// <summary>Runs SQL as a tampering hand would: past all of our own code.</summary>
    object? Tamper(string sql);
}
