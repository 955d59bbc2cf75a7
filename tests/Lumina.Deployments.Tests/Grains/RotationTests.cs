using System.Text;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Secrets;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Versions of secrets travel with everything else: forward, back after a failure, and back by a person.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private readonly VersionedStore _store = new();
    private readonly LuminaCluster _cluster;
    private readonly Scenario _scenario;

    public RotationTests() => _scenario = new Scenario(_cluster = new LuminaCluster(1) { Secrets = _store });

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_rollback_brings_version_configuration_and_secret_back_together()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("1", "info")));
        await AssertRunsAsync("1", "info", 1, revision: 1);
        _store.Newest = 2;
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("2", "debug")));
        await AssertRunsAsync("2", "debug", 2, revision: 2);

        var (id, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        await AssertRunsAsync("1", "info", 1, revision: 3);
        // Deployed again, the newest is taken again.
        Assert.Contains(
            Assert.Single((await _cluster.Planner.PlanAsync(await _scenario.IntentAsync(Web("1", "info")))).Changes!.Changes).Values, value => value.Path == "secret DB_KEY");
    }

    [Fact]
    public async Task A_rollout_that_fails_leaves_all_three_as_they_were()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("1", "info")));
        _store.Newest = 2;

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("2", "debug", "fail=100%")));

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        await AssertRunsAsync("1", "info", 1, revision: 1);
    }

    [Fact]
    public async Task A_change_set_keeps_the_versions_that_were_looked_at()
    {
        var intent = await _scenario.IntentAsync(Web("1", "info"));
        var planned = await _cluster.Planner.PlanAsync(intent);
        _store.Newest = 2;
        var turn = await _cluster.Grains.GetPlanDoor(Scenario.Environment, _scenario.Plan).TurnAsync();
        var id = "dep-" + Ulid.NewUlid().ToString().ToLowerInvariant();
        await _cluster.Grains.GetGrain<IDeploymentGrain>(id).StartAsync(new StartOrder(
            intent, planned.Digest!, planned.Changed, planned.Digest, turn, OnConflict.Refuse, "tester", null, 8, null));

        await _scenario.EndOfAsync(id);

        await AssertRunsAsync("1", "info", 1, revision: 1);
    }

    [Fact]
    public async Task A_rotation_alone_is_a_restart()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("1", "info")));
        _store.Newest = 2;

        var change = Assert.Single((await _cluster.Planner.PlanAsync(await _scenario.IntentAsync(Web("1", "info")))).Changes!.Changes);
        Assert.Equal((ChangeAction.Restart, false), (change.Action, change.Anew));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web("1", "info")));

        await AssertRunsAsync("1", "info", 2, revision: 2);
    }

    [Fact]
    public async Task Credentials_that_soon_run_out_and_are_lent_for_no_longer_are_a_restart_which_brings_new_ones()
    {
        var web = Component("web") with { Secrets = Component("web").Secrets.Add("DB_KEY", new VaultSecret { Path = "lent/db", Key = "key" }) };
        _store.LendsFor = TimeSpan.Zero;
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(web));
        var lease = Assert.Single((await _scenario.StateOfAsync("web")).Leases);
        _store.LendsFor = TimeSpan.FromHours(1);

        var change = Assert.Single((await _cluster.Planner.PlanAsync(await _scenario.IntentAsync(web))).Changes!.Changes);
        Assert.Equal(ChangeAction.Restart, change.Action);
        var value = Assert.Single(change.Values);
        Assert.Equal(("credentials", "made anew"), (value.Path, value.After));
        Assert.Contains($"run out at {lease.Expires:yyyy-MM-dd HH:mm:ss} UTC", value.Before, StringComparison.Ordinal);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(web));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal("2", await _scenario.RevisionsOfAsync("web"));
        Assert.Contains((await _scenario.StateOfAsync("web")).Leases, held => held.Revision == 2 && held.Id == "lease-2");
        Assert.Equal(0, (await _cluster.Planner.PlanAsync(await _scenario.IntentAsync(web))).Changed);
    }

    private static ComponentSpec Web(string version, string level, params string[] options)
    {
        var web = Component("web", version, options: options);
        return web with { Config = web.Config.Add("LOG_LEVEL", level), Secrets = web.Secrets.Add("DB_KEY", new VaultSecret { Path = "shop/db", Key = "key" }) };
    }

    private async Task AssertRunsAsync(string version, string level, int secret, int revision)
    {
        var live = (await _scenario.StateOfAsync("web")).Current!;
        Assert.Equal((version, level, revision), (live.Revision.Spec.Version, live.Revision.Spec.Config["LOG_LEVEL"], live.Revision.Number));
        Assert.Equal(secret, ((VaultSecret)live.Revision.Spec.Secrets["DB_KEY"]).Version);
        // Not only in the record: what the instances have.
        var key = new FingerprintKey(new byte[FingerprintKey.Size]);
        var instance = Assert.Single((await _cluster.Target.ReadBackAsync(_scenario.Key("web"), revision, key, default)).Value);
        Assert.Equal(key.Of(Encoding.UTF8.GetBytes($"canary-{secret}")), instance.Variables!["DB_KEY"]); // Readable
        Assert.Equal(key.Of(Encoding.UTF8.GetBytes(level)), instance.Variables["LOG_LEVEL"]);
    }
}
