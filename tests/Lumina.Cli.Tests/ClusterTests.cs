using Lumina.Api;
using Lumina.Cli.Tests.Fakes;
using static Lumina.Cli.Tests.Fakes.Samples;

namespace Lumina.Cli.Tests;

/// <summary>Several hosts of one cluster are named: any of them will do.</summary>
public sealed class ClusterTests : IDisposable
{
    private const string Three = "--host https://a:1,https://b:2,https://c:3";

    private readonly Desk _desk = new();
    private readonly FakeHost _a = new() { IsDead = true };
    private readonly FakeHost _b = new() { IsDead = true };
    private readonly FakeHost _c = new();

    public ClusterTests()
    {
        _desk.Others["https://a:1"] = _a;
        _desk.Others["https://b:2"] = _b;
        _desk.Others["https://c:3"] = _c;
        _desk.Variables["LUMINA_TOKEN"] = "sesame";
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Whichever_answers_is_asked()
    {
        _c.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up " + Three));

        Assert.Empty(_desk.Launcher.Launched);
        Assert.Contains(Deployments, _c.Requests);
    }

    [Fact]
    public async Task When_none_answers_each_is_named()
    {
        _c.IsDead = true;

        Assert.Equal(ExitCode.NoHost, await _desk.TypeAsync("status " + Three));

        Assert.Contains("No host answers at https://a:1/ nor at https://b:2/ nor at https://c:3/.", _desk.Error);
    }

    [Fact]
    public async Task One_that_dies_is_followed_by_another_from_where_it_was()
    {
        (_a.IsDead, _c.IsDead) = (false, true);
        _a.Answer(Deployments, new DeploymentAccepted(Id, Changing), ApiJson.Default.DeploymentAccepted)
            .Stream(Events(0), [Of(2, Component("core", "rolling-out"))], ApiJson.Default.DeploymentEvent, breaks: true, then: () => (_a.IsDead, _b.IsDead) = (true, false));
        _b.Stream(Events(2), [Of(4, Component("core", "live", "live"))], ApiJson.Default.DeploymentEvent)
            .Answer(Detail, Succeeded, ApiJson.Default.DeploymentDetail)
            .Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up " + Three));

        Assert.Contains("the connection to https://a:1/ was lost; looking for another host", _desk.Out);
        Assert.Contains("core: live", _desk.Out);
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_goes_to_the_next_under_the_same_name()
    {
        (_a.IsDead, _c.IsDead) = (false, true);
        _a.Answer(Deployments, () =>
        {
            (_a.IsDead, _b.IsDead) = (true, false);
            throw new HttpRequestException("reset");
        });
        _b.Succeeds();

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("up " + Three));

        Assert.Equal(_a.Body(Deployments, ApiJson.Default.DeploymentRequest).RequestId, _b.Body(Deployments, ApiJson.Default.DeploymentRequest).RequestId);
    }

    [Fact]
    public async Task A_question_whose_answer_was_lost_is_asked_of_the_next()
    {
        (_a.IsDead, _c.IsDead) = (false, true);
        _a.Answer(StatusOfDevelopment, () =>
        {
            (_a.IsDead, _b.IsDead) = (true, false);
            throw new HttpRequestException("reset");
        });
        _b.Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("status " + Three));
    }

    [Fact]
    public async Task Their_token_can_be_in_a_file()
    {
        File.WriteAllText(Path.Combine(_desk.Folder, "token"), "sesame\n");
        _c.Answer(StatusOfDevelopment, [Running], ApiJson.Default.PlanStatusArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync($"status {Three} --token-file token"));
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"status {Three} --token-file nowhere"));

        Assert.Contains("LUM7013: The token can't be read", _desk.Error);
    }

    [Fact]
    public async Task Host_status_lists_the_hosts_of_the_cluster()
    {
        _c.Forget("GET /api/v1/cluster").Answer(
            "GET /api/v1/cluster", [FakeHost.Silo("east-1", "active"), FakeHost.Silo("west-1", "dead", "0.0.9")], ApiJson.Default.SiloInfoArray);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("host status " + Three));

        Assert.Contains("  active   east-1 at 127.0.0.1:11111, version 0.1.0, since ", _desk.Out);
        Assert.Contains("  dead     west-1 at 127.0.0.1:11111, version 0.0.9, since ", _desk.Out);
    }

    [Fact]
    public async Task Only_one_host_at_a_time_is_stopped()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("host stop " + Three));

        Assert.Contains("Several hosts are named.", _desk.Error);
        Assert.Empty(_c.Requests);
    }
}
