using Lumina.Language.Plans;
using Lumina.Secrets.Sealing;

namespace Lumina.Secrets.Tests.Sealing;

public sealed class SealedStoreTests : IDisposable
{
    private static readonly SecretScope Production = new("production", "shop", "web");

    private readonly SealedPlace _place = new();

    private SealedStore Store => new(_place.Keys);

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_reference_opens_without_its_file()
    {
        var reference = await ReferenceAsync("a", "production");
        File.Delete(_place.Secrets.Path);

        var answer = await ReadAsync(reference);

        Assert.Equal(SecretOutcome.Done, answer.Outcome);
        Assert.Equal(SealedPlace.Canary, answer.Value!.Values[""].RevealText());
        Assert.Equal(new SecretVersion(1, _place.Time.GetUtcNow()), answer.Value.Version);
        Assert.Null(answer.Value.Lease);
        Assert.Equal(answer.Value.Version, (await Store.DescribeAsync(reference, Production, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task What_is_for_all_opens_everywhere_and_what_is_for_one_there_alone()
    {
        Assert.Equal(SecretOutcome.Done, (await ReadAsync(await ReferenceAsync("a", "*"))).Outcome);
        await RefusedAsync(await ReferenceAsync("b", "staging"), "does not open for production");
    }

    [Fact]
    public async Task A_reference_that_was_changed_does_not_open()
    {
        var reference = await ReferenceAsync("a", "production");
        var other = await ReferenceAsync("b", "production");

        await RefusedAsync(reference with { Name = "b" }, "does not open");
        await RefusedAsync(reference with { Version = 2 }, "does not open");
        await RefusedAsync(reference with { Envelope = other.Envelope }, "does not open");
        await RefusedAsync(reference with { Envelope = "nonsense" }, "no sealed value of this format");
        await RefusedAsync(reference with { Envelope = null }, "did not come with its plan");
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_have_is_named()
    {
        var reference = await ReferenceAsync("a", "production");
        var file = _place.KeyFiles[0];
        File.Move(file, file + ".aside");

        await RefusedAsync(reference, $"The master key {Path.GetFileNameWithoutExtension(file)} is not here: it is not in {file}, and LUMINA_SEALED_KEY is not set");

        File.Move(file + ".aside", file);
        Assert.Equal(SecretOutcome.Done, (await ReadAsync(reference)).Outcome);
    }

    [Fact]
    public async Task Two_references_have_one_entry_when_they_are_the_same()
    {
        var one = await ReferenceAsync("a", "*");
        await _place.SetAsync("a", "canary-2");
        var two = _place.Secrets.Read()!.Find("a", "*")!.ToReference();

        Assert.Equal(Store.EntryOf(one), Store.EntryOf(one with { }));
        Assert.NotEqual(Store.EntryOf(one), Store.EntryOf(two));
        Assert.True(Store.Serves(one));
        Assert.False(Store.Serves(new VaultSecret { Path = "a", Key = "b" }));
        Assert.Equal("sealed", Store.Kind);
    }

    [Fact]
    public async Task It_says_how_many_keys_there_are_and_which_can_not_be_used()
    {
        Assert.Contains("no master key", (await Store.CheckAsync(TestContext.Current.CancellationToken)).Value, StringComparison.Ordinal);
        await _place.SetAsync("a");
        Assert.Contains("1 master key in", (await Store.CheckAsync(TestContext.Current.CancellationToken)).Value, StringComparison.Ordinal);

        File.SetUnixFileMode(_place.KeyFiles[0], UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var (outcome, _, reason) = await Store.CheckAsync(TestContext.Current.CancellationToken);
        Assert.Equal(SecretOutcome.Failed, outcome);
        Assert.Contains("chmod 600", reason, StringComparison.Ordinal);
    }

    private async Task<SealedSecret> ReferenceAsync(string name, string environment) =>
        (await _place.SetAsync(name, environment: environment)).Entry.ToReference();

    private Task<SecretAnswer<SecretEntry>> ReadAsync(SealedSecret reference) => Store.ReadAsync(reference, Production, TestContext.Current.CancellationToken);

    private async Task RefusedAsync(SealedSecret reference, string said)
    {
        var (outcome, value, reason) = await ReadAsync(reference);
        Assert.Equal((SecretOutcome.Failed, null), (outcome, value));
        Assert.Contains(said, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", reason, StringComparison.Ordinal);
    }
}
