using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class FullDiskTests
{
    private const string Hello = """
        plan hello

        component hello { command = ["sh", "-c", "while echo hello; do sleep 1; done"] }

        """;

    [Fact]
    public async Task A_disk_too_full_for_a_host_is_named_at_once_and_with_room_again_up_works()
    {
        await using var workspace = new Workspace(Hello);
        await using var disk = await SmallDisk.MountAsync(workspace, kilobytes: 64);

        (await workspace.RunAsync("up")).Ends(6).Complains("LUM7009", $"The disk under {workspace.State} is full", "Make room there", "--state DIR");

        await disk.GrowAsync();
        (await workspace.RunAsync("up")).Ends(0);
        (await workspace.RunAsync("down")).Ends(0);
    }

    [Fact]
    public async Task A_deployment_that_meets_a_full_disk_says_so_and_goes_on_when_there_is_room()
    {
        await using var workspace = new Workspace(Hello);
        await using var disk = await SmallDisk.MountAsync(workspace, kilobytes: 320);

        var up = workspace.Begin("up", "--output", "json");
        var said = await Eventually.SeeAsync("the disk is full", () => up.ErrorSoFar(), error => error.Contains("LUM7009", StringComparison.Ordinal));
        Assert.Contains("Make room there: the deployment goes on by itself then", said, StringComparison.Ordinal);

        await disk.GrowAsync();
        Assert.Equal("succeeded", (await up.Ending).Ends(0).Json["outcome"]?.GetValue<string>());
        var verified = await workspace.ReadJournalAsync(journal => journal.VerifyAsync());
        Assert.Null(verified.BrokenAt);
        (await workspace.RunAsync("down")).Ends(0);
    }

    /// <summary>A disk of its own under a state folder. Mounting one takes root.</summary>
    private sealed class SmallDisk(Workspace workspace) : IAsyncDisposable
    {
        public static async Task<SmallDisk> MountAsync(Workspace workspace, int kilobytes)
        {
            Directory.CreateDirectory(workspace.State);
            (await workspace.RunProgramAsync("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", workspace.State)).Ends(0);
            return new SmallDisk(workspace);
        }

        public async Task GrowAsync() => (await workspace.RunProgramAsync("mount", "-o", "remount,size=64m", workspace.State)).Ends(0);

        public async ValueTask DisposeAsync()
        {
            await workspace.StopAllAsync();
            // Lazily, should anything look at it still.
            await workspace.RunProgramAsync("umount", "--lazy", workspace.State);
        }
    }
}
