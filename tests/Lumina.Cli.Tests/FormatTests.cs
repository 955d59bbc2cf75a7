using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

public sealed class FormatTests : IDisposable
{
    private const string Crooked = "plan   lumina{version=\"1\"}\n";
    private const string Straight = "plan lumina { version = \"1\" }\n";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_plan_is_laid_out_in_place_and_named()
    {
        File.WriteAllText(_desk.PlanFile, Crooked);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt"));

        Assert.Equal(Straight, File.ReadAllText(_desk.PlanFile));
        Assert.Equal("lumina.deploy\n", _desk.Out);
        Assert.DoesNotContain(Directory.GetFiles(_desk.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_rules_is_laid_out_too()
    {
        var file = Path.Combine(_desk.Folder, "images.rules");
        File.WriteAllText(file, "rule   pinned {\n applies to component\n when component.Port==1\n deny \"No.\"\n}\n");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt --fix images.rules"));

        Assert.Equal("rule pinned {\n  applies to component\n  when    component.Port==1\n  deny    \"No.\"\n}\n", File.ReadAllText(file));
        Assert.Equal("images.rules\n", _desk.Out);
    }

    [Fact]
    public async Task A_plan_keeps_its_byte_order_mark()
    {
        File.WriteAllText(_desk.PlanFile, Crooked, System.Text.Encoding.UTF8);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt"));

        Assert.Equal([.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(Straight)], File.ReadAllBytes(_desk.PlanFile));
    }

    [Fact]
    public async Task A_plan_keeps_its_file_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        File.WriteAllText(_desk.PlanFile, Crooked);
        SetMode(_desk.PlanFile, mode);

        await _desk.TypeAsync("fmt");

        Assert.Equal(Straight, File.ReadAllText(_desk.PlanFile));
        Assert.Equal(mode, ModeOf(_desk.PlanFile));
    }

    [Fact]
    public async Task Check_names_what_would_change_and_changes_nothing()
    {
        File.WriteAllText(_desk.PlanFile, Straight);
        var other = Path.Combine(_desk.Folder, "other.deploy");
        File.WriteAllText(other, Crooked);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("fmt --check lumina.deploy other.deploy"));

        Assert.Equal(Crooked, File.ReadAllText(other));
        Assert.Equal("other.deploy\n", _desk.Out);
    }

    [Fact]
    public async Task Check_has_nothing_to_say_about_a_plan_that_is_right()
    {
        File.WriteAllText(_desk.PlanFile, Straight);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt --check"));

        Assert.Equal("", _desk.Out + _desk.Error);
    }

    [Fact]
    public async Task Standard_input_goes_to_standard_output()
    {
        _desk.Reply = Crooked;

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt -"));

        Assert.Equal(Straight, _desk.Out);
    }

    [Fact]
    public async Task A_plan_with_errors_of_syntax_is_left_alone()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("fmt"));

        Assert.Equal(Desk.Broken, File.ReadAllText(_desk.PlanFile));
        Assert.Contains("lumina.deploy:", _desk.Error, StringComparison.Ordinal);
        Assert.Equal("", _desk.Out);
    }

    [Fact]
    public async Task A_plan_that_is_not_utf_8_is_left_alone()
    {
        byte[] bytes = [.. "plan   lumina // caf"u8, 0xE9, (byte)'\n'];
        File.WriteAllBytes(_desk.PlanFile, bytes);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("fmt"));

        Assert.Equal(bytes, File.ReadAllBytes(_desk.PlanFile));
    }

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);
    }

    private static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);
}
