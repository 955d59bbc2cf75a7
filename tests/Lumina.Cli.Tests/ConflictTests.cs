using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>What can be said about other deployments and about freezes.</summary>
public sealed class ConflictTests : IDisposable
{
    private const string All = "GET /api/v1/deployments?limit=1000";

    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("up --on-conflict supersede", false, "supersede", null)]
    [InlineData("up --wait --on-conflict queue", true, "queue", null)]
    [InlineData("up --despite-freeze outage", false, null, "outage")]
    [InlineData("down --on-conflict queue", false, "queue", null)]
    [InlineData("rollback --on-conflict supersede", false, "supersede", null)]
    public async Task What_becomes_of_another_one_and_of_a_freeze_can_be_said(string line, bool waits, string? onConflict, string? despiteFreeze)
    {
        _desk.Host.Refuse(Deployments, 409, new(ProblemCodes.Frozen, "development is frozen until 2026-11-30 06:00 UTC. Nothing was touched."));

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync(line));

        var request = _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest);
        Assert.Equal((waits, onConflict, despiteFreeze), (request.Wait, request.OnConflict, request.DespiteFreeze));
    }

    [Theory]
    [InlineData("up --wait --on-conflict supersede", "say different things")]
    [InlineData("up --on-conflict steal", "'steal' is none of refuse, queue and supersede.")]
    public async Task What_cannot_be_meant_is_a_wrong_command_line(string line, string told)
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));
        Assert.Contains(told, _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_deployment_is_resumed_with_a_reason()
    {
        _desk.Host
            .Answer(All, [Summary("frozen")], ApiJson.Default.DeploymentSummaryArray)
            .Answer($"POST /api/v1/deployments/{Id}/resume", Summary("running"), ApiJson.Default.DeploymentSummary);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("resume --despite-freeze outage"));

        Assert.Equal("outage", _desk.Host.Body($"POST /api/v1/deployments/{Id}/resume", ApiJson.Default.ControlRequest).DespiteFreeze);
    }

    [Fact]
    public async Task A_frozen_environment_is_told_by_plan_and_nobody_is_asked_by_apply()
    {
        var frozen = Changing with { FrozenUntil = Noon.AddDays(3) };
        _desk.Host.Answer("POST /api/v1/preview", frozen, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("plan"));
        Assert.Contains("development is frozen until 2026-11-26 12:00", _desk.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("apply --yes"));

        Assert.StartsWith("error LUM7017: development is frozen until 2026-11-26 12:00. Nothing was touched.\n", _desk.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }
}
