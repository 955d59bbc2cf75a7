using System.Text.Json;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Changes;

public sealed class ChangeSetJsonTests
{
    [Fact]
    public void A_change_set_comes_back_as_it_was_written()
    {
        var core = Component("core", "memory") with { Strategy = new RollingSpec { Batch = CountOrPercent.Percent(25) } };
        var set = ChangePlanner.Compare(
            Plan(core, Component("memory")), Folder, [Running(Component("core")), Running(Component("web", "core"))]);

        var written = ChangeSetJson.Write(set);
        var read = ChangeSetJson.Read(written);

        Assert.Equal(written, ChangeSetJson.Write(read));
        Assert.Equal(core.Strategy, read.Only("core").Desired?.Strategy);
        Assert.Equal(["memory"], read.Only("core").After);
        Assert.Equal(ChangeAction.Remove, read.Only("web").Action);
        Assert.Equal(ChangeSetJson.Digest(set), ChangeSetJson.Digest(read));
    }

    [Fact]
    public void The_digest_does_not_depend_on_the_order_of_what_runs()
    {
        RunningComponent[] running = [Running(Component("core", "memory")), Running(Component("memory")), Running(Component("web", "core"))];

        var one = ChangePlanner.Remove("lumina", "development", running);
        var other = ChangePlanner.Remove("lumina", "development", running.Reverse().ToArray());

        Assert.Equal(ChangeSetJson.Digest(one), ChangeSetJson.Digest(other));
    }

    [Fact]
    public void The_digest_names_the_content()
    {
        var set = ChangePlanner.Compare(Plan(Component("core", "memory"), Component("memory")), Folder, []);

        Assert.Equal("sha256:", ChangeSetJson.Digest(set)[..7]);
        Assert.Matches("^[0-9a-f]{64}$", ChangeSetJson.Digest(set)[7..]);
        Assert.NotEqual(ChangeSetJson.Digest(set), ChangeSetJson.Digest(set with { Environment = "staging" }));
    }

    [Fact]
    public void What_an_older_version_did_not_write_has_its_default()
    {
        var set = ChangePlanner.Compare(Plan(Component("core")), Folder, []);
        var written = System.Text.Encoding.UTF8.GetString(ChangeSetJson.Write(set))
            .Replace(",\"secrets\":{}", "", StringComparison.Ordinal).Replace(",\"keepPrevious\":\"00:00:00\"", "", StringComparison.Ordinal);
        Assert.DoesNotContain("secrets", written, StringComparison.Ordinal);

        var read = ChangeSetJson.Read(System.Text.Encoding.UTF8.GetBytes(written));

        Assert.Empty(read.Only("core").Desired!.Secrets);
        Assert.Equal(ChangeSetJson.Digest(set), ChangeSetJson.Digest(read));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Something_else_is_refused(string json) =>
        Assert.Throws<JsonException>(() => ChangeSetJson.Read(System.Text.Encoding.UTF8.GetBytes(json)));
}
