using System.Globalization;
using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>Deployments that meet others, and freezes, as the wire has them.</summary>
[Collection(HostTests.Name)]
public sealed class ConflictTests(RunningHost host)
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    [Fact]
    public async Task What_the_plan_says_about_meeting_another_one_holds()
    {
        var first = await host.DeployAsync(Text("2", "on_conflict = supersede", "{ start = 1m }"));

        var second = await host.DeployedAsync(Text("3", "on_conflict = supersede"));

        var overtaken = (await host.EndOfAsync(first.Deployment)).Summary;
        Assert.Equal(("succeeded", "superseded", second.Summary.Id), (second.Summary.State, overtaken.State, overtaken.SupersededBy));
        Assert.Equal($"Overtaken by {second.Summary.Id}.", overtaken.Reason);
    }

    [Fact]
    public async Task What_the_request_says_counts_more_than_what_the_plan_says()
    {
        var first = await host.DeployAsync(Text("2", "on_conflict = supersede", "{ start = 1m }"));

        var refused = await Assert.ThrowsAsync<ProblemException>(() => host.Client.DeployAsync(Request(Text("3", "on_conflict = supersede")) with { OnConflict = "refuse" }, CancellationToken.None));
        Assert.Equal((ProblemCodes.Busy, first.Deployment), (refused.Problem.Code, refused.Problem.Deployment));
        var queued = await host.Client.DeployAsync(Request(Text("3", "on_conflict = supersede")) with { Wait = true }, CancellationToken.None);
        Assert.Equal("queued", (await host.Client.GetDeploymentAsync(queued.Deployment, CancellationToken.None)).Summary.State);
        var third = await host.Client.DeployAsync(Request(Text("4")) with { OnConflict = "supersede" }, CancellationToken.None);

        Assert.Equal("superseded", (await host.EndOfAsync(first.Deployment)).Summary.State);
        Assert.Equal("superseded", (await host.EndOfAsync(queued.Deployment)).Summary.State);
        Assert.Equal("succeeded", (await host.EndOfAsync(third.Deployment)).Summary.State);
    }

    [Theory]
    [InlineData("steal", false, null)]
    [InlineData("refuse", true, null)]
    [InlineData(null, false, " ")]
    public async Task What_cannot_be_meant_is_a_bad_request(string? onConflict, bool wait, string? despiteFreeze)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => host.Client.DeployAsync(
            Request(Text("1")) with { OnConflict = onConflict, Wait = wait, DespiteFreeze = despiteFreeze }, CancellationToken.None));

        Assert.Equal(ProblemCodes.BadRequest, refused.Problem.Code);
    }

    [Fact]
    public async Task A_frozen_environment_is_told_when_looked_at_and_refused_when_applied()
    {
        var text = Text("1", Now);

        var preview = await host.Client.PreviewAsync(RunningHost.Submission(text), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => host.DeployAsync(text));

        Assert.Empty(preview.Diagnostics);
        Assert.InRange(preview.FrozenUntil!.Value, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddHours(49));
        Assert.Equal((409, ProblemCodes.Frozen), (refused.Status, refused.Problem.Code));
        Assert.Contains(preview.FrozenUntil.Value.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), refused.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_why_deploys_in_a_freeze_and_everybody_can_read_it()
    {
        var accepted = await host.Client.DeployAsync(Request(Text("1", Now)) with { DespiteFreeze = "the shop is down" }, CancellationToken.None);

        var detail = await host.EndOfAsync(accepted.Deployment);
        Assert.Equal(("succeeded", "the shop is down"), (detail.Summary.State, detail.Summary.DespiteFreeze));
        var messages = new List<string>();
        await foreach (var e in host.Client.ReadEventsAsync(accepted.Deployment, 0, follow: false, CancellationToken.None))
            messages.Add(e.Message);
        Assert.EndsWith("despite a freeze: the shop is down", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_its_freezes_a_plan_is_deployed_as_any_other()
    {
        var preview = await host.Client.PreviewAsync(RunningHost.Submission(Text("1", Freeze(2, 3))), CancellationToken.None);

        Assert.Null(preview.FrozenUntil);
        Assert.Equal("succeeded", (await host.DeployedAsync(Text("1", Freeze(2, 3)))).Summary.State);
    }

    /// <summary>A freeze around this moment, whichever it is.</summary>
    private static string Now => Freeze(-1, 2);

    private static string Freeze(int fromDay, int toDay) => $"freeze \"{Midnight(fromDay)}\" to \"{Midnight(toDay)}\"";

    private static string Midnight(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("ddd", CultureInfo.InvariantCulture) + " 00:00";

    private static DeploymentRequest Request(string source) => new(
        "apply", RunningHost.Submission(source), null, null, null, null, Wait: false, "tester", null, Ulid.NewUlid().ToString());

    private string Text(string version, string environment = "", string options = "") =>
        $"plan {_plan} {{}}\nenvironment development {{ target simulated {options}\n  {environment} }}\ncomponent a {{ command = \"run{version}\" }}\n";
}
