using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Lumina.Storage.Tests;

/// <summary>Orleans' own grain storage, over our schema and our queries.</summary>
public abstract class GrainStateTests(IStorePlace place) : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;

    private InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster does not run.");

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        place.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Grain_state_survives_a_restart_of_the_silo()
    {
        await Grain("dep-1").SaveAsync("one", 1);
        await Grain("dep-1").SaveAsync("two", 2);

        await StopAsync();
        await StartAsync();

        Assert.Equal(new NoteState("two", 2), await Grain("dep-1").ReadAsync());
    }

    [Fact]
    public async Task Grain_state_that_was_never_written_is_empty()
    {
        Assert.Equal(new NoteState("", 0), await Grain("dep-none").ReadAsync());
    }

    [Fact]
    public async Task Grains_with_other_keys_have_other_state()
    {
        await Grain("cmp-a/b").SaveAsync("b", 1);
        await Grain("cmp-a/c").SaveAsync("c", 2);
        await Cluster.Client.GetGrain<INumberedGrain>(7).SaveAsync(70);
        await Cluster.Client.GetGrain<INumberedGrain>(8).SaveAsync(80);

        Assert.Equal("b", (await Grain("cmp-a/b").ReloadAsync()).Text);
        Assert.Equal("c", (await Grain("cmp-a/c").ReloadAsync()).Text);
        Assert.Equal(70, await Cluster.Client.GetGrain<INumberedGrain>(7).ReloadAsync());
        Assert.Equal(80, await Cluster.Client.GetGrain<INumberedGrain>(8).ReloadAsync());
    }

    [Fact]
    public async Task A_write_with_a_stale_version_is_a_conflict_and_changes_nothing()
    {
        await Grain("dep-1").SaveAsync("mine", 1);
        place.Tamper("update OrleansStorage set Version = Version + 1");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain("dep-1").SaveAsync("stale", 2));

        Assert.Equal("mine", (await Grain("dep-1").ReloadAsync()).Text);
    }

    [Fact]
    public async Task A_first_write_where_another_was_first_is_a_conflict()
    {
        var grain = Grain("dep-1");
        await grain.ReadAsync();
        await Grain("dep-2").SaveAsync("theirs", 1);
        place.Tamper("update OrleansStorage set GrainIdExtensionString = 'dep-1'");

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.SaveAsync("mine", 2));

        Assert.Equal("theirs", (await Grain("dep-1").ReloadAsync()).Text);
    }

    [Fact]
    public async Task A_write_of_a_state_that_is_gone_is_a_conflict()
    {
        await Grain("dep-1").SaveAsync("mine", 1);
        place.Tamper("delete from OrleansStorage");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain("dep-1").SaveAsync("again", 2));
        Assert.Equal(0L, place.Tamper("select count(*) from OrleansStorage"));
    }

    [Theory]
    [InlineData("dep-kept", false)]
    [InlineData("dep-deleted", true)]
    public async Task State_that_was_cleared_is_empty_and_can_be_written_again(string key, bool deletes)
    {
        await StopAsync();
        await StartAsync(deletes);
        await Grain(key).SaveAsync("one", 1);

        await Grain(key).ClearAsync();
        var rows = place.Tamper("select count(*) from OrleansStorage");
        var cleared = await Grain(key).ReloadAsync();
        await Grain(key).SaveAsync("two", 2);

        Assert.Equal(deletes ? 0L : 1L, rows);
        Assert.Equal(new NoteState("", 0), cleared);
        Assert.Equal(new NoteState("two", 2), await Grain(key).ReloadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clearing_with_a_stale_version_is_a_conflict(bool deletes)
    {
        await StopAsync();
        await StartAsync(deletes);
        await Grain("dep-1").SaveAsync("one", 1);
        place.Tamper("update OrleansStorage set Version = Version + 1");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain("dep-1").ClearAsync());

        Assert.Equal("one", (await Grain("dep-1").ReloadAsync()).Text);
    }

    public sealed class OnSqlite() : GrainStateTests(new StoreFolder());

    public sealed class OnPostgres() : GrainStateTests(new StoreSchema());

    private INoteGrain Grain(string key) => Cluster.Client.GetGrain<INoteGrain>(key);

    private async Task StartAsync(bool deleteOnClear = false)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = "lumina-test";
        builder.ConfigureSilo((_, silo) =>
        {
            place.AddTo(silo.Services);
            silo.AddAdoNetGrainStorage("Default", (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure<StoreDatabase>((storage, store) =>
            {
                storage.Invariant = store.Invariant;
                storage.ConnectionString = store.ConnectionString;
                storage.DeleteStateOnClear = deleteOnClear;
            }));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    private async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
