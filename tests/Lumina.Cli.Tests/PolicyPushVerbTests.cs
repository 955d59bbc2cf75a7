using System.Text.Json;
using Lumina.Cli.Tests.Fakes;
using Lumina.Testbed;

namespace Lumina.Cli.Tests;

/// <summary><c>policy push</c> to a real OPA.</summary>
public sealed class PolicyPushVerbTests : IAsyncLifetime
{
    private readonly Desk _desk = new() { Width = 200 };
    private OpaServer? _opa;

    private string Opa => _opa?.Server ?? "";

    public async ValueTask InitializeAsync() => _opa = await OpaServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        if (_opa is not null)
            await _opa.DisposeAsync();
    }

    [Fact]
    public async Task It_tells_what_it_has_brought_there()
    {
        Write("a.rego", "package lumina\n\ndeny contains \"no\" if false\n");
        Write("a_test.rego", "package lumina_test\n");
        Write("lib/b.rego", "package lib\n");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"policy push policies --opa {Opa}"));
        Assert.Contains("pushed: 2 added, 0 changed, 0 removed, 0 unchanged; sha256:", _desk.Out, StringComparison.Ordinal);
        Assert.Equal("", _desk.Error);
    }

    [Fact]
    public async Task A_mistake_is_shown_at_its_place_and_ends_as_a_wrong_plan_does()
    {
        Write("a.rego", "package lumina\n\ndeny contains x if {\n  x := nope(1)\n}\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"policy push policies --opa {Opa}"));
        Assert.Contains("a.rego:4:8: undefined function nope (rego_type_error)", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("LUM8320", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing is changed.", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_alone_on_standard_output()
    {
        Write("a.rego", "package lumina\n\ndeny contains x if {\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"policy push policies --opa {Opa} --output json"));

        var report = JsonDocument.Parse(_desk.Out).RootElement;
        Assert.False(report.GetProperty("ok").GetBoolean());
        Assert.Equal("a.rego", report.GetProperty("problems")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Policies_of_which_none_is_asked_for_are_pushed_with_a_warning()
    {
        Write("a.rego", "package acme\n");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"policy push policies --opa {Opa}"));
        Assert.Contains("no file is of the package lumina", _desk.Out + _desk.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy push . --opa {0}", 2, "has no policies")]
    [InlineData("policy push nowhere --opa {0}", 2, "can't be read")]
    [InlineData("policy push policies --opa localhost:1", 2, "is no address of an OPA")]
    [InlineData("policy push policies --opa {0} --prefix a/b", 2, "can't be what ids begin with")]
    [InlineData("policy push policies --opa {0} --token-file none", 2, "has no token that can be read")]
    [InlineData("policy push policies --opa {0}/elsewhere", 1, "HTTP 404")]
    public async Task What_cannot_be_pushed_is_told(string line, int code, string why)
    {
        if (line.Contains("policies", StringComparison.Ordinal))
            Write("a.rego", "package lumina\n");

        Assert.Equal((ExitCode)code, await _desk.TypeAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Opa)));
        Assert.Contains(why, _desk.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_desk.Folder, "policies", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
