using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lumina.Api;

namespace Lumina.Host.Tests;

[Collection(HostTests.Name)]
public sealed class ApiTests(RunningHost host)
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    private string Text(string components, string options = "") => $$"""
        plan {{_plan}} { version = "1" }
        environment development { target simulated {{options}} }
        {{components}}
        """;

    [Fact]
    public async Task Health_is_told_to_anybody_and_nothing_else_is()
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Endpoint.Url) };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        foreach (var path in new[] { "/api/v1/status", "/api/v1/deployments", "/api/v1/nothing", "/" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(path)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Endpoint.Token[..^1] + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/status")).StatusCode);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"explode","submission":null,"plan":null,"environment":null,"target":null,"expectedChanges":null,"wait":false,"actor":"a","reason":null,"requestId":"r","parallelism":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"remove","submission":null,"plan":"../x","environment":"development","target":null,"expectedChanges":null,"wait":false,"actor":"a","reason":null,"requestId":"r","parallelism":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"apply","submission":null,"plan":null,"environment":null,"target":null,"expectedChanges":null,"wait":false,"actor":"a","reason":null,"requestId":"r","parallelism":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"remove","submission":null,"plan":"p","environment":"e","target":null,"expectedChanges":null,"wait":false,"actor":"a","reason":null,"requestId":"","parallelism":null}""", HttpStatusCode.BadRequest)]
    public async Task A_malformed_request_is_refused_with_a_code(string body, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Endpoint.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Endpoint.Token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await http.PostAsync("/api/v1/deployments", content);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(ProblemCodes.BadRequest, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_connects_to_another_port_of_the_host_is_turned_away()
    {
        var others = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(e => host.OwnPorts.Contains(e.Port) && e.Port != new Uri(host.Endpoint.Url).Port).ToArray();

        Assert.Single(others);
        using var socket = new System.Net.Sockets.TcpClient();
        var told = new byte[1];

        var read = await ConnectsAsync(socket, others[0].Port) ? await ReadOrClosedAsync(socket.GetStream(), told) : 0;

        Assert.Equal(0, read);
    }

    /// <summary>Whether the other side had not hung up before the connection was there, which it may.</summary>
    private static async Task<bool> ConnectsAsync(System.Net.Sockets.TcpClient socket, int port)
    {
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException hungUp) when (hungUp.SocketErrorCode is not System.Net.Sockets.SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    /// <summary>Bytes read; 0 when the other side has closed or reset.</summary>
    private static async Task<int> ReadOrClosedAsync(Stream stream, byte[] buffer)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return await stream.ReadAsync(buffer, patience.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [Fact]
    public async Task A_plan_with_mistakes_is_refused_and_nothing_is_recorded()
    {
        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => host.DeployAsync(Text("component a { comand = \"run\" }")));

        Assert.Contains(refused.Preview.Diagnostics, d => d.Severity == "error" && d.Line == 3);
        Assert.Empty(await host.Client.ListDeploymentsAsync(_plan, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_target_without_a_driver_is_said_before_anything_runs()
    {
        var preview = await host.Client.PreviewAsync(RunningHost.Submission(
            $"plan {_plan} {{}}\nenvironment production {{ target kubernetes }}\ncomponent a {{ image = \"a:1\" }}"), CancellationToken.None);

        Assert.Equal("LUM5001", Assert.Single(preview.Diagnostics, d => d.Severity == "error").Code);
        Assert.Empty(preview.Changes);
    }

    [Theory]
    [InlineData("off", "", true)]
    [InlineData("info", "info", true)]
    [InlineData("error", "error", false)]
    public async Task A_finding_is_taken_as_seriously_as_the_submission_says(string level, string severity, bool runs)
    {
        var submission = RunningHost.Submission(Text("let unused = 1\ncomponent a { command = \"run\" }")) with
        {
            Levels = new Dictionary<string, string> { ["LUM6003"] = level, ["LUM9999"] = "off" },
        };

        var preview = await host.Client.PreviewAsync(submission, CancellationToken.None);

        Assert.Equal(severity, preview.Diagnostics.FirstOrDefault(d => d.Code == "LUM6003")?.Severity ?? "");
        Assert.Equal(runs, preview.ChangeDigest is not null);
    }

    [Theory]
    [InlineData("component a { command = \"run\"\n  strategy canary { step 5% for 1m  check errors { metric = error_rate  max = 1% } } }", "", "LUM5010", 4, 3)]
    [InlineData("component a { command = \"run\"\n  strategy canary { step 5% for 1m  sticky = true } }", "", "LUM5010", 4, 3)]
    [InlineData("component a { command = \"run\"\n  strategy blue-green { verify http { path = \"/health\" } } }", "", "LUM5006", 4, 3)]
    [InlineData("component a { command = \"run\"\n  secret KEY = vault(\"a\", \"k\") }", "", "LUM5011", 4, 3)]
    [InlineData("component a { command = \"run\"\n  config_file \"/etc/a\" { content = \"x\" } }", "", "LUM5007", 4, 3)]
    [InlineData("component a { command = \"run\"\n  scale { min = 1  max = 2 } }", "", "LUM5012", 4, 3)]
    [InlineData("component a { command = \"run\"\n  resources { cpu = 1 } }", "", "LUM5013", 4, 3)]
    [InlineData("environment other { target process }\ncomponent a { command = \"run\" }", "after other soak 1h", "LUM5016", 2, 44)]
    [InlineData("infrastructure network { terraform \"infra\" }\ncomponent a { command = \"run\" }", "", "LUM5017", 3, 16)]
    [InlineData("component a { command = \"run\"\n  rollback { keep_previous = 10m } }", "", "LUM5019", 4, 3)]
    [InlineData("component web { command = \"run\"\n  in development { scale { min = 1  max = 2 } } }", "", "LUM5012", 4, 20)]
    public async Task What_the_host_cannot_carry_out_is_refused_where_it_is_said(string declarations, string environment, string code, int line, int column)
    {
        var preview = await host.Client.PreviewAsync(RunningHost.Submission(Text(declarations, environment)), CancellationToken.None);

        var finding = Assert.Single(preview.Diagnostics, d => d.Severity == "error");
        Assert.Equal((code, line, column), (finding.Code, finding.Line, finding.Column));
        Assert.Empty(preview.Changes);
    }

    [Fact]
    public async Task What_is_only_said_for_another_environment_or_run_by_nothing_yet_is_no_hindrance()
    {
        var preview = await host.Client.PreviewAsync(RunningHost.Submission(Text("""
            environment production { target kubernetes  after development soak 1h  approval { from = ["owners"] } }
            infrastructure network { in production { terraform "infra" } }
            component a { command = "run"  in production { strategy canary { step 5% }  secret KEY = vault("a", "k") } }
            pipeline release { stage all { deploy production } }
            """)), CancellationToken.None);

        Assert.DoesNotContain(preview.Diagnostics, d => d.Severity == "error");
        Assert.Equal("a", Assert.Single(preview.Changes).Component);
    }

    [Fact]
    public async Task A_deployment_is_told_from_its_acceptance_to_its_end()
    {
        var accepted = await host.DeployAsync(Text("component a { command = \"run\" }\ncomponent b { depends on a  command = \"run\" }"));
        Assert.Equal([["a"], ["b"]], accepted.Preview.Groups);

        var messages = new List<string>();
        await foreach (var e in host.Client.ReadEventsAsync(accepted.Deployment, 0, follow: true, CancellationToken.None))
            messages.Add(e.Message);
        var detail = await host.Client.GetDeploymentAsync(accepted.Deployment, CancellationToken.None);

        Assert.Equal("succeeded", detail.Summary.State);
        Assert.Equal(["live", "live"], detail.Components.Select(c => c.Outcome));
        Assert.Equal(["a: create 1", "a: has configuration 1", "a: step 1 of 1", "a: live", "b: create 1", "b: has configuration 1", "b: step 1 of 1", "b: live", "succeeded"], messages[2..]);
        var status = Assert.Single(await host.Client.GetStatusAsync(_plan, "development", CancellationToken.None));
        Assert.Equal(["a", "b"], status.Components.Select(c => c.Name));
        Assert.All(status.Components, c => Assert.Equal(("live", 1, 1, 1), (c.State, c.Healthy, c.Desired, c.Revision ?? 0)));
    }

    [Fact]
    public async Task Events_can_be_taken_up_where_they_were_left()
    {
        var id = (await host.DeployedAsync(Text("component a { command = \"run\" }"))).Summary.Id;
        var all = await AllAsync(id, 0);

        var rest = await AllAsync(id, all[2].Position);

        Assert.Equal(all[3..].Select(e => (e.Position, e.Message)), rest.Select(e => (e.Position, e.Message)));
    }

    [Fact]
    public async Task A_request_that_comes_twice_is_carried_out_once()
    {
        var request = Ulid.NewUlid().ToString();
        var first = await host.DeployAsync(Text("component a { command = \"run\" }"), request);
        var second = await host.DeployAsync(Text("component a { command = \"run\" }"), request);

        Assert.Equal(first.Deployment, second.Deployment);
        await host.EndOfAsync(first.Deployment);
        Assert.Single(await host.Client.ListDeploymentsAsync(_plan, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_failing_component_is_told_with_its_evidence_and_the_others_are_not_blamed()
    {
        await host.DeployedAsync(Text("component a { command = \"run\" }\ncomponent b { depends on a  command = \"run\" }"));

        var detail = await host.DeployedAsync(Text(
            "component a { command = \"run2\" }\ncomponent b { depends on a  command = \"run2\"  target simulated { fail = 100% } }\ncomponent c { depends on b  command = \"run\" }"));

        Assert.Equal("rolled-back", detail.Summary.State);
        Assert.Equal(["restored", "restored", "skipped"], detail.Components.Select(c => c.Outcome));
        Assert.Null(detail.Components[0].Reason);
        Assert.Equal("simulated failure", detail.Components[1].Evidence?.LastAnswer);
        Assert.Equal(1, detail.Components[1].FromRevision);
        Assert.Equal(2, detail.Components[1].ToRevision);
    }

    [Fact]
    public async Task Another_deployment_of_the_plan_is_refused_with_the_name_of_the_first()
    {
        var first = await host.DeployAsync(Text("component a { command = \"run\" }", "{ start = 1m }"));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => host.DeployAsync(Text("component a { command = \"other\" }")));

        Assert.Equal((ProblemCodes.Busy, first.Deployment), (problem.Problem.Code, problem.Problem.Deployment));
        var cancelled = await host.Client.ControlAsync(first.Deployment, "cancel", new ControlRequest("tester", "enough"), CancellationToken.None);
        Assert.Contains(cancelled.State, new[] { "cancelling", "cancelled" });
        Assert.Equal("cancelled", (await host.EndOfAsync(first.Deployment)).Summary.State);
        var late = await Assert.ThrowsAsync<ProblemException>(() =>
            host.Client.ControlAsync(first.Deployment, "pause", new ControlRequest("tester", null), CancellationToken.None));
        Assert.Equal(ProblemCodes.WrongState, late.Problem.Code);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        var unknown = await Assert.ThrowsAsync<ProblemException>(() => host.Client.GetDeploymentAsync("dep-nothing", CancellationToken.None));
        var nothing = await Assert.ThrowsAsync<ProblemException>(() => host.Client.DeployAsync(new DeploymentRequest(
            "rollback", null, _plan, "development", null, null, false, "tester", null, Ulid.NewUlid().ToString()), CancellationToken.None));

        Assert.Equal(ProblemCodes.NotFound, unknown.Problem.Code);
        Assert.Equal(ProblemCodes.NothingToRollBack, nothing.Problem.Code);
    }

    [Fact]
    public async Task A_host_that_is_not_idle_does_not_end()
    {
        await host.DeployedAsync(Text("component a { command = \"run\" }"));

        var answer = await host.Client.ShutdownAsync(new ShutdownRequest(OnlyIfIdle: true, AgentToo: true), CancellationToken.None);

        Assert.False(answer.Stopping);
        Assert.NotNull(answer.Reason);
    }

    private async Task<List<DeploymentEvent>> AllAsync(string id, long after)
    {
        var events = new List<DeploymentEvent>();
        await foreach (var e in host.Client.ReadEventsAsync(id, after, follow: false, CancellationToken.None))
            events.Add(e);
        return events;
    }
}
