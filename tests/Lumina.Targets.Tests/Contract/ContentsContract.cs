using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>What instances get beside their specification arrives, and can be told by fingerprints.</summary>
public abstract class ContentsContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver
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
        Assert.Equal(Key.Of(System.Text.Encoding.UTF8.GetBytes(Canary)), one.Variables!["DB_KEY"]); // Readable
        Assert.Equal(Key.Of("info"u8), one.Variables["LEVEL"]);
        Assert.Equal(Key.Of("{}"u8), one.Files["app/plain.json"]);
        Assert.Equal(Key.Of(System.Text.Encoding.UTF8.GetBytes(FileCanary)), one.Files["tls/key.pem"]);
    }
}
