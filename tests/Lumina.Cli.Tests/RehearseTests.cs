using System.Globalization;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

/// <summary>What is asked for when a plan is rehearsed, and how the answer looks.</summary>
public sealed class RehearseTests : IDisposable
{
    private const string Rehearsals = "POST /api/v1/rehearsals";

    private static readonly RehearsalReport Failing = new(
        "lumina", "development", "rolled-back", "core: The check 'errors' failed.", 315.5,
        [new("core", "update", "canary", "1.4.0", "1.4.1"), new("memory-of-the-platform", "update", "rolling", "1.4.0", "1.4.1")],
        [
            new(0, "memory-of-the-platform", "begins", "begins: 1.4.0 → 1.4.1, rolling", 0, 2, 0, 100, 0, 2, null),
            new(2.48, "memory-of-the-platform", "live", "1.4.1 is live", 2, 2, 100, 0, 2, 0, null),
            new(2.48, "core", "step", "step 1 of 2: 25% on 1 new", 1, 2, 0, 100, 0, 4, null),
            new(4.98, "core", "held", "all is in place, for 5 min", 1, 2, 25, 75, 1, 4, null),
            new(315.48, "core", "noticed", "The check 'errors' failed: error_rate 21.4% > max 1% (112 of 524 requests).", 1, 2, 25, 75, 1, 4, "error_rate 21.4% > max 1%"),
            new(315.5, "core", "traffic-back", "all the traffic is on 1.4.0 again", 1, 2, 0, 100, 1, 4, null),
            new(315.5, null, "ended", "the deployment has failed and is taken back", 0, 0, null, null, null, null, null),
        ],
        [new("core", 315.48, "The check 'errors' failed: error_rate 21.4% > max 1% (112 of 524 requests).", "error_rate 21.4% > max 1%", 305.48, 315.5)],
        ["What runs on process is rehearsed on the simulated target."], [])
    {
        Picture = "<svg/>",
    };

    private readonly Desk _desk = new Desk().WithHost();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_timeline_fits_its_terminal(int width)
    {
        _desk.Variables["COLUMNS"] = width.ToString(CultureInfo.InvariantCulture);
        _desk.Host.Answer(Rehearsals, Failing, ApiJson.Default.RehearsalReport);

        Assert.Equal(ExitCode.RolledBack, await _desk.TypeAsync("rehearse"));

        Assert.Empty(_desk.Error);
        Assert.All(_desk.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Golden.Check($"tests/Lumina.Cli.Tests/Goldens/rehearse-{width}.txt", string.Join('\n', _desk.Out.Split('\n').Select(line => line.TrimEnd())));
    }

    [Fact]
    public async Task What_is_asked_for_is_what_was_given()
    {
        _desk.Host.Answer(Rehearsals, Failing, ApiJson.Default.RehearsalReport);

        var end = await LuminaCommand.RunAsync(
            _desk.World(), ["rehearse", "--env", "staging", "--inject", "core: crash at step 2", "--inject", "web: no_metrics", "--from", "previous", "--hold-gates", "--start", "500ms", "--requests", "20", "--svg", "out.svg"], default);

        Assert.Equal(ExitCode.RolledBack, end);
        var request = _desk.Host.Body(Rehearsals, ApiJson.Default.RehearsalRequest);
        Assert.Equal("staging", request.Submission.Environment);
        Assert.Equal(["core: crash at step 2", "web: no_metrics"], request.Injections);
        Assert.Equal(("previous", true, 0.5, 20.0, true), (request.From, request.HoldGates, request.StartSeconds, request.RequestsPerSecond, request.Picture));
        Assert.Equal("<svg/>", File.ReadAllText(Path.Combine(_desk.Folder, "out.svg")));
        Assert.Equal("drawn into out.svg\n", _desk.Error);
    }

    [Theory]
    [InlineData("succeeded", 0)]
    [InlineData("held", 0)]
    [InlineData("rolled-back", 5)]
    [InlineData("failed", 1)]
    [InlineData("waiting", 1)]
    [InlineData("unfinished", 1)]
    public async Task The_exit_code_is_what_a_deployment_would_end_with(string outcome, int exitCode)
    {
        _desk.Host.Answer(Rehearsals, Failing with { Outcome = outcome }, ApiJson.Default.RehearsalReport);

        Assert.Equal((ExitCode)exitCode, await _desk.TypeAsync("rehearse --output json"));

        Assert.Contains($"\"outcome\": \"{outcome}\"", _desk.Out);
        Assert.Empty(_desk.Error);
    }

    [Fact]
    public async Task When_nothing_changes_it_says_how_to_rehearse_all_the_same()
    {
        _desk.Host.Answer(Rehearsals, Failing with { Outcome = "succeeded", Components = [], Entries = [], Noticed = [], Notes = [] }, ApiJson.Default.RehearsalReport);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("rehearse"));

        Assert.Equal("lumina in development, rehearsed\nnothing to change; with --from previous every component is rehearsed\n", _desk.Out);
    }

    [Fact]
    public async Task A_plan_with_errors_is_not_sent()
    {
        File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("rehearse"));

        Assert.DoesNotContain(Rehearsals, _desk.Host.Requests);
    }

    [Fact]
    public async Task A_picture_that_can_not_be_written_is_a_problem_with_a_code()
    {
        _desk.Host.Answer(Rehearsals, Failing, ApiJson.Default.RehearsalReport);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("rehearse --svg nowhere/out.svg"));

        Assert.StartsWith("error LUM7030: ", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_injection_ends_as_a_wrong_command_line_does()
    {
        _desk.Host.Refuse(Rehearsals, 400, new(ProblemCodes.BadInjection, "A fault was expected.", "Write it as …"));

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("rehearse --inject x"));

        Assert.Equal("error LUM7050: A fault was expected.\n  Write it as …\n", _desk.Error);
    }
}
