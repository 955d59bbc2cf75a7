using System.Text.Json;
using Lumina.Api;
using Lumina.Host.Starting;

namespace Lumina.Host.Tests;

/// <summary>Rules of a folder in a host, as the wire has them.</summary>
public sealed class RulesTests : IAsyncLifetime
{
    private const string Pinned = """
        rule pinned-images {
          applies to component
          when component.Image.Tag == "latest" || component.Image.Digest == null
          warn "${component.Name} runs ${component.Image}."
        }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-rules-");
    private readonly RunningHost _host;

    public RulesTests() => _host = new RunningHost { Policy = new PolicySettings { Rules = [_folder.FullName] } };

    public async ValueTask InitializeAsync()
    {
        Write(Pinned);
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_said_to_a_plan_is_explained_part_by_part()
    {
        var said = Assert.Single((await _host.Client.PreviewAsync(RunningHost.Submission(Text("nginx:latest")), Token)).Decisions!);
        Assert.Equal(("pinned-images", "warn", "a runs nginx:latest."), (said.Rule, said.Effect, said.Message));

        var why = await _host.Client.ExplainAsync(said.Id, Token);

        Assert.Equal((said.Id, "plan", "explained", "development", null, true), (why.Decision.Id, why.Moment, why.Plan, why.Environment, why.Deployment, why.Fires));
        Assert.Equal(
            [
                ("component.Image.Tag == \"latest\" || component.Image.Digest == null", 0, "true"), ("component.Image.Tag == \"latest\"", 1, "true"),
                ("component.Image.Tag", 2, "\"latest\""), ("component.Image", 3, "nginx:latest"),
            ],
            why.When!.Parts.Take(4).Select(part => (part.Text, part.Depth, part.Value)));
        Assert.Equal(("component.Image.Digest == null", null), why.When.Parts[4] is var rest ? (rest.Text, rest.Value) : default);
        Assert.EndsWith("/pinned.rules:3:8", why.When.Parts[0].Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_to_a_deployment_is_explained_by_the_rules_as_they_were()
    {
        var detail = await _host.DeployedAsync(Text("nginx:latest"));
        var said = Assert.Single(Assert.Single(detail.Checks!).Decisions);
        Write("// They are gone.\n");

        var why = await _host.Client.ExplainAsync(said.Id, Token);

        Assert.Equal(("start", detail.Summary.Id, true), (why.Moment, why.Deployment, why.Fires));
        using var input = JsonDocument.Parse(await _host.Client.GetDecisionInputAsync(said.Id, Token));
        Assert.Equal("nginx:latest", input.RootElement.GetProperty("plan").GetProperty("components")[0].GetProperty("image").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_removal_is_asked_about_by_what_it_changes_and_explained_by_what_ran()
    {
        Write("rule stays { applies to change  when change.Before?.Replicas == 2 && plan.Components.Count == 0  deny \"${change.Component} stays.\" }");
        await _host.DeployedAsync(Text("nginx:1.27") + "component b { image = \"b:1\"  replicas = 2 }\n");
        var id = (await _host.Client.DeployAsync(
            new DeploymentRequest("remove", null, "explained", "development", null, null, false, "tester", null, Ulid.NewUlid().ToString()), Token)).Deployment;
        var said = Assert.Single(Assert.Single((await _host.EndOfAsync(id)).Checks!).Decisions);

        var why = await _host.Client.ExplainAsync(said.Id, Token);

        Assert.Equal(("component b", "b stays.", true), (said.Subject, said.Message, why.Fires));
        Assert.Contains(why.When!.Parts, part => (part.Text, part.Value) == ("change.Before?.Replicas", "2"));
    }

    [Fact]
    public async Task What_the_plan_itself_wants_is_explained_by_that()
    {
        var text = Text("nginx:1.27").Replace("simulated }", "simulated  approval { from = [\"anna\"] } }", StringComparison.Ordinal);
        var said = (await _host.Client.PreviewAsync(RunningHost.Submission(text), Token)).Decisions!.Single(decision => decision.Engine == "plan");

        Assert.Contains("the approval of its environment", (await _host.Client.ExplainAsync(said.Id, Token)).Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warn", "warn", "succeeded")]
    [InlineData("deny", "deny", "refused")]
    public async Task An_opa_that_is_away_denies_unless_the_environment_may_go_on_without_it_and_that_is_kept(string word, string effect, string state)
    {
        var opa = new OpaSettings("http://127.0.0.1:9/", "lumina") { OnUnavailable = OpaSettings.Nowhere.Add("development", word) };
        await using var host = new RunningHost { Policy = new PolicySettings { Opa = opa } };
        await host.InitializeAsync();

        var detail = await host.DeployedAsync(Text("nginx:1.27"));

        Assert.Equal(state, detail.Summary.State);
        var said = Assert.Single(Assert.Single(detail.Checks!).Decisions);
        Assert.Equal((effect, "LUM8300", word == "warn"), (said.Effect, said.Rule, said.Message.Contains("on_unavailable = warn lets development go on", StringComparison.Ordinal)));
        Assert.Equal(
            [$"lumina policy explain {said.Id} --input > input.json", "opa eval --data DIR --input input.json --format pretty 'data.lumina'"],
            (await host.Client.ExplainAsync(said.Id, Token)).Replay);
        Assert.Contains("LUM8300", Assert.Single(Assert.Single((await host.Client.GetPolicyAsync(Token)).Engines).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pol-00000000000000000000")]
    [InlineData("policy-rules sha256:1")]
    public async Task A_decision_that_is_none_is_told(string id)
    {
        foreach (var ask in (Func<string, Task>[])[one => _host.Client.ExplainAsync(one, Token), one => _host.Client.GetDecisionInputAsync(one, Token)])
        {
            var problem = await Assert.ThrowsAsync<ProblemException>(() => ask(id));
            Assert.Equal((404, ProblemCodes.NotFound), (problem.Status, problem.Problem.Code));
        }
    }

    [Fact]
    public async Task Who_decides_says_how_it_is_and_by_what_it_goes_while_the_newest_is_broken()
    {
        var well = Assert.Single((await _host.Client.GetPolicyAsync(Token)).Engines);
        Write(Pinned + "rule broken {\n");

        var broken = Assert.Single((await _host.Client.GetPolicyAsync(Token)).Engines);

        Assert.Equal(("rules", 1, 0), (well.Name, well.Rules, well.Waivers));
        Assert.Empty(well.Problems);
        Assert.Equal((well.Version, 1), (broken.Version, broken.Rules));
        Assert.Contains("pinned.rules:", broken.Problems[0], StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "pinned.rules"), text);

    private static string Text(string image) =>
        $"plan explained {{}}\nenvironment development {{ target simulated }}\ncomponent a {{ image = \"{image}\" }}\n";
}
