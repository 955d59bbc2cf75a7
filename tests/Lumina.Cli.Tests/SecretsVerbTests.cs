using System.Text;
using System.Text.Json;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Cli.Tests.Fakes;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Tests;

public sealed class SecretsVerbTests : IDisposable
{
    private const string Canary = "canary-typed-value";

    private readonly Desk _desk = new();
    private MemoryStream _output = new();

    public SecretsVerbTests() => _desk.Variables["HOME"] = Path.Combine(_desk.Folder, "home");

    private string SealedPath => Path.Combine(_desk.Folder, SealedFile.Name);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_value_from_standard_input_is_kept_and_comes_back_only_when_it_is_to_be_revealed()
    {
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets set db", Canary + "\n"));
        Assert.Contains("db for all environments is now version 1", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("a master key was made", _desk.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get db"));
        Assert.Contains("db for all environments: version 1, set 2026-11-23 18:00:00Z", _desk.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, _desk.Out + _desk.Error + await File.ReadAllTextAsync(SealedPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get db --env staging --reveal"));
        Assert.Equal(Canary, Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public async Task The_same_value_is_no_new_version()
    {
        await TypeAsync("secrets set db", Canary);
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets set db --output json", Canary));

        Assert.Contains("\"change\": \"unchanged\"", _desk.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"value\"", _desk.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets set db " + Canary)]
    [InlineData("secrets set db -" + Canary)]
    [InlineData("secrets set db --value=" + Canary)]
    [InlineData("secrets set db=" + Canary)]
    [InlineData("secrets set db --output json " + Canary)]
    public async Task A_value_on_the_command_line_is_refused_and_not_printed_again(string line)
    {
        Assert.Equal(ExitCode.Wrong, await TypeAsync(line, Canary));

        Assert.Matches("LUM7126|LUM7014", _desk.Error);
        Assert.DoesNotContain(Canary, _desk.Out + _desk.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(SealedPath));
    }

    [Fact]
    public async Task A_person_is_asked_without_being_shown_what_is_typed()
    {
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets set db", world: world => world with { CanAsk = true, ReadHidden = _ => Canary }));
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets set db", world: world => world with { CanAsk = true, ReadHidden = _ => "" }));

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get db --reveal --output json"));
        Assert.Contains($"\"value\": \"{Canary}\"", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_taken_byte_for_byte()
    {
        byte[] bytes = [0xff, 0x00, 0x0a];
        await File.WriteAllBytesAsync(Path.Combine(_desk.Folder, "key"), bytes, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets set key --from-file key --env staging"));

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get key --env staging --reveal"));
        Assert.Equal(bytes, _output.ToArray());
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets get key --env development"));
        Assert.Contains("LUM7124", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("There is one for staging.", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_the_plan_does_not_have_is_refused()
    {
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets set db --env stagging", Canary));

        Assert.Contains("Did you mean 'staging'?", _desk.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(SealedPath));
    }

    [Fact]
    public async Task A_list_has_the_newest_version_of_each_and_needs_no_key()
    {
        await TypeAsync("secrets set db", Canary);
        await TypeAsync("secrets set db", Canary + "2");
        await TypeAsync("secrets set db --env staging", Canary + "3");
        Directory.Delete(Path.Combine(_desk.Folder, "home"), recursive: true);

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets list --output json"));

        using var listed = JsonDocument.Parse(_desk.Out[_desk.Out.IndexOf('[')..]);
        Assert.Equal(["* 2", "staging 1"], listed.RootElement.EnumerateArray().Select(entry => $"{entry.GetProperty("environment")} {entry.GetProperty("version")}"));
    }

    [Fact]
    public async Task Removing_asks_or_is_told_not_to()
    {
        await TypeAsync("secrets set db", Canary);
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets rm db"));
        Assert.Equal(ExitCode.Failed, await TypeAsync("secrets rm db", world: world => world with { CanAsk = true, In = new StringReader("n\n") }));
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get db"));

        Assert.Equal(ExitCode.Done, await TypeAsync("secrets rm db --yes"));

        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets get db"));
    }

    [Fact]
    public async Task A_rotation_keeps_the_values_and_the_old_key()
    {
        await TypeAsync("secrets set db", Canary);
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets rotate"));

        Assert.Contains("1 value sealed anew with key", _desk.Out, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_desk.Folder, "home", ".lumina", "keys"), "*.key").Length);
        Assert.Equal(ExitCode.Done, await TypeAsync("secrets get db --reveal"));
        Assert.Equal(Canary, Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public async Task A_damaged_file_and_a_key_that_is_not_here_are_told_with_their_codes()
    {
        await TypeAsync("secrets set db", Canary);
        Directory.Delete(Path.Combine(_desk.Folder, "home"), recursive: true);
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets get db --reveal"));
        Assert.Contains("error LUM7121: The master key", _desk.Error, StringComparison.Ordinal);

        await File.AppendAllTextAsync(SealedPath, "more\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets list"));
        Assert.Contains("error LUM7120: lumina.sealed line", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_value_is_sealed_again_and_its_file_is_gone_however_that_ends()
    {
        var memory = Directory.CreateDirectory(Path.Combine(_desk.Folder, "memory")).FullName;
        await TypeAsync("secrets set db", Canary);
        Assert.Equal(ExitCode.Done, await EditAsync(path =>
        {
            Assert.Equal(Canary, File.ReadAllText(path));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            // As editors do: with a line's end, and something beside it.
            File.WriteAllText(path, "canary-edited\n");
            File.WriteAllText(path + ".swp", "canary-edited");
            return 0;
        }));
        Assert.Empty(Directory.GetFileSystemEntries(memory));
        await TypeAsync("secrets get db --reveal");
        Assert.Equal("canary-edited", Encoding.UTF8.GetString(_output.ToArray()));

        Assert.Equal(ExitCode.Failed, await EditAsync(_ => 1));
        Assert.Equal(ExitCode.Interrupted, await EditAsync(_ => throw new OperationCanceledException(), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(memory));

        Assert.Equal(ExitCode.Wrong, await TypeAsync("secrets edit db", world: world => world with { MemoryFolders = () => [] }));
        Assert.Contains("LUM7127", _desk.Error, StringComparison.Ordinal);

        Task<ExitCode> EditAsync(Func<string, int> edit, CancellationToken cancellationToken = default) => TypeAsync(
            "secrets edit db", world: world => world with { MemoryFolders = () => [memory], Edit = (_, path, _) => Task.FromResult(edit(path)) }, cancellationToken: cancellationToken);
    }

    [Fact]
    public async Task An_editor_is_run_as_a_shell_would_with_its_own_arguments()
    {
        var path = Path.Combine(_desk.Folder, "a file");
        await File.WriteAllTextAsync(path, "one", TestContext.Current.CancellationToken);

        Assert.Equal(0, await Editor.RunAsync("sed -i s/one/two/", path, TestContext.Current.CancellationToken));
        Assert.Equal(3, await Editor.RunAsync("exit 3;", path, TestContext.Current.CancellationToken));

        Assert.Equal("two", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private Task<ExitCode> TypeAsync(string line, string input = "", Func<World, World>? world = null, CancellationToken cancellationToken = default)
    {
        _output = new MemoryStream();
        var usual = _desk.World() with { Streams = () => (new MemoryStream(Encoding.UTF8.GetBytes(input)), _output) };
        return LuminaCommand.RunAsync(world is null ? usual : world(usual), line.Split(' '), cancellationToken);
    }
}
