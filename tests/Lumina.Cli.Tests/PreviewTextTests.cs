using Lumina.Api;
using Lumina.Cli.Reports;

namespace Lumina.Cli.Tests;

public sealed class PreviewTextTests
{
    [Theory]
    [InlineData("image", "a:1", "a:2", "image: a:1 → a:2")]
    [InlineData("image", null, "a:2", "image: a:2")]
    [InlineData("image", "a:1", null, "image: a:1 → none")]
    [InlineData("secret KEY", "(secret, version 3)", "(secret, version 4)", "secret KEY: (secret, version 3 → 4)")]
    [InlineData("secret KEY", null, "(secret, version 4)", "secret KEY: (secret, version 4)")]
    [InlineData("secret KEY", "(secret, version 3)", "(secret, newest version)", "secret KEY: (secret, version 3) → (secret, newest version)")]
    [InlineData("config A", "(secret, version x)", "(secret, version )", "config A: (secret, version x) → (secret, version )")]
    public void A_difference_is_one_line(string path, string? before, string? after, string line) =>
        Assert.Equal(line, PreviewText.Text(new PreviewedValue(path, before, after)));
}
