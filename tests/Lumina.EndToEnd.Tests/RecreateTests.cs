using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class RecreateTests
{
    [Fact]
    public async Task What_can_not_run_twice_never_does_neither_forth_nor_back()
    {
        var solo = new Solo("strategy recreate");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);

        var up = workspace.Begin("up", "--param", "version=2");
        await NeverBothAsync(workspace, up);
        (await up.Ending).Ends(0);
        await Solo.SettleAsync(workspace, 2);
        Assert.Equal("2", await solo.AskAsync());

        up = workspace.Begin("up", "--param", "version=bad", "--param", "misbehave=crash-after=1ms");
        await NeverBothAsync(workspace, up);
        (await up.Ending).Ends(5);
        await Solo.SettleAsync(workspace, 2);
        Assert.Equal("2", await solo.AskAsync());
    }

    private static Task<bool> NeverBothAsync(Workspace workspace, RunningCli up) => Eventually.SeeAsync(
        "it has ended",
        () =>
        {
            var revisions = workspace.Instances.Select(process => process.Revision).Distinct().Order().ToArray();
            Assert.True(revisions.Length < 2, $"revisions {string.Join(" and ", revisions)} ran at the same time");
            return up.Ending.IsCompleted;
        },
        hasEnded => hasEnded, TimeSpan.FromSeconds(60));
}
