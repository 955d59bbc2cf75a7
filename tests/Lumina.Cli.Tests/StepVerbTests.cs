using System.Text.Json;
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
    [InlineData("promote", "promote", "core 1")]
    [InlineData("promote 3E4F", "promote", "core 1")]
    [InlineData("promote 3E4F core", "promote", "core 1")]
    [InlineData("promote 3E4F web", "promote", "web 2")]
    [InlineData("skip", "skip", "web 2")]
    [InlineData("skip 3E4F core", "skip", "core 1")]
    [InlineData("skip 3E4F memory", "skip", "memory ")]
    [InlineData("promote 3E4F core --full", "promote", "core  full")]
    [InlineData("promote --full", "promote", "  full")]
    public async Task A_word_to_the_steps_names_the_steps_that_were_seen(string line, string verb, string wanted)
    {
        Shows(At("core", 1, "promotion"), At("web", 2, "time"));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync(line + " --reason looks-good"));

        Assert.Equal([wanted], Said(verb));
        Assert.Equal(("ada", "looks-good"), Word(_desk.Host.Bodies[^1]) is var said ? (said.Actor, said.Reason) : default);
    }

    [Fact]
    public async Task A_word_to_all_is_said_to_each_that_waits_for_it_with_its_own_step()
    {
        Shows(At("core", 1, "promotion"), At("memory", 3, "promotion"), At("web", 2, "time"));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("promote"));

        Assert.Equal(["core 1", "memory 3"], Said("promote"));
    }

    [Fact]
    public async Task A_gate_that_was_not_there_when_it_was_looked_is_not_opened()
    {
        Shows(At("core", 2, null), Component("web", "waiting", null, 0));

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("promote"));

        Assert.Equal(["core 2"], Said("promote"));
    }

    [Fact]
    public async Task One_that_can_not_be_told_any_more_does_not_keep_the_others()
    {
        Shows(At("core", 1, "promotion"), At("memory", 3, "promotion"));
        var promote = $"POST /api/v1/deployments/{Id}/promote";
        _desk.Host.Forget(promote);
        _desk.Host.Refuse(promote, 409, new Problem(ProblemCodes.WrongState, "core: It is being taken back."))
            .Answer(promote, Summary("running"), ApiJson.Default.DeploymentSummary);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("promote"));

        Assert.Equal(["core 1", "memory 3"], Said("promote"));
    }

    [Fact]
    public async Task When_none_can_be_told_the_reason_is_said()
    {
        Shows(At("core", 1, "promotion"));
        var promote = $"POST /api/v1/deployments/{Id}/promote";
        _desk.Host.Forget(promote);
        _desk.Host.Refuse(promote, 409, new Problem(ProblemCodes.WrongState, "core: It is being taken back."));

        Assert.NotEqual(ExitCode.Done, await _desk.TypeAsync("promote"));

        Assert.Contains("It is being taken back.", _desk.Error, StringComparison.Ordinal);
    }

    private static ComponentResult At(string name, int step, string? waitsFor) => Component(name, "rolling-out", null, step) with { WaitsFor = waitsFor };

    private static ControlRequest Word(string body) => JsonSerializer.Deserialize(body, ApiJson.Default.ControlRequest)!;

    private void Shows(params ComponentResult[] components)
    {
        _desk.Host
            .Answer(All, [Summary("running")], ApiJson.Default.DeploymentSummaryArray)
            .Answer(Detail, new DeploymentDetail(Summary("running"), components), ApiJson.Default.DeploymentDetail);
        foreach (var verb in new[] { "promote", "skip" })
            _desk.Host.Answer($"POST /api/v1/deployments/{Id}/{verb}", Summary("running"), ApiJson.Default.DeploymentSummary);
    }

    /// <summary>What was said, in order: <c>core 1</c>.</summary>
    private string[] Said(string verb) => [.. _desk.Host.Requests.Zip(_desk.Host.Bodies)
        .Where(r => r.First == $"POST /api/v1/deployments/{Id}/{verb}").Select(r => Word(r.Second))
        .Select(w => $"{w.Component} {w.Step}{(w.Full ? " full" : "")}")];
}
