using Lumina.Api;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

[Collection(Alone.Name)]
public sealed class RolloutsUnderLoadTests
{
    private const int Switches = 10;
    private const int Canaries = 3;
    private const int Steps = 10;

    [Fact]
    public async Task Switches_and_canaries_one_after_the_other_lose_no_request_of_500_a_second()
    {
        var steps = string.Join("  ", Enumerable.Range(1, Steps).Select(step => $"step {step * 9}% for 100ms"));
        var blueGreen = new Solo("strategy blue-green { verify http { path = \"/ready\" } }");
        var canary = new Solo($"strategy canary {{ {steps} }}", blueGreen.Port);
        await using var workspace = new Workspace(blueGreen.Text);
        (await workspace.RunAsync("up")).Ends(0);

        await using var load = new Load(blueGreen.Url, 500, Solo.VersionIn);
        for (var run = 1; run <= Switches; run++)
            await DeployAsync(workspace, blueGreen.Request(workspace, $"switch-{run}"));
        for (var run = 1; run <= Canaries; run++)
            await DeployAsync(workspace, canary.Request(workspace, $"canary-{run}"));
        await load.EndsWithoutFailureAsync($"load during {Switches} blue-green switches and {Canaries} canaries of {Steps} steps");
        Assert.Equal(1 + Switches + Canaries, load.Answers.Count);
    }

    private static async Task DeployAsync(Workspace workspace, DeploymentRequest request)
    {
        using var client = workspace.Client();
        var accepted = await client.DeployAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("succeeded", (await Events.EndOfAsync(workspace, accepted.Deployment)).Summary.State);
    }
}
