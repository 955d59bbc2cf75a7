using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>Alarms over the wire: our own notice, and what Alertmanager sends.</summary>
[Collection(HostTests.Name)]
public sealed class AlarmTests(RunningHost host)
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    [Theory]
    [InlineData("/api/alarms")]
    [InlineData("/api/v1/alarms")]
    public async Task An_alarm_takes_back_what_is_on_its_way_and_is_the_reason(string path)
    {
        var id = await GatedAsync();

        var result = Assert.Single(await HearAsync(Own("firing"), path));

        Assert.Equal(("taking-back", id), (result.Outcome, result.Deployment));
        Assert.Equal($"{id} is taken back: a failed by it.", result.Message);
        var ended = await host.EndOfAsync(id);
        Assert.Equal(("rolled-back", "a: The alarm 'Broken' fires."), (ended.Summary.State, ended.Summary.Reason));
        Assert.Equal(("alarm", "orders fail (from the shop)"), Assert.Single(ended.Components) is var a ? (a.NoticedBy, a.Evidence?.LastAnswer) : default);
    }

    [Fact]
    public async Task Alertmanager_is_understood_and_what_is_none_of_ours_is_left_alone()
    {
        var id = await GatedAsync();

        var results = await HearAsync($$$"""
            {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"lumina","groupLabels":{"alertname":"Broken"},"commonLabels":{},
             "commonAnnotations":{},"externalURL":"http://alertmanager:9093","alerts":[
              {"status":"firing","labels":{"alertname":"Broken","environment":"development","plan":"{{{_plan}}}","component":"a","instance":"1"},
               "annotations":{"summary":"Orders fail."},"startsAt":"2126-01-02T03:04:05.678Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus/graph","fingerprint":"c0ffee"},
              {"status":"resolved","labels":{"alertname":"Broken","environment":"development","plan":"{{{_plan}}}","component":"a","instance":"2"},"annotations":{},"startsAt":"2026-01-02T03:04:05Z"},
              {"status":"firing","labels":{"alertname":"DiskFull","host":"h1"},"annotations":{}},
              {"status":"firing","labels":{"alertname":"Broken","environment":"development","plan":"none-of-ours"},"annotations":{}}]}
            """);

        Assert.Equal(["taking-back", "ignored", "ignored", "unknown"], results.Select(r => r.Outcome));
        Assert.Equal("rolled-back", (await host.EndOfAsync(id)).Summary.State);
        Assert.Equal("Orders fail. (from http://alertmanager:9093)", Assert.Single((await host.Client.GetDeploymentAsync(id, default)).Components).Evidence?.LastAnswer);
    }

    [Fact]
    public async Task An_alarm_with_nothing_on_its_way_is_shown_until_it_is_resolved()
    {
        await host.DeployedAsync(Text("run"));
        await host.DeployedAsync(Text("run2", "strategy blue-green\n  rollback { keep_previous = 10m }"));

        var result = Assert.Single(await HearAsync(Own("firing")));
        await HearAsync(Own("firing"));

        Assert.Equal("recorded", result.Outcome);
        Assert.Contains("lumina rollback a --env development goes back to it at once.", result.Message, StringComparison.Ordinal);
        var note = Assert.Single(Assert.Single(await host.Client.GetStatusAsync(_plan, null, default)).Components).Note;
        Assert.StartsWith("the alarm 'Broken' fires since ", note, StringComparison.Ordinal);
        Assert.Contains(": orders fail; revision 1 stands by until ", note, StringComparison.Ordinal);
        Assert.Equal(("a", "Broken", "orders fail", "the shop"), Assert.Single(await StandingAsync()) is var one ? (one.Component, one.Name, one.Message, one.Source) : default);

        Assert.Equal("resolved", Assert.Single(await HearAsync(Own("resolved"))).Outcome);
        Assert.Empty(await StandingAsync());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"environment":"e","plan":"p","name":"n","state":"on"}""")]
    [InlineData("""{"environment":"e","plan":"../p","name":"n","state":"firing"}""")]
    [InlineData("""{"environment":"e","plan":"p","name":"","state":"firing"}""")]
    [InlineData("""{"environment":"e","plan":"p","component":"a/b","name":"n","state":"firing"}""")]
    [InlineData("""{"version":"5","alerts":[]}""")]
    [InlineData("""{"version":"4","alerts":{}}""")]
    public async Task What_is_no_alarm_is_refused_with_a_code(string body) => await RefusedAsync(body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task Too_much_is_refused_with_a_code()
    {
        await RefusedAsync($$"""{"version":"4","alerts":[{{string.Join(',', Enumerable.Repeat("{}", 101))}}]}""", HttpStatusCode.BadRequest);
        await RefusedAsync($$"""{"version":"4","alerts":[],"externalURL":"{{new string('x', 1024 * 1024)}}"}""", HttpStatusCode.RequestEntityTooLarge);
        await RefusedAsync($$"""{"environment":"e","plan":"p","name":"{{new string('x', 201)}}","state":"firing"}""", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_raises_one_without_the_token()
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Endpoint.Url) };
        using var content = new StringContent(Own("firing"), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/api/alarms", content)).StatusCode);
    }

    private string Own(string state) =>
        $$"""{"environment":"development","plan":"{{_plan}}","component":"a","name":"Broken","state":"{{state}}","message":"orders fail","source":"the shop"}""";

    private string Text(string command, string strategy = "strategy canary {\n    step 10%\n  }") => $$"""
        plan {{_plan}} { version = "1" }
        environment development { target simulated }
        component a {
          command  = "{{command}}"
          port     = 8080
          {{strategy}}
        }
        """;

    private async Task<string> GatedAsync()
    {
        await host.DeployedAsync(Text("run"));
        var id = (await host.DeployAsync(Text("run2"))).Deployment;
        await foreach (var e in host.Client.ReadEventsAsync(id, 0, follow: true, default))
        {
            if (e.Component?.WaitsFor == "promotion")
                return id;
        }
        throw new InvalidOperationException("It ended.");
    }

    private async Task<IReadOnlyList<AlarmResult>> HearAsync(string body, string path = "/api/v1/alarms")
    {
        using var answer = await PostAsync(body, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), ApiJson.Default.AlarmAnswer)!.Alarms;
    }

    private async Task<StandingAlarm[]> StandingAsync()
    {
        using var http = Http();
        return JsonSerializer.Deserialize(await http.GetStringAsync($"/api/v1/alarms?plan={_plan}&environment=development"), ApiJson.Default.StandingAlarmArray)!;
    }

    private async Task RefusedAsync(string body, HttpStatusCode status)
    {
        using var answer = await PostAsync(body, "/api/v1/alarms");
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(ProblemCodes.BadRequest, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string path)
    {
        using var http = Http();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(path, content);
    }

    private HttpClient Http() => new()
    {
        BaseAddress = new Uri(host.Endpoint.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", host.Endpoint.Token) },
    };
}
