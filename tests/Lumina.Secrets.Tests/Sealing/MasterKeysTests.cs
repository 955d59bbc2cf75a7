using Lumina.Secrets.Sealing;

namespace Lumina.Secrets.Tests.Sealing;

public sealed class MasterKeysTests : IDisposable
{
    private readonly SealedPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task A_key_that_others_can_read_is_refused(UnixFileMode open)
    {
        await _place.SetAsync("a");
        var file = _place.KeyFiles[0];
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | open);

        var refusal = Assert.Throws<SealedException>(() => _place.Value("a"));

        Assert.Equal(SealedFault.KeyUnusable, refusal.Fault);
        Assert.Equal($"chmod 600 {file}", refusal.Remedy);
    }

    [Fact]
    public async Task A_folder_of_keys_that_others_can_look_into_is_refused()
    {
        await _place.SetAsync("a");
        File.SetUnixFileMode(_place.KeyFolder, File.GetUnixFileMode(_place.KeyFolder) | UnixFileMode.OtherExecute);

        Assert.Equal($"chmod 700 {_place.KeyFolder}", Assert.Throws<SealedException>(() => _place.Value("a")).Remedy);
    }

    [Fact]
    public void A_file_of_another_user_is_not_trusted()
    {
        // There is one on every Linux: it is root's, and so it is another's or ours.
        var distrust = PrivateFile.DistrustOf("/proc/1/environ");

        Assert.Equal(Environment.IsPrivilegedProcess ? null : "it belongs to another user", distrust);
    }

    [Fact]
    public async Task A_key_that_was_changed_is_no_key()
    {
        await _place.SetAsync("a");
        await File.WriteAllTextAsync(_place.KeyFiles[0], Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);

        Assert.Equal(SealedFault.KeyUnusable, Assert.Throws<SealedException>(() => _place.Value("a")).Fault);
    }

    [Fact]
    public async Task A_key_that_is_not_here_is_named_with_where_it_was_looked_for()
    {
        var id = (await _place.SetAsync("a")).Entry.KeyId;
        File.Delete(_place.KeyFiles[0]);
        _place.Variable = Convert.ToBase64String(new byte[32]);

        var missing = Assert.Throws<SealedException>(() => _place.Value("a"));

        Assert.Equal(SealedFault.KeyMissing, missing.Fault);
        Assert.Contains(id, missing.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_place.KeyFolder, id + ".key"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("LUMINA_SEALED_KEY has other keys", missing.Message, StringComparison.Ordinal);
        Assert.Equal(SealedFault.KeyMissing, (await Assert.ThrowsAsync<SealedException>(() => _place.SetAsync("a"))).Fault);
    }

    [Fact]
    public async Task The_variable_has_keys_as_files_have_them()
    {
        await _place.SetAsync("a");
        var file = _place.KeyFiles[0];
        _place.Variable = $"{Convert.ToBase64String(new byte[32])}, {await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)}";
        File.Delete(file);

        Assert.Equal(SealedPlace.Canary, _place.Value("a"));
        Assert.Null((await _place.SetAsync("b")).MadeKey);
    }

    [Fact]
    public async Task A_new_file_takes_the_first_key_of_the_variable_and_a_rotation_too()
    {
        _place.Variable = Convert.ToBase64String(new byte[32]);
        await _place.SetAsync("a");
        Assert.Empty(_place.KeyFiles);
        var first = _place.Secrets.Read()!.KeyId;

        _place.Variable = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]) + "," + _place.Variable;
        var rotation = await _place.Secrets.RotateAsync(removeOld: false, TestContext.Current.CancellationToken);

        Assert.Equal(first, rotation.OldKey);
        Assert.Empty(_place.KeyFiles);
        Assert.Equal(SealedPlace.Canary, _place.Value("a"));
    }

    [Theory]
    [InlineData("canary-no-key")]
    [InlineData("AAAA")]
    public void A_variable_that_is_no_key_is_told_without_what_it_says(string variable)
    {
        _place.Variable = variable;

        var refusal = Assert.Throws<SealedException>(() => _place.Keys.Find("0123456789abcdef"));

        Assert.Equal(SealedFault.KeyUnusable, refusal.Fault);
        Assert.DoesNotContain(variable, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_prints_as_stars() => Assert.Equal("***", MasterKey.Create().ToString());
}
