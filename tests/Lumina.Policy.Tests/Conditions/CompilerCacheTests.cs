using System.Runtime.CompilerServices;
using Lumina.Language.Rules;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;

namespace Lumina.Policy.Tests.Conditions;

public sealed class CompilerCacheTests : IDisposable
{
    private static readonly RuleSet Rules = RuleTexts.Set(RuleTexts.Rule("r", "component.Name == \"web\"", message: "${component.Replicas}"));

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "lumina-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_same_conditions_are_compiled_once()
    {
        var compiler = new ConditionCompiler();
        var moved = Rules with { Rules = [.. Rules.Rules.Select(r => r with { Description = "Other words.", Location = r.Location with { Line = 7 } })] };

        Assert.True(Fires(compiler, Rules));
        Assert.True(Fires(compiler, moved));
        Assert.Equal(1, compiler.Compilations);
    }

    [Fact]
    public void The_next_start_does_not_compile()
    {
        Assert.True(Fires(new ConditionCompiler(_folder), Rules));
        var next = new ConditionCompiler(_folder);

        Assert.True(Fires(next, Rules));

        Assert.Equal(0, next.Compilations);
        var file = Assert.Single(Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }
    }

    [Theory]
    [InlineData("a byte of the image")]
    [InlineData("a byte of the hash")]
    [InlineData("cut off")]
    [InlineData("empty")]
    [InlineData("another's name")]
    [InlineData("open to others")]
    [InlineData("a link")]
    public void What_was_changed_on_disk_is_not_loaded(string what)
    {
        Assert.True(Fires(new ConditionCompiler(_folder), Rules));
        var file = Assert.Single(Directory.GetFiles(_folder));
        var content = File.ReadAllBytes(file);
        switch (what)
        {
            case "a byte of the image":
                content[^100] ^= 1;
                File.WriteAllBytes(file, content);
                break;
            case "a byte of the hash":
                content[25] ^= 1;
                File.WriteAllBytes(file, content);
                break;
            case "cut off":
                File.WriteAllBytes(file, content[..^1]);
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "another's name":
                Assert.False(Fires(new ConditionCompiler(_folder), RuleTexts.Set(RuleTexts.Rule("r", "component.Name != \"web\"", message: "${component.Replicas}"))));
                File.Copy(Directory.GetFiles(_folder).Single(other => other != file), file, overwrite: true);
                break;
            case "open to others" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupWrite);
                break;
            case "a link":
                File.Move(file, file + ".other");
                File.CreateSymbolicLink(file, file + ".other");
                break;
        }

        var next = new ConditionCompiler(_folder);

        Assert.True(Fires(next, Rules));
        Assert.Equal(OperatingSystem.IsWindows() && what is "open to others" ? 0 : 1, next.Compilations);
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_done_without()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.True(Fires(new ConditionCompiler(Path.Combine(file, "cache")), Rules));
    }

    [Fact]
    public void What_nobody_uses_any_more_is_unloaded()
    {
        var compiler = new ConditionCompiler();
        var images = Enumerable.Range(0, 8).Select(i => Compile(compiler, i)).ToArray();

        for (var round = 0; round < 20 && images.Count(image => image.IsAlive) > 4; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(4, images.Count(image => image.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Compile(ConditionCompiler compiler, int number) =>
        new(compiler.Compile(RuleTexts.Set(RuleTexts.Rule("r", $"component.Replicas > {number}"))).Rules!.Rules[0].When!.Method.Module.Assembly);

    private static bool Fires(ConditionCompiler compiler, RuleSet set)
    {
        var (rules, problems) = compiler.Compile(set);
        Assert.Empty(problems);
        var model = PolicyModel.Of(Requests.Of(Requests.Web));
        var asked = new Asked(model, "component web") { Component = model.Plan.Components[0] };
        Assert.Equal(3, asked.ValueOf(rules!.Rules[0].Holes[0], new Guard(TimeProvider.System)));
        return asked.Holds(rules.Rules[0].When!, new Guard(TimeProvider.System));
    }
}
