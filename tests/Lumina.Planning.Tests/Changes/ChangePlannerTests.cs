using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Changes;

public sealed class ChangePlannerTests
{
    [Fact]
    public void A_component_that_does_not_run_is_created()
    {
        var change = ChangePlanner.Compare(Plan(Component("web")), Folder, []).Only("web");

        Assert.Equal(ChangeAction.Create, change.Action);
        Assert.Null(change.FromRevision);
        Assert.Equal(Folder, change.Directory);
        Assert.Equal(
            [new("version", null, "1.4.0"), new("image", null, "lumina/web:1.4.0"), new("port", null, "8000"), new("replicas", null, "2")],
            change.Values);
    }

    [Fact]
    public void A_component_that_the_plan_no_longer_has_is_removed()
    {
        var change = ChangePlanner.Compare(Plan(), Folder, [Running(Component("web"))]).Only("web");

        Assert.Equal(ChangeAction.Remove, change.Action);
        Assert.Null(change.Desired);
        Assert.Equal(3, change.FromRevision);
        Assert.Equal("1.4.0", change.FromVersion);
        Assert.Contains(new ValueChange("version", "1.4.0", null), change.Values);
    }

    [Fact]
    public void What_runs_as_it_should_is_unchanged()
    {
        var change = ChangePlanner.Compare(Plan(Component("web")), Folder, [Running(Component("web"))]).Only("web");

        Assert.Equal(ChangeAction.Unchanged, change.Action);
        Assert.Empty(change.Values);
        Assert.Empty(change.After);
        Assert.Equal(3, change.FromRevision);
    }

    public static TheoryData<string, string?, string?, Func<ComponentSpec, ComponentSpec>> IdentityValues => new()
    {
        { "version", "1.4.0", "1.4.1", spec => spec with { Version = "1.4.1" } },
        { "image", "lumina/web:1.4.0", "lumina/web:1.4.1", spec => spec with { Image = "lumina/web:1.4.1" } },
        { "command", null, "dotnet \"my app.dll\"", spec => spec with { Command = ["dotnet", "my app.dll"] } },
        { "args", null, "--fast", spec => spec with { Args = ["--fast"] } },
        { "port", "8000", null, spec => spec with { Port = null } },
        { "target", "process", "docker", spec => spec with { Target = new() { Kind = "docker" } } },
        {
            "target context", null, "prod",
            spec => spec with { Target = spec.Target with { Options = spec.Target.Options.Add("context", "prod") } }
        },
        { "health", "http /health", null, spec => spec with { Health = null } },
        { "health", "http /health", "tcp", spec => spec with { Health = new() { Kind = HealthKind.Tcp } } },
        { "health path", "/health", "/ready", spec => spec with { Health = new() { Kind = HealthKind.Http, Path = "/ready" } } },
        {
            "health every", "2s", "500ms",
            spec => spec with { Health = new() { Kind = HealthKind.Http, Every = TimeSpan.FromMilliseconds(500) } }
        },
        { "health healthy_after", "1", "2", spec => spec with { Health = new() { Kind = HealthKind.Http, HealthyAfter = 2 } } },
        {
            "health start_within", "30s", "1h",
            spec => spec with { Health = new() { Kind = HealthKind.Http, StartWithin = TimeSpan.FromHours(1) } }
        },
        { "stop_within", "10s", "5m", spec => spec with { StopWithin = TimeSpan.FromMinutes(5) } },
    };

    [Theory]
    [MemberData(nameof(IdentityValues), DisableDiscoveryEnumeration = true)]
    public void What_a_component_is_makes_an_update(string path, string? before, string? after, Func<ComponentSpec, ComponentSpec> edit)
    {
        var change = ChangePlanner.Compare(Plan(edit(Component("web"))), Folder, [Running(Component("web"))]).Only("web");

        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.False(change.InPlace);
        Assert.Equal([new(path, before, after)], change.Values);
    }

    [Fact]
    public void A_plan_in_another_folder_makes_an_update()
    {
        var change = ChangePlanner.Compare(Plan(Component("web")), "/elsewhere", [Running(Component("web"))]).Only("web");

        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.Equal([new("directory", "/plans", "/elsewhere")], change.Values);
    }

    public static TheoryData<string, string?, string?, Func<ComponentSpec, ComponentSpec>> RolloutValues => new()
    {
        { "replicas", "2", "3", spec => spec with { Replicas = 3 } },
        { "strategy batch", "1", "25%", spec => spec with { Strategy = new RollingSpec { Batch = CountOrPercent.Percent(25) } } },
        { "strategy max_surge", "1", "2", spec => spec with { Strategy = new RollingSpec { MaxSurge = CountOrPercent.Count(2) } } },
        {
            "strategy max_unavailable", "0", "1",
            spec => spec with { Strategy = new RollingSpec { MaxUnavailable = CountOrPercent.Count(1) } }
        },
        { "strategy deadline", "10m", "90s", spec => spec with { Strategy = new RollingSpec { Deadline = TimeSpan.FromSeconds(90) } } },
        { "strategy min_ready", "0s", "3d", spec => spec with { Strategy = new RollingSpec { MinReady = TimeSpan.FromDays(3) } } },
        { "rollback within", "5m", "1m", spec => spec with { Rollback = new() { Within = TimeSpan.FromMinutes(1) } } },
        { "rollback scope", "all", "dependents", spec => spec with { Rollback = new() { Scope = RollbackScope.Dependents } } },
        { "rollback keep_previous", "0s", "10m", spec => spec with { Rollback = new() { KeepPrevious = TimeSpan.FromMinutes(10) } } },
        { "strategy", "rolling", "canary", spec => spec with { Strategy = new CanarySpec { Steps = [new() { Weight = 5 }] } } },
        { "strategy", "rolling", "blue-green", spec => spec with { Strategy = new BlueGreenSpec() } },
        { "strategy", "rolling", "recreate", spec => spec with { Strategy = new RecreateSpec() } },
        { "depends on", null, "core, memory", spec => spec with { DependsOn = ["core", "memory"] } },
    };

    [Theory]
    [MemberData(nameof(RolloutValues), DisableDiscoveryEnumeration = true)]
    public void How_a_component_is_rolled_out_changes_in_place(
        string path, string? before, string? after, Func<ComponentSpec, ComponentSpec> edit)
    {
        var change = ChangePlanner.Compare(Plan(edit(Component("web"))), Folder, [Running(Component("web"))]).Only("web");

        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.True(change.InPlace);
        Assert.Equal([new(path, before, after)], change.Values);
    }

    private static readonly CanarySpec Canary = new()
    {
        Steps = [new() { Weight = 5, For = TimeSpan.FromMinutes(1) }, new() { Weight = 50 }],
        Checks =
        [
            new() { Name = "errors", Metric = "error_rate", Max = 1 },
            new() { Name = "latency", Metric = "latency_p99", Max = 250 },
        ],
    };

    private static readonly BlueGreenSpec BlueGreen = new() { Verify = new() { Kind = VerifyKind.Http, Path = "/ready" } };

    public static TheoryData<string, string?, string?, StrategySpec, StrategySpec> StrategyValues => new()
    {
        { "strategy steps", "5% for 1m, 50%", "2.5%", Canary, Canary with { Steps = [new() { Weight = 2.5m }] } },
        { "strategy no_data", "fail", "wait", Canary, Canary with { NoData = NoDataMode.Wait } },
        {
            "strategy matches", "header x-canary=yes", "header x-canary=yes, cookie beta",
            Canary with { Matches = [new() { In = RequestPart.Header, Name = "x-canary", Value = "yes" }] },
            Canary with { Matches = [new() { In = RequestPart.Header, Name = "x-canary", Value = "yes" }, new() { In = RequestPart.Cookie, Name = "beta" }] }
        },
        { "strategy mirror", null, "10%", Canary, Canary with { Mirror = 10 } },
        { "strategy sticky", "false", "true", Canary, Canary with { Sticky = true } },
        { "strategy check latency", "latency_p99 max 250ms", null, Canary, Canary with { Checks = [Canary.Checks[0]] } },
        { "strategy check errors", "error_rate max 1%", "error_rate max 0.5%", Canary, Canary with { Checks = [Canary.Checks[0] with { Max = 0.5m }, Canary.Checks[1]] } },
        {
            "strategy check errors", "error_rate max 1%", "error_rate against the baseline, tolerance 20%", Canary,
            Canary with { Checks = [Canary.Checks[0] with { Max = null, Compare = ComparedWith.Baseline, Tolerance = 20 }, Canary.Checks[1]] }
        },
        {
            "strategy check latency", "latency_p99 max 250ms", "queue by max(q) min 3", Canary,
            Canary with { Checks = [Canary.Checks[0], new() { Name = "latency", Metric = "queue", Query = "max(q)", Min = 3 }] }
        },
        {
            "strategy check errors", "error_rate max 1%",
            "error_rate against the baseline, tolerance 0% lower is worse confidence 99% over the whole rollout every 30s count 3 failures 1 errors 0 min_samples 50 in group a critical", Canary,
            Canary with
            {
                Checks =
                [
                    new()
                    {
                        Name = "errors", Metric = "error_rate", Compare = ComparedWith.Baseline, Confidence = 99, Worse = WorseWhen.Lower, Over = CheckSpan.Rollout, Every = TimeSpan.FromSeconds(30),
                        Count = 3, Failures = 1, Errors = 0, MinSamples = 50, Group = "a", Critical = true,
                    },
                    Canary.Checks[1],
                ],
            }
        },
        { "strategy inconclusive", "pause", "fail", Canary, Canary with { Inconclusive = InconclusiveMode.Fail } },
        { "strategy score", null, "pass 75%, marginal 50%, a 40%", Canary, Canary with { Score = new() { Marginal = 50, Groups = [new("a", 40)] } } },
        { "strategy switch", "automatic", "approved", BlueGreen, BlueGreen with { Switch = SwitchMode.Approved } },
        { "strategy verify", "http /ready", null, BlueGreen, BlueGreen with { Verify = null } },
        { "strategy verify", "http /ready", "command check it", BlueGreen, BlueGreen with { Verify = new() { Kind = VerifyKind.Command, Command = ["check", "it"] } } },
        { "strategy verify timeout", "30s", "5s", BlueGreen, BlueGreen with { Verify = BlueGreen.Verify! with { Timeout = TimeSpan.FromSeconds(5) } } },
    };

    [Theory]
    [MemberData(nameof(StrategyValues), DisableDiscoveryEnumeration = true)]
    public void What_a_strategy_does_changes_in_place(string path, string? before, string? after, StrategySpec one, StrategySpec other)
    {
        var change = ChangePlanner.Compare(Plan(Component("web") with { Strategy = other }), Folder, [Running(Component("web") with { Strategy = one })]).Only("web");

        Assert.True(change.InPlace);
        Assert.Equal([new(path, before, after)], change.Values);
    }

    [Fact]
    public void A_scale_changes_in_place_value_by_value()
    {
        var web = Component("web") with { Scale = new() { Min = 2, Max = 4 } };

        var change = ChangePlanner.Compare(Plan(web with { Scale = new() { Min = 2, Max = 8, Cpu = 70 } }), Folder, [Running(web)]).Only("web");

        Assert.True(change.InPlace);
        Assert.Equal([new("scale max", "4", "8"), new("scale cpu", "80%", "70%")], change.Values);
    }

    [Fact]
    public void Other_resources_need_new_instances()
    {
        var web = Component("web") with { Resources = new() { Cpu = 500, Memory = 512L << 20 } };

        var change = ChangePlanner.Compare(Plan(web with { Resources = new() { Cpu = 2000 } }), Folder, [Running(web)]).Only("web");

        Assert.Equal((ChangeAction.Update, false), (change.Action, change.InPlace));
        Assert.Equal([new("resources cpu", "500m", "2"), new("resources memory", "512MiB", null)], change.Values);
    }

    [Fact]
    public void Another_version_of_a_secret_makes_a_restart_and_shows_no_value()
    {
        var key = new VaultSecret { Path = "shop/web", Key = "key", Version = 3 };
        var web = Component("web") with
        {
            Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty
                .Add("KEY", key).Add("MOVED", key).Add("NEWEST", key with { Version = null }).Add("GONE", new SealedSecret { Name = "old" }),
        };
        var next = web with
        {
            Secrets = web.Secrets.SetItem("KEY", key with { Version = 4 }).SetItem("MOVED", key with { Path = "shop/all", Version = null })
                .SetItem("NEWEST", key with { Version = 3 }).Remove("GONE"),
        };

        var change = ChangePlanner.Compare(Plan(next), Folder, [Running(web)]).Only("web");

        Assert.Equal(ChangeAction.Restart, change.Action);
        Assert.Equal(
            [
                new("secret GONE", "(secret, sealed as old)", null),
                new("secret KEY", "(secret, version 3)", "(secret, version 4)"),
                new("secret MOVED", "(secret, version 3 of shop/web key)", "(secret, newest version of shop/all key)"),
                new("secret NEWEST", "(secret, newest version)", "(secret, version 3)"),
            ],
            change.Values);
    }

    [Fact]
    public void Config_alone_makes_a_restart()
    {
        var web = Component("web");
        var debug = web with { Config = web.Config.SetItem("LUMINA_LOG_LEVEL", "debug").Add("LUMINA_ENV", "development") };

        var change = ChangePlanner.Compare(Plan(debug), Folder, [Running(web)]).Only("web");

        Assert.Equal(ChangeAction.Restart, change.Action);
        Assert.False(change.InPlace);
        Assert.Equal(
            [new("config LUMINA_ENV", null, "development"), new("config LUMINA_LOG_LEVEL", "info", "debug")], change.Values);
    }

    [Fact]
    public void Config_together_with_an_image_makes_an_update()
    {
        var web = Component("web");
        var next = web with { Config = web.Config.Clear(), Image = "lumina/web:1.4.1" };

        var change = ChangePlanner.Compare(Plan(next), Folder, [Running(web)]).Only("web");

        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.Equal(["image", "config LUMINA_LOG_LEVEL"], change.Values.Select(value => value.Path));
    }

    [Fact]
    public void Missing_instances_make_a_restart()
    {
        var change = ChangePlanner.Compare(Plan(Component("web")), Folder, [Running(Component("web"), missing: 1)]).Only("web");

        Assert.Equal(ChangeAction.Restart, change.Action);
        Assert.Equal([new("instances", "1", "2")], change.Values);
    }

    [Fact]
    public void Removal_goes_from_dependents_to_dependencies()
    {
        RunningComponent[] running =
            [Running(Component("core", "memory")), Running(Component("memory")), Running(Component("web", "core"))];

        var set = ChangePlanner.Remove("lumina", "development", running);

        Assert.All(set.Changes, change => Assert.Equal(ChangeAction.Remove, change.Action));
        Assert.Equal(["core"], set.Only("memory").After);
        Assert.Equal(["web"], set.Only("core").After);
        Assert.Empty(set.Only("web").After);
    }

    [Fact]
    public void A_removal_waits_for_those_who_stop_needing_it()
    {
        RunningComponent[] running = [Running(Component("memory")), Running(Component("web", "memory"))];

        var set = ChangePlanner.Compare(Plan(Component("web")), Folder, running);

        Assert.Equal(ChangeAction.Update, set.Only("web").Action);
        Assert.Equal(["web"], set.Only("memory").After);
        Assert.Empty(set.Only("web").After);
    }

    [Fact]
    public void What_changes_lists_dependencies_that_do_not()
    {
        var core = Component("core", "memory");

        var set = ChangePlanner.Compare(
            Plan(core with { Version = "1.4.1" }, Component("memory")), Folder, [Running(core), Running(Component("memory"))]);

        Assert.Equal(["memory"], set.Only("core").After);
        Assert.Equal(ChangeAction.Unchanged, set.Only("memory").Action);
    }

    [Fact]
    public void Restoring_brings_back_removes_and_leaves_alone()
    {
        var core = Component("core", "memory");
        RunningComponent[] running =
            [Running(core with { Version = "1.4.1" }), Running(Component("memory")), Running(Component("web", "core"))];
        var wanted = new Dictionary<string, RestorePoint?>
        {
            ["core"] = new(core, Folder),
            ["web"] = null,
            ["search"] = new(Component("search", "core"), "/before"),
            ["gone"] = null,
        };

        var set = ChangePlanner.Restore("lumina", "development", running, wanted);

        Assert.Equal(["core", "memory", "search", "web"], set.Changes.Select(change => change.Component));
        Assert.Equal([new("version", "1.4.1", "1.4.0")], set.Only("core").Values);
        Assert.Equal(ChangeAction.Unchanged, set.Only("memory").Action);
        Assert.NotNull(set.Only("memory").Desired);
        Assert.Equal(ChangeAction.Create, set.Only("search").Action);
        Assert.Equal("/before", set.Only("search").Directory);
        Assert.Equal(["core"], set.Only("search").After);
        Assert.Equal(ChangeAction.Remove, set.Only("web").Action);
    }

    [Fact]
    public void Specs_of_different_times_that_need_each_other_do_not_wait_in_a_circle()
    {
        RunningComponent[] running = [Running(Component("core", "web")), Running(Component("web", "core"))];

        var set = ChangePlanner.Remove("lumina", "development", running);

        Assert.Equal(1, set.Changes.Sum(change => change.After.Length));
    }
}
