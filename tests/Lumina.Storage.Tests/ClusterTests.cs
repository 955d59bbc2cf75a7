using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Lumina.Storage.Tests;

/// <summary>Orleans' own clustering and reminders on PostgreSQL, over our schema and our queries: silos that know of each other by the database only.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly StoreSchema _schema = new();
    private readonly List<IHost> _silos = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.StopAsync(TestContext.Current.CancellationToken);
            silo.Dispose();
        }

        _schema.Dispose();
    }

    [Fact]
    public async Task Two_silos_that_start_at_once_on_an_empty_database_are_one_cluster()
    {
        var silos = await Task.WhenAll(StartAsync(), StartAsync());

        foreach (var silo in silos)
            Assert.Equal(2, (await Management(silo).GetHosts(onlyActive: true)).Count);
        // A grain is in one of the two, whichever is asked.
        await Grain(silos[0], "dep-1").SaveAsync("one", 1);
        Assert.Equal("one", (await Grain(silos[1], "dep-1").ReadAsync()).Text);
        await Grain(silos[1], "dep-1").SaveAsync("two", 2);
        Assert.Equal("two", (await Grain(silos[0], "dep-1").ReadAsync()).Text);
    }

    [Fact]
    public async Task What_a_silo_held_goes_on_in_another_when_it_has_left()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        for (var i = 0; i < 20; i++)
            await Grain(second, $"dep-{i}").SaveAsync($"{i}", i);

        await first.StopAsync(TestContext.Current.CancellationToken);

        for (var i = 0; i < 20; i++)
            Assert.Equal(i, (await Grain(second, $"dep-{i}").ReloadAsync()).Number);
        Assert.Single(await Management(second).GetHosts(onlyActive: true));
        Assert.Equal(1L, _schema.Tamper("select count(*) from OrleansMembershipTable where Status = 3"));
    }

    [Fact]
    public async Task A_client_finds_the_silos_in_the_database()
    {
        var silo = await StartAsync();
        await Grain(silo, "dep-1").SaveAsync("one", 1);
        using var client = new HostBuilder().UseOrleansClient(orleans =>
        {
            orleans.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (StorageProvider.PostgresInvariant, _schema.ConnectionString));
            orleans.Configure<ClusterOptions>(Name);
        }).Build();

        await client.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("one", (await client.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>("dep-1").ReadAsync()).Text);
        await client.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Reminders_are_kept_found_changed_and_forgotten()
    {
        var silo = await StartAsync();
        var table = silo.Services.GetRequiredService<IReminderTable>();
        var grain = Grain(silo, "dep-1").GetGrainId();
        var start = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        var first = await table.UpsertRow(Every(2)) ?? "";
        var second = await table.UpsertRow(Every(3)) ?? "";
        var found = await table.ReadRow(grain, "wake") ?? throw new InvalidOperationException("It is gone.");
        var hash = grain.GetUniformHashCode();

        Assert.NotEqual(first, second);
        Assert.Equal((start, TimeSpan.FromMinutes(3), second), (found.StartAt, found.Period, found.ETag));
        Assert.Single((await table.ReadRows(grain)).Reminders);
        Assert.Single((await table.ReadRows(hash - 1, hash)).Reminders);
        Assert.Single((await table.ReadRows(hash - 1, hash - 2)).Reminders);
        Assert.Empty((await table.ReadRows(hash, hash + 1)).Reminders);
        Assert.False(await table.RemoveRow(grain, "wake", first));
        Assert.True(await table.RemoveRow(grain, "wake", second));
        Assert.Empty((await table.ReadRows(grain)).Reminders);

        ReminderEntry Every(int minutes) =>
            new() { GrainId = grain, ReminderName = "wake", StartAt = start, Period = TimeSpan.FromMinutes(minutes) };
    }

    [Fact]
    public async Task Of_two_changes_to_one_version_of_the_membership_one_wins()
    {
        var silo = await StartAsync();
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        var read = await table.ReadAllAsync(TestContext.Current.CancellationToken);
        var (member, etag) = read.Members.Single();

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => table.UpdateRowAsync(member, etag, read.Version.Next(), TestContext.Current.CancellationToken))));

        Assert.Single(won, outcome => outcome);
        Assert.False(await table.InsertRowAsync(member, (await table.ReadAllAsync(TestContext.Current.CancellationToken)).Version.Next(), TestContext.Current.CancellationToken));
        Assert.Equal(read.Version.Version + 1, (await table.ReadRowAsync(member.SiloAddress, TestContext.Current.CancellationToken)).Version.Version);
    }

    private static INoteGrain Grain(IHost silo, string key) => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>(key);

    private static IManagementGrain Management(IHost silo) => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);

    private static void Name(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = ("lumina-test", "lumina-test");

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<IHost> StartAsync()
    {
        var silo = new HostBuilder().UseOrleans(orleans =>
        {
            orleans.Services.AddLuminaStorage(_schema.Options);
            orleans.Configure<ClusterOptions>(Name);
            orleans.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
            // The store is opened, and its tables made, before Orleans asks for them.
            orleans.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> options) => options.Configure<StoreDatabase>((clustering, store) =>
                (clustering.Invariant, clustering.ConnectionString) = (store.Invariant, store.ConnectionString)));
            orleans.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) => options.Configure<StoreDatabase>((reminders, store) =>
                (reminders.Invariant, reminders.ConnectionString) = (store.Invariant, store.ConnectionString)));
            orleans.AddAdoNetGrainStorage("Default", (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure<StoreDatabase>((storage, store) =>
                (storage.Invariant, storage.ConnectionString) = (store.Invariant, store.ConnectionString)));
        }).ConfigureLogging(logging => logging.ClearProviders()).Build();
        lock (_silos)
            _silos.Add(silo);
        await silo.StartAsync(TestContext.Current.CancellationToken);
        return silo;
    }
}
