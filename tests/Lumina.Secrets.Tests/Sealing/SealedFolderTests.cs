using CsCheck;
using Lumina.Secrets.Sealing;

namespace Lumina.Secrets.Tests.Sealing;

public sealed class SealedFolderTests : IDisposable
{
    private readonly SealedPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_first_value_makes_a_key_that_only_its_owner_can_read()
    {
        var change = await _place.SetAsync("a");

        var file = Assert.Single(_place.KeyFiles);
        Assert.Equal(change.MadeKey, Path.GetFileNameWithoutExtension(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_place.KeyFolder));
        Assert.Equal(SealedPlace.Canary, _place.Value("a"));
        Assert.Null((await _place.SetAsync("b")).MadeKey);
    }

    [Fact]
    public async Task Many_who_set_at_once_lose_nothing_and_make_one_key()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var secrets = new SealedFolder(_place.Folder, _place.Keys, TimeProvider.System);
            await secrets.SetAsync($"name-{i}", "*", SecretValue.Of($"canary-{i}"), TestContext.Current.CancellationToken);
        })));

        Assert.Single(_place.KeyFiles);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal($"canary-{i}", _place.Value($"name-{i}")));
    }

    [Fact]
    public async Task Each_value_is_a_version_the_same_one_is_none_and_ten_are_kept()
    {
        for (var i = 1; i <= 12; i++) Assert.Equal(i, (await _place.SetAsync("a", $"canary-{i}")).Entry.Version);
        Assert.False((await _place.SetAsync("a", "canary-12")).IsNew);

        Assert.Equal(Enumerable.Range(3, 10), _place.Secrets.Read()!.Entries.Select(entry => entry.Version));
        Assert.Equal("canary-12", _place.Value("a"));
    }

    [Fact]
    public void Any_value_under_any_name_comes_back()
    {
        Gen.Select(Gen.String[Gen.Char["abcXYZ019-_./"], 1, 128], Gen.Byte.Array[0, 300]).Sample(
            (name, value) =>
            {
                _place.Secrets.SetAsync(name, "*", SecretValue.Of(value), CancellationToken.None).GetAwaiter().GetResult();
                Assert.Equal(value, _place.Secrets.Open(_place.Secrets.Read()!.Find(name, "any")!).Reveal().ToArray());
            },
            iter: 50, threads: 1);
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<SealedException>(() => _place.SetAsync("a", new string('x', Envelope.LargestValue + 1)));

        Assert.Equal(SealedFault.TooLarge, refusal.Fault);
        Assert.False(File.Exists(_place.Secrets.Path));
    }

    [Fact]
    public async Task A_new_master_key_seals_everything_anew_and_the_old_one_stays_until_it_is_taken_away()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("a", "canary-2");
        await _place.SetAsync("b", "canary-3", "production");
        var before = _place.Secrets.Read()!;
        _place.Time.Advance(TimeSpan.FromDays(1));

        var rotation = await _place.Secrets.RotateAsync(removeOld: false, TestContext.Current.CancellationToken);

        var after = _place.Secrets.Read()!;
        Assert.Equal((before.KeyId, after.KeyId, 3, false), (rotation.OldKey, rotation.NewKey, rotation.Entries, rotation.OldRemoved));
        Assert.Equal(before.Entries.Select(entry => (entry.Name, entry.Version, entry.CreatedAt)), after.Entries.Select(entry => (entry.Name, entry.Version, entry.CreatedAt)));
        Assert.All(after.Entries, entry => Assert.DoesNotContain(entry.Envelope, before.ToText(), StringComparison.Ordinal));
        Assert.Equal(("canary-2", "canary-3"), (_place.Value("a"), _place.Value("b", "production")));
        Assert.Equal("canary-1", _place.Secrets.Open(before.Entries[0]).RevealText());

        Assert.True((await _place.Secrets.RotateAsync(removeOld: true, TestContext.Current.CancellationToken)).OldRemoved);
        Assert.Equal(SealedFault.KeyMissing, Assert.Throws<SealedException>(() => _place.Secrets.Open(after.Entries[0])).Fault);
        Assert.Equal("canary-2", _place.Value("a"));
    }

    [Fact]
    public async Task A_rotation_that_meets_a_changed_value_changes_nothing()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("b", "canary-2");
        var changed = _place.Text = _place.Text.Replace("\nb *", "\nc *", StringComparison.Ordinal);

        await Assert.ThrowsAsync<SealedException>(() => _place.Secrets.RotateAsync(removeOld: true, TestContext.Current.CancellationToken));

        Assert.Equal(changed, _place.Text);
        Assert.Single(_place.KeyFiles);
    }

    [Fact]
    public async Task A_value_that_is_removed_is_gone_for_that_environment_alone()
    {
        await _place.SetAsync("a", "canary-1");
        await _place.SetAsync("a", "canary-2", "production");

        Assert.Equal(1, await _place.Secrets.RemoveAsync("a", "production", TestContext.Current.CancellationToken));

        Assert.Equal("canary-1", _place.Value("a", "production"));
        var missing = await Assert.ThrowsAsync<SealedException>(() => _place.Secrets.RemoveAsync("a", "production", TestContext.Current.CancellationToken));
        Assert.Equal(SealedFault.NotThere, missing.Fault);
        Assert.Contains("all environments", missing.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_left_as_it_is()
    {
        await _place.SetAsync("a");
        var cut = _place.Text = _place.Text[..^10];

        Assert.Equal(SealedFault.Unreadable, (await Assert.ThrowsAsync<SealedException>(() => _place.SetAsync("b"))).Fault);

        Assert.Equal(cut, _place.Text);
    }

    [Fact]
    public async Task A_file_that_is_a_link_stays_one_and_nothing_lies_beside_it()
    {
        await _place.SetAsync("a");
        var moved = Path.Combine(_place.Folder, "elsewhere");
        File.Move(_place.Secrets.Path, moved);
        File.CreateSymbolicLink(_place.Secrets.Path, moved);

        await _place.SetAsync("b");

        Assert.NotNull(new FileInfo(_place.Secrets.Path).LinkTarget);
        Assert.Equal(["elsewhere", SealedFile.Name], Directory.GetFiles(_place.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(SealedPlace.Canary, _place.Value("b"));
    }
}
