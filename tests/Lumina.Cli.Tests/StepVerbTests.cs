using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>Words to the steps that components are at.</summary>
public sealed class StepVerbTests : IDisposable
{
    private const string All = "GET /api/v1/deployments?limit=1000";

    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("promote", "promote", null, false)]
    [InlineData("promote 3E4F", "promote", null, false)]
    [InlineData("promote 3E4F core --full", "promote", "core", true)]
    [InlineData("skip", "skip", null, false)]
    [InlineData("skip 3E4F core", "skip", "core", false)]
    public async Task A_word_to_the_steps_goes_to_one_component_or_to_all(string line, string verb, string? component, bool full)
    {
        _desk.Host
            .Answer(All, [Summary("running")], ApiJson.Default.DeploymentSummaryArray)
            .Answer($"POST /api/v1/deployments/{Id}/{verb}", Summary("running"), ApiJson.Default.DeploymentSummary);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync(line + " --reason looks-good"));

        Assert.Equal(
            new ControlRequest("ada", "looks-good") { Component = component, Full = full },
            _desk.Host.Body($"POST /api/v1/deployments/{Id}/{verb}", ApiJson.Default.ControlRequest));
    }
}
