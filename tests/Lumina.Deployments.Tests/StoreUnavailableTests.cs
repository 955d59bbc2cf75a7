using System.Data.Common;
using Lumina.Deployments.Records;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Lumina.Deployments.Tests;

/// <summary>A database's failure as another silo gets to know it.</summary>
public sealed class StoreUnavailableTests
{
    [Fact]
    public void What_the_database_said_arrives_whoever_has_wrapped_it()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var failure = StoreUnavailableException.Of(new OrleansException("Error during write", new TestException("53100: no space left")));

        var arrived = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(failure!));

        Assert.Equal("The store can't be written now. 53100: no space left", Assert.IsType<StoreUnavailableException>(arrived).Message);
    }

    [Fact]
    public void What_is_no_failure_of_the_database_stays_what_it_is() => Assert.Null(StoreUnavailableException.Of(new OrleansException("other")));

    private sealed class TestException(string message) : DbException(message);
}
