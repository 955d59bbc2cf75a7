using System.Collections.Immutable;
using Lumina.Deployments.Rotation;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Secrets;
using Microsoft.Extensions.Time.Testing;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Rotation;

public sealed class SecretPinsTests
{
    private readonly CountingStore _store = new();
    private readonly FakeTimeProvider _time = new();

    private SecretPins Pins => new(new SecretVersions([_store], SecretPatience.Default, _time));

    [Fact]
    public async Task The_newest_version_is_put_into_variables_and_files()
    {
        _store.Answers["shop/db"] = CountingStore.Version(4);
        var web = With("web", ("DB_KEY", Open("shop/db", "key")), ("OLD", Open("shop/db", "key") with { Version = 2 })) with
        {
            Files = ImmutableSortedDictionary<string, ConfigFileSpec>.Empty.Add("db.json", new() { Pieces = [new("key: ", null), new(null, Open("shop/db", "other"))] }),
        };

        var pinned = await PinAsync([web]);

        var component = Assert.Single(pinned.Plan.Components);
        var newest = Open("shop/db", "key") with { Version = 4, Newest = true, CreatedAt = CountingStore.Made.AddDays(4) };
        Assert.Equal(newest, component.Secrets["DB_KEY"]);
        Assert.Equal(Open("shop/db", "key") with { Version = 2 }, component.Secrets["OLD"]);
        Assert.Equal(newest with { Key = "other" }, component.Files["db.json"].Pieces[1].Secret);
        Assert.Equal(["shop/db@"], _store.Asked);
        Assert.Empty(pinned.Unknown);
        Assert.Empty(pinned.Refused);
    }

    [Fact]
    public async Task Each_entry_is_asked_for_once_and_few_at_a_time()
    {
        var components = Enumerable.Range(0, 1_000).Select(c => With(
            $"c{c}", [.. Enumerable.Range(0, 10).Select(s => ($"S{s}", Open($"app/{((c * 10) + s) % 2_000}", s % 2 == 0 ? "key" : "other")))]));

        var pinned = await PinAsync([.. components]);

        Assert.Equal(2_000, _store.Asked.Count);
        Assert.Equal(2_000, _store.Asked.Distinct().Count());
        Assert.InRange(_store.MostAtOnce, 1, SecretVersions.MostAtOnce);
        Assert.All(pinned.Plan.Components, component => Assert.All(component.Secrets.Values, secret => Assert.Equal(1, ((VaultSecret)secret).Version)));
    }

    [Fact]
    public async Task A_plan_that_asks_for_nothing_newest_stays_what_it_is()
    {
        var plan = PlanOf([With("web", ("A", Open("a", "k") with { Version = 3 }), ("B", new SealedSecret { Name = "b", Version = 1 })), Component("core")]);

        var pinned = await Pins.PinAsync(plan, [], default);

        Assert.Same(plan, pinned.Plan);
        Assert.Empty(_store.Asked);
    }

    [Fact]
    public async Task Without_an_answer_what_runs_keeps_its_version_and_the_rest_is_left_open()
    {
        _store.Answers["shop/db"] = SecretAnswer.Unavailable<SecretVersion?>("Vault is sealed");
        var runs = With("web", ("DB_KEY", Open("shop/db", "key") with { Version = 3, Newest = true }));

        var pinned = await PinAsync([With("web", ("DB_KEY", Open("shop/db", "key")), ("MORE", Open("shop/db", "more")))], runs);

        var web = Assert.Single(pinned.Plan.Components);
        Assert.Equal(runs.Secrets["DB_KEY"], web.Secrets["DB_KEY"]);
        Assert.Equal(Open("shop/db", "more"), web.Secrets["MORE"]);
        Assert.Equal([new("web", "secret DB_KEY", "Vault is sealed"), new SecretRemark("web", "secret MORE", "Vault is sealed")], pinned.Unknown);
        Assert.Empty(pinned.Refused);
        var change = Assert.Single(ChangePlanner.Compare(PlanOf([web.WithSecrets(s => s)]), "/", [new(1, runs, "/")]).Changes);
        Assert.DoesNotContain(change.Values, value => value.Path == "secret DB_KEY");
    }

    [Fact]
    public async Task What_is_not_there_or_forbidden_is_refused()
    {
        _store.Answers["shop/db"] = SecretAnswer.Failed<SecretVersion?>("the token may not read it");

        var pinned = await PinAsync([With("web", ("DB_KEY", Open("shop/db", "key")), ("FINE", Open("fine", "key")))]);

        Assert.Equal(new SecretRemark("web", "secret DB_KEY", "the token may not read it"), Assert.Single(pinned.Refused));
    }

    [Fact]
    public async Task Without_a_store_it_is_refused()
    {
        var pinned = await new SecretPins(new SecretVersions([], SecretPatience.Default, _time)).PinAsync(PlanOf([With("web", ("A", Open("a", "k")))]), [], default);

        Assert.Equal("this host has no store for it", Assert.Single(pinned.Refused).Reason);
    }

    [Fact]
    public async Task What_has_no_versions_is_left_open()
    {
        _store.Answers["database/creds/shop"] = SecretAnswer.Done<SecretVersion?>(null);
        var web = With("web", ("DB_KEY", Open("database/creds/shop", "password")));

        var pinned = await PinAsync([web]);

        Assert.Equal(web.Secrets["DB_KEY"], pinned.Plan.Components[0].Secrets["DB_KEY"]);
        Assert.Empty(pinned.Unknown);
        Assert.Empty(pinned.Refused);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_given_up_and_asked_no_more()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        var planning = PinAsync([With("web", [.. Enumerable.Range(0, 500).Select(n => ($"S{n}", Open($"app/{n}", "key")))])]);
        while (_store.Asked.Count < SecretVersions.MostAtOnce)
            await Task.Yield();

        while (!planning.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var pinned = await planning;
        Assert.Equal(500, pinned.Unknown.Length);
        Assert.All(pinned.Unknown, remark => Assert.Equal("the store 'vault' did not answer in time", remark.Reason));
        Assert.InRange(_store.Asked.Count, SecretVersions.MostAtOnce, 2 * SecretVersions.MostAtOnce);
        gate.SetResult();
    }

    private static VaultSecret Open(string path, string key) => new() { Path = path, Key = key };

    private static ComponentSpec With(string name, params (string Name, SecretReference Reference)[] secrets) => Component(name) with
    {
        Secrets = secrets.ToImmutableSortedDictionary(secret => secret.Name, secret => secret.Reference, StringComparer.Ordinal),
    };

    private static Plan PlanOf(ImmutableArray<ComponentSpec> components) => new()
    {
        Name = "shop",
        Environment = new EnvironmentSpec { Name = "test", Target = components[0].Target },
        Components = components,
    };

    private Task<PinnedPlan> PinAsync(ImmutableArray<ComponentSpec> components, params ComponentSpec[] running) =>
        Pins.PinAsync(PlanOf(components), [.. running.Select(spec => new RunningComponent(1, spec, "/"))], default);
}
