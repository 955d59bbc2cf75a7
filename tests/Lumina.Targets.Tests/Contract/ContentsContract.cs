using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>What instances get beside their specification arrives, and can be told by fingerprints.</summary>
public abstract class ContentsContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver, IDiffering
{
    protected const string Canary = "canary-of-the-contract";
    protected const string FileCanary = "password = canary-in-a-file\n";

    protected static readonly FingerprintKey Key = new([.. Enumerable.Range(0, FingerprintKey.Size).Select(n => (byte)n)]);

    protected ComponentKey Web { get; } = driver.NewComponent();

    protected static RevisionContents Contents { get; } = new(
        ImmutableSortedDictionary<string, SecretValue>.Empty.Add("DB_KEY", SecretValue.Of(Canary)),
        ImmutableSortedDictionary<string, FileContent>.Empty
            .Add("app/plain.json", new FileContent(SecretValue.Of("{}"), false, "APP_CONFIG"))
            .Add("tls/key.pem", new FileContent(SecretValue.Of(FileCanary), true, "TLS_KEY") { Secrets = [SecretValue.Of("canary-in-a-file")] }));

    [Fact]
    public async Task Instances_get_their_variables_and_files_and_it_can_be_told_from_fingerprints()
    {
        await WantAsync(1);
        await driver.SettledAsync(Web);
        AssertGiven(await ReadAsync());
    }

    [Fact]
    public async Task Many_components_can_be_asked_at_once()
    {
        await WantAsync(1);
        await driver.SettledAsync(Web);
        var answer = await driver.Target.ReadBackAllAsync(Web.Environment, Web.Plan, new Dictionary<string, int> { [Web.Component] = 1, ["nobody"] = 1 }, Key, Never);
        Assert.True(answer.Outcome == TargetOutcome.Done, answer.Reason);
        Assert.Equal([("nobody", null), (Web.Component, null)], answer.Value.Select(read => (read.Component, read.Problem)).OrderBy(read => read.Component == Web.Component));
        AssertGiven(answer.Value.Single(read => read.Component == Web.Component).Instances);
        Assert.Empty(answer.Value.Single(read => read.Component == "nobody").Instances);
    }

    [Fact]
    public async Task Contents_that_were_given_are_not_lost_by_commands_without_them()
    {
        await WantAsync(2);
        await driver.SettledAsync(Web);
        await driver.ScaleAsync(Web, Revision(), 1);
        await driver.SettledAsync(Web);
        AssertGiven(await ReadAsync());
    }

    [Fact]
    public async Task Of_what_is_not_there_nothing_is_read_back()
    {
        Assert.Empty((await driver.Target.ReadBackAsync(driver.NewComponent(), 1, Key, Never)).Value);
        await WantAsync(1);
        await driver.SettledAsync(Web);
        await driver.ScaleAsync(Web, Revision(), 0);
        await driver.UntilAsync(Web, seen => seen.Revisions.IsEmpty);
        Assert.Empty((await driver.Target.ReadBackAsync(Web, 1, Key, Never)).Value);
    }

    [Fact]
    public async Task What_came_with_the_preparation_is_there_when_instances_are_wanted()
    {
        Assert.Equal(TargetAnswer.Done, await driver.Target.PrepareAsync(driver.NewOperation(Web), Revision(), Contents, Never));
        await driver.ScaleAsync(Web, Revision(), 1);
        await driver.SettledAsync(Web);
        AssertGiven(await ReadAsync());
    }

    [Fact]
    public async Task What_an_instance_has_got_otherwise_is_told_and_nothing_else()
    {
        await WantAsync(1);
        var what = await driver.DifferAsync(Web, (await driver.SettledAsync(Web)).Revisions.Single());
        var read = Assert.Single(await ReadAsync());
        Assert.Null(read.Unreadable);
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DB_KEY"] = Fingerprint(Canary),
            ["LEVEL"] = Fingerprint("info"),
            ["app/plain.json"] = Fingerprint("{}"),
            ["tls/key.pem"] = Fingerprint(FileCanary),
        };
        var got = read.Variables!.Concat(read.Files).ToDictionary(StringComparer.Ordinal); // Readable
        Assert.Equal([what], wanted.Where(thing => got.GetValueOrDefault(thing.Key) != thing.Value).Select(thing => thing.Key));
    }

    protected RevisionSpec Revision()
    {
        var sound = driver.Sound(Web, 1);
        return sound with
        {
            Spec = sound.Spec with
            {
                Config = sound.Spec.Config.Add("LEVEL", "info"),
                Secrets = sound.Spec.Secrets.Add("DB_KEY", new VaultSecret { Path = "a", Key = "b" }),
                Files = sound.Spec.Files
                    .Add("app/plain.json", new ConfigFileSpec { Pieces = [new FilePiece("{}", null)], Variable = "APP_CONFIG" })
                    .Add("tls/key.pem", new ConfigFileSpec { Pieces = [new FilePiece(null, new VaultSecret { Path = "a", Key = "c" })], Variable = "TLS_KEY" }),
            },
        };
    }

    protected async Task WantAsync(int instances) =>
        Assert.Equal(TargetAnswer.Done, await driver.Target.ScaleAsync(driver.NewOperation(Web), Revision(), instances, Contents, Never));

    protected async Task<ImmutableArray<InstanceConfiguration>> ReadAsync()
    {
        var answer = await driver.Target.ReadBackAsync(Web, 1, Key, Never);
        Assert.True(answer.Outcome == TargetOutcome.Done, answer.Reason);
        return answer.Value;
    }

    protected static void AssertGiven(ImmutableArray<InstanceConfiguration> read)
    {
        var one = Assert.Single(read);
        Assert.Null(one.Unreadable);
        Assert.Equal(Fingerprint(Canary), one.Variables!["DB_KEY"]); // Readable
        Assert.Equal(Fingerprint("info"), one.Variables["LEVEL"]);
        Assert.Equal(Fingerprint("{}"), one.Files["app/plain.json"]);
        Assert.Equal(Fingerprint(FileCanary), one.Files["tls/key.pem"]);
    }

    private static string Fingerprint(string text) => Key.Of(System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>Of drivers whose instances are real and go on while the driver is not there: contents are there whenever an instance is started, and not longer.</summary>
public abstract class KeptContentsContract<TDriver>(TDriver driver) : ContentsContract<TDriver>(driver)
    where TDriver : TargetDriver, IDiffering, IReal, IRestarting
{
    private readonly TDriver _driver = driver;

    [Fact]
    public async Task An_instance_that_crashed_gets_them_again()
    {
        await WantAsync(1);
        await CrashAsync(restarts: 1);
        AssertGiven(await ReadAsync());
    }

    [Fact]
    public async Task They_survive_the_driver_and_a_crash_after_it()
    {
        await WantAsync(1);
        await _driver.SettledAsync(Web);
        await _driver.RestartAsync();
        await _driver.SettledAsync(Web);
        AssertGiven(await ReadAsync());
        await CrashAsync(restarts: 1);
        AssertGiven(await ReadAsync());
    }

    [Fact]
    public async Task They_are_forgotten_when_none_is_wanted_any_more_and_when_the_component_is_taken_away()
    {
        await WantAsync(1);
        await _driver.SettledAsync(Web);
        await _driver.ScaleAsync(Web, Revision(), 0);
        await _driver.UntilAsync(Web, seen => seen.Revisions.IsEmpty);
        await AssertForgottenAsync();

        await WantAsync(1);
        await _driver.SettledAsync(Web);
        Assert.Equal(TargetAnswer.Done, await _driver.Target.RemoveAsync(_driver.NewOperation(Web), Never));
        await _driver.UntilAsync(Web, seen => seen.Revisions.IsEmpty);
        await AssertForgottenAsync();
    }

    private async Task AssertForgottenAsync()
    {
        var answer = await _driver.Target.ScaleAsync(_driver.NewOperation(Web), Revision(), 1, RevisionContents.None, Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains("was not given", answer.Reason, StringComparison.Ordinal);
    }

    private async Task CrashAsync(int restarts)
    {
        _driver.Kill((await _driver.SettledAsync(Web)).Revisions.Single().Instances.Single());
        await _driver.UntilAsync(Web, seen => seen.Revisions.Single().Instances.Single() is { Phase: InstancePhase.Healthy, Restarts: var count } && count == restarts);
    }
}
