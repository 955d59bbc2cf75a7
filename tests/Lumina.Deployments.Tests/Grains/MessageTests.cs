using System.Reflection;
using Lumina.Deployments.Alarms;
using Lumina.Deployments.Components;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Microsoft.Extensions.DependencyInjection;
using Orleans.CodeGeneration;
using Orleans.Serialization;

namespace Lumina.Deployments.Tests.Grains;

public sealed class MessageTests
{
    [Fact]
    public void An_exception_of_ours_is_the_same_at_the_other_silo()
    {
        using var services = new ServiceCollection().AddLuminaMessages().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        Exception[] ours =
        [
            new JournalUnavailableException("the disk is full"), new JournalConflictException("dep-1", 1, 2), new UnknownRecordException("cmp-x", "it has format 9."),
        ];

        foreach (var sent in ours)
        {
            var got = serializer.Deserialize<Exception>(serializer.SerializeToArray(sent));
            Assert.Equal((sent.GetType(), (string?)sent.Message), (got?.GetType(), got?.Message));
        }
    }

    [Theory]
    [InlineData(typeof(IDeploymentGrain))]
    [InlineData(typeof(IComponentGrain))]
    [InlineData(typeof(IEnvironmentGrain))]
    [InlineData(typeof(IPlanDoorGrain))]
    [InlineData(typeof(IAlarmGrain))]
    public void Grains_have_the_version_of_what_they_write(Type grain) =>
        Assert.Equal(RecordFormat.Current, grain.GetCustomAttribute<VersionAttribute>()?.Version);
}
