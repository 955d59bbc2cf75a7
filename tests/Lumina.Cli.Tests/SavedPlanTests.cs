using System.Text.Json.Nodes;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>What was looked at is kept, and only that is done.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private const string PreviewRequest = "POST /api/v1/preview";

    private readonly Desk _desk = new Desk().WithHost();

    private string File => Path.Combine(_desk.Folder, "release.plan");

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_saved_plan_is_done_as_it_was_saved_without_the_plans_text()
    {
        await SaveAsync("--env staging --param version=1.4.1");
        System.IO.File.WriteAllText(_desk.PlanFile, "plan other\n");
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply release.plan --yes"));

        var request = _desk.Host.Body(Deployments, ApiJson.Default.DeploymentRequest);
        Assert.Equal("plan lumina\n", request.Submission!.Source);
        Assert.Equal(("staging", "1.4.1", _desk.Folder), (request.Submission.Environment, request.Submission.Parameters["version"], request.Submission.Directory));
        Assert.Equal(("sha256:bb", "sha256:aa"), (request.ExpectedChanges, request.ExpectedPlan));
        Assert.Contains("saved 18:00:00 by ada with lumina ", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("core  update 1.4.0 → 1.4.1", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_nothing_is_left_beside_it()
    {
        await SaveAsync("");
        await SaveAsync("");

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal([File], Directory.GetFiles(_desk.Folder, "release*"));
        Assert.Contains("saved to release.plan; do exactly this with: lumina apply release.plan\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_errors_is_not_saved()
    {
        System.IO.File.WriteAllText(_desk.PlanFile, Desk.Broken);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("plan --out release.plan"));

        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("lumina.deploy", "there is a file already that is no saved plan")]
    [InlineData(".lumina", "it is a folder")]
    [InlineData("nowhere/release.plan", "Could not find a part of the path")]
    public async Task What_lies_there_already_is_not_written_over(string name, string why)
    {
        _desk.Host.Answer(PreviewRequest, Changing, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"plan --out {name}"));

        Assert.Contains($"error LUM7030: The plan can't be saved to {name}: {why}", _desk.Error, StringComparison.Ordinal);
        Assert.Equal("plan lumina\n", System.IO.File.ReadAllText(_desk.PlanFile));
    }

    [Fact]
    public async Task When_the_world_has_moved_it_is_refused_and_what_moved_is_shown()
    {
        await SaveAsync("");
        _desk.Host.Forget(PreviewRequest).Answer(PreviewRequest, Moved, ApiJson.Default.Preview);

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("apply release.plan --yes"));

        Assert.EndsWith(
            """
            error LUM7007: What runs is not what release.plan was made against.
              core: revision 3 → 4
                  image: lumina/core:1.4.0 → lumina/core:1.4.2
                  strategy batch: 2 → 1
                  stop_within: 10s → 20s
              memory: revision 1, now it does not run
              web: did not run, now revision 1
              Nothing was touched. Look at it again, and save it anew: lumina plan --out release.plan

            """,
            _desk.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task When_the_world_moves_after_the_look_the_host_refuses_and_what_moved_is_shown()
    {
        await SaveAsync("");
        _desk.Host.Answer(PreviewRequest, Moved, ApiJson.Default.Preview)
            .Refuse(Deployments, 409, new(ProblemCodes.Stale, "What runs has changed since."));
        _desk.Reply = "yes";

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("apply release.plan --output json"));

        var report = JsonNode.Parse(_desk.Out[_desk.Out.IndexOf('{', StringComparison.Ordinal)..])!;
        Assert.Equal("refused", report["outcome"]!.GetValue<string>());
        Assert.Equal(["core", "memory", "web"], report["moved"]!.AsArray().Select(moved => moved!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task When_the_world_moves_while_it_waits_for_its_turn_what_moved_is_shown()
    {
        await SaveAsync("");
        _desk.Host.Answer(PreviewRequest, Moved, ApiJson.Default.Preview)
            .Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(1, Summary("queued", 0)), Of(2, Summary("refused"))], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, new DeploymentDetail(Summary("refused", reason: "What runs has changed since this was looked at."), []), ApiJson.Default.DeploymentDetail);

        Assert.Equal(ExitCode.Conflict, await _desk.TypeAsync("apply release.plan --yes --wait"));

        Assert.Contains("  core: revision 3 → 4\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_touches_nothing()
    {
        await SaveAsync("");
        _desk.Reply = "no";

        Assert.Equal(ExitCode.Interrupted, await _desk.TypeAsync("apply release.plan"));

        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task A_saved_plan_that_changes_nothing_is_done_at_once()
    {
        _desk.Host.Answer(PreviewRequest, NoChanges, ApiJson.Default.Preview);
        await _desk.TypeAsync("plan --out release.plan");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply release.plan --yes"));

        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task Every_single_damaged_character_is_noticed()
    {
        await SaveAsync("");
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var text = System.Text.Encoding.UTF8.GetString(whole);
        var start = text.IndexOf("\"content\"", StringComparison.Ordinal);
        for (var at = 0; at < whole.Length; at += at < start ? 1 : 7)
        {
            // Before the content there are blanks that mean nothing.
            if (at < start && char.IsWhiteSpace(text[at])) continue;
            byte[] damaged = [.. whole];
            damaged[at] = damaged[at] == (byte)'x' ? (byte)'y' : (byte)'x';
            await System.IO.File.WriteAllBytesAsync(File, damaged);
            Assert.True(await _desk.TypeAsync("apply release.plan --yes") == ExitCode.Wrong, $"damaged at {at}");
        }

        Assert.DoesNotContain(Deployments, _desk.Host.Requests);
    }

    [Fact]
    public async Task One_that_was_cut_short_is_damaged_one_of_the_future_is_too_new_and_others_are_none()
    {
        await SaveAsync("");
        var whole = await System.IO.File.ReadAllTextAsync(File);

        Assert.Equal("LUM7031", await CodeAsync(whole[..^100]));
        Assert.Equal("LUM7031", await CodeAsync(whole.Replace("1.4.0", "1.4.3", StringComparison.Ordinal)));
        Assert.Equal("LUM7031", await CodeAsync("""{"luminaSavedPlan": "1"}"""));
        Assert.Equal("LUM7031", await CodeAsync("""{"luminaSavedPlan": 1, "checksum": 5, "content": {}}"""));
        Assert.Equal("LUM7032", await CodeAsync(whole.Replace("\"luminaSavedPlan\": 1", "\"luminaSavedPlan\": 2", StringComparison.Ordinal)));
        Assert.Equal("LUM7033", await CodeAsync("plan lumina\n"));
        Assert.Equal("LUM7033", await CodeAsync("[1]"));
        Assert.Equal("LUM7033", await CodeAsync(""));
        System.IO.File.Delete(File);
        Assert.Equal("LUM7013", await CodeAsync(null));
    }

    [Theory]
    [InlineData("apply release.plan --env staging", "takes no --env.")]
    [InlineData("apply release.plan --param version=2", "takes no --param.")]
    [InlineData("apply release.plan --params values.json", "takes no --params.")]
    [InlineData("up release.plan", "release.plan is a saved plan, not a plan's text.\n  Do what it says: lumina apply release.plan")]
    [InlineData("plan release.plan", "release.plan is a saved plan, not a plan's text.")]
    [InlineData("validate release.plan", "release.plan is a saved plan, not a plan's text.")]
    public async Task A_saved_plan_is_not_mixed_up_with_a_plans_text(string line, string said)
    {
        await SaveAsync("");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));

        Assert.Contains(said, _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_plan_is_known_by_what_it_begins_with_whatever_it_is_called()
    {
        _desk.Host.Answer(PreviewRequest, Changing, ApiJson.Default.Preview);
        await _desk.TypeAsync("plan --out release.json");
        _desk.Host.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("apply release.json --yes"));
    }

    private static Preview Moved => Changing with
    {
        ChangeDigest = "sha256:cc",
        Changes =
        [
            Changing.Changes[0] with
            {
                FromRevision = 4,
                Values = [
                    new("image", "lumina/core:1.4.2", "lumina/core:1.4.1"), .. Changing.Changes[0].Values.Where(value => value.Path is not ("image" or "strategy batch")),
                    new("stop_within", "20s", "10s"),
                ],
            },
            Changing.Changes[1] with { FromRevision = null, Action = "create", Values = [new("port", null, "8002")] },
            Changing.Changes[2] with { FromRevision = 1, Action = "unchanged", Values = [] },
        ],
    };

    private async Task SaveAsync(string options)
    {
        _desk.Host.Forget(PreviewRequest).Answer(PreviewRequest, Changing, ApiJson.Default.Preview);
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"plan {options} --out release.plan"));
    }

    private async Task<string> CodeAsync(string? content)
    {
        if (content is not null) await System.IO.File.WriteAllTextAsync(File, content);
        var before = _desk.Error.Length;
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("apply release.plan --yes"));
        return _desk.Error[before..].Split(' ', ':')[1];
    }
}
