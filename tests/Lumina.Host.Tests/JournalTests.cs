using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>On a host of its own, because archiving takes the events of all deployments.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private readonly RunningHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_journal_is_verified_archived_and_verified_again_and_says_where_its_deployments_are()
    {
        var first = await DeployedAsync("1");
        var second = await DeployedAsync("2");
        var before = await _host.Client.VerifyJournalAsync(Token);
        Assert.True(before is { Sound: true, ArchivedEvents: 0, Events: > 10 }, before.Reason);

        var done = await _host.Client.ArchiveJournalAsync(new(0), Token);

        var file = Assert.Single(done.Files);
        Assert.True(file.IsHere);
        var after = await _host.Client.VerifyJournalAsync(Token);
        Assert.True(after.Sound, after.Reason);
        Assert.Equal((before.End, before.Events), (after.End, after.Events + after.ArchivedEvents));
        Assert.Equal([file], (await _host.Client.GetJournalAsync(Token)).Archives);
        var detail = await _host.Client.GetDeploymentAsync(first, Token);
        Assert.Equal((file.File, "succeeded", 0), (detail.ArchivedIn, detail.Summary.State, detail.Components.Count));
        var gone = await Assert.ThrowsAsync<ProblemException>(async () => await _host.Client.ReadEventsAsync(first, 0, follow: true, Token).ToListAsync(Token));
        Assert.Equal((410, ProblemCodes.Archived), (gone.Status, gone.Problem.Code));
        Assert.Contains(file.File, gone.Problem.Message, StringComparison.Ordinal);

        // What was before is not known here any more: that must not be taken for nothing.
        var refused = await Assert.ThrowsAsync<ProblemException>(() => _host.Client.DeployAsync(
            new DeploymentRequest("rollback", null, "kept", "development", second, null, false, "tester", null, "r-1"), Token));
        Assert.Contains("archive", refused.Problem.Message);

        // And components whose events are all archived go on.
        var third = await DeployedAsync("3");
        var ofWeb = await _host.Client.ListDeploymentsAsync("kept", "development", 20, Token, "web");
        Assert.Equal(third, ofWeb[0].Id);
        Assert.DoesNotContain(ofWeb, d => d.Id == first);
        Assert.Equal([third, second, first], (await _host.Client.ListDeploymentsAsync("kept", "development", 20, Token)).Select(d => d.Id));
        Assert.True((await _host.Client.VerifyJournalAsync(Token)).Sound);
    }

    [Fact]
    public async Task Deployments_are_listed_by_the_component_that_they_changed()
    {
        var first = await DeployedAsync("1", "2");
        var second = await DeployedAsync("1", "3");

        Assert.Equal([first], await OfAsync("web"));
        Assert.Equal([second, first], await OfAsync("db"));
        Assert.Empty(await OfAsync("we"));

        async Task<IEnumerable<string>> OfAsync(string component) =>
            (await _host.Client.ListDeploymentsAsync(null, "development", 20, Token, component)).Select(d => d.Id);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1e12)]
    public async Task Nonsense_is_not_archived(double keepSeconds)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => _host.Client.ArchiveJournalAsync(new(keepSeconds), Token));

        Assert.Equal(ProblemCodes.BadRequest, refused.Problem.Code);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string> DeployedAsync(string web, string db = "1")
    {
        var detail = await _host.DeployedAsync($$"""
            plan kept { version = "{{web}}.{{db}}" }
            environment development { target simulated }
            component web { version = "{{web}}" image = "web:{{web}}" }
            component db { version = "{{db}}" image = "db:{{db}}" }
            """);
        Assert.Equal("succeeded", detail.Summary.State);
        return detail.Summary.Id;
    }
}
