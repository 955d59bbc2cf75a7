using System.Text.Json.Nodes;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;
using Lumina.Testbed;

namespace Lumina.EndToEnd.Tests;

/// <summary>Rules and OPA, as those meet them who deploy. What is deployed is simulated: that nothing was touched is what counts.</summary>
public sealed class PolicyTests : IAsyncDisposable
{
    private const string Plan = """
        plan shop { version = param.version }
        param version : string = "1"
        param image   : string = "nginx:1.27"
        environment development { target simulated }
        component web {
          image = param.image
          port  = 80
          config { VERSION = plan.version }
          strategy canary { step 10% for 1ms  step 50% }
        }

        """;

    private const string Pinned = """
        rule pinned-images {
          applies to component
          when component.Image.Tag == "latest"
          deny "${component.Name} runs ${component.Image}: name a version."
          help "docs/rules/pinned-images.md"
        }

        """;

    private readonly Workspace _workspace = new(Plan);

    public PolicyTests() => Directory.CreateDirectory(Path.Combine(_workspace.Root, "rules"));

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    [Fact]
    public async Task What_a_rule_denies_is_told_explained_and_not_done_and_a_waiver_lets_it_pass()
    {
        Rules(Pinned);
        (await RunAsync("host", "start", "--rules", "rules")).Ends(0);

        var plan = (await RunAsync("plan", "--param", "image=nginx:latest")).Ends(0);
        Assert.Contains("✗ denied: pinned-images (component web): web runs nginx:latest: name a version.", plan.Out, StringComparison.Ordinal);
        var refused = (await RunAsync("apply", "--yes", "--param", "image=nginx:latest", "-o", "json")).Ends(3).Complains("LUM7019", "Nothing was touched");
        var decision = Assert.Single(refused.Json["decisions"]!.AsArray())!;
        Assert.Equal(("pinned-images", "deny", "rules"), (Text(decision, "rule"), Text(decision, "effect"), Text(decision, "engine")));
        Assert.Empty((await RunAsync("history", "-o", "json")).Ends(0).Json.AsArray());
        var why = (await RunAsync("policy", "explain", Text(decision, "id"))).Ends(0).Out;
        Assert.Contains("component.Image.Tag == \"latest\" → true\n    component.Image.Tag → \"latest\"\n", why, StringComparison.Ordinal);

        // Who looks at no plan first is refused by the host.
        var denied = (await RunAsync("up", "--param", "image=nginx:latest", "-o", "json")).Ends(3).Json;
        Assert.Equal("refused", Text(denied, "outcome"));
        var shown = (await RunAsync("show", Text(denied, "deployment"), "-o", "json")).Ends(0).Json;
        var kept = shown["checks"]![0]!["decisions"]![0]!;
        Rules("");
        why = (await RunAsync("policy", "explain", Text(kept, "id"))).Ends(0).Out;
        Assert.Contains($"at the start of {Text(denied, "deployment")}", why, StringComparison.Ordinal);
        Assert.Contains("component.Image → nginx:latest", why, StringComparison.Ordinal);
        (await RunAsync("policy", "explain", "pol-0")).Ends(2).Complains("LUM7005", "lumina show");

        Rules(Pinned + """waive pinned-images for component web until 9999-12-31 because "The vendor has no other." by "anna" """);
        var passed = (await RunAsync("up", "--param", "image=nginx:latest", "-o", "json")).Ends(0).Json;
        var waived = (await RunAsync("show", Text(passed, "deployment"))).Ends(0).Out;
        Assert.Contains("– waived: pinned-images (component web)", waived, StringComparison.Ordinal);
        Assert.Contains("until 9999-12-31, by anna: The vendor has no other.", waived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_who_are_asked_by_a_rule_let_it_begin_or_do_not()
    {
        Rules($$"""rule two-pairs-of-eyes { applies to deployment  require approval from "anna", "{{Environment.UserName}}" because "Somebody else has to look." }""");
        (await RunAsync("host", "start", "--rules", "rules")).Ends(0);
        using var client = _workspace.Client();
        var submission = new PlanSubmission("lumina.deploy", Plan, _workspace.Root, null, new Dictionary<string, string>());
        var request = new DeploymentRequest("apply", submission, null, null, null, null, Wait: false, "anna", null, Guid.NewGuid().ToString());
        var id = (await client.DeployAsync(request, TestContext.Current.CancellationToken)).Deployment;
        await AwaitsApprovalAsync(id);
        Assert.Contains("Somebody else has to look.", (await RunAsync("show", id)).Ends(0).Out, StringComparison.Ordinal);
        (await RunAsync("approve", id)).Ends(0);
        (await RunAsync("watch", id)).Ends(0);

        var up = _workspace.Begin("up", "--param", "version=2", "-o", "json");
        id = await Events.OpenOneAsync(_workspace, "shop");
        await AwaitsApprovalAsync(id);
        (await RunAsync("approve", id)).Ends(3).Complains("LUM7018");
        await client.ControlAsync(id, "reject", new ControlRequest("anna", "not today"), TestContext.Current.CancellationToken);
        Assert.Equal("rejected", Text((await up.Ending).Ends(4).Json, "outcome"));
        Assert.Contains("not today", (await RunAsync("show", id)).Ends(0).Out, StringComparison.Ordinal);
        Assert.Equal("1:100", await SharesAsync());
    }

    [Fact]
    public async Task A_rule_that_changes_while_a_canary_waits_stops_it_before_its_next_step()
    {
        Rules("""rule watched { applies to step  warn "${step.Component} goes to ${step.Weight}." }""");
        (await RunAsync("host", "start", "--rules", "rules")).Ends(0);
        await UpAsync("1", 0);
        var up = _workspace.Begin("up", "--param", "version=2", "-o", "json");
        var id = await Events.OpenOneAsync(_workspace, "shop");
        await Solo.WaitsAsync(_workspace, id, 2, "promotion");
        var before = Text((await RunAsync("host", "status", "-o", "json")).Ends(0).Json["policy"]![0]!, "version");

        Rules("""rule enough { applies to step where step.Weight > 50%  deny "No further than ${step.Weight - 50} less than ${step.Weight}." }""");
        (await RunAsync("promote", id)).Ends(0);

        Assert.Equal("rolled-back", Text((await up.Ending).Ends(5).Json, "outcome"));
        var after = Text((await RunAsync("host", "status", "-o", "json")).Ends(0).Json["policy"]![0]!, "version");
        var shown = (await RunAsync("show", id)).Ends(0).Out;
        Assert.Contains("! warning: watched (step 2 of web): web goes to 50%.", shown, StringComparison.Ordinal);
        Assert.Contains("✗ denied: enough (step 3 of web): No further than", shown, StringComparison.Ordinal);
        Assert.Contains($"the rules have changed since: {before[..19]}… → {after[..19]}…", shown, StringComparison.Ordinal);
        Assert.Contains("Policy does not let it begin step 3 of its rollout. enough:", shown, StringComparison.Ordinal);
        Assert.Equal("1:100", await SharesAsync());
    }

    [Fact]
    public async Task Broken_rules_leave_the_last_good_ones_in_force_and_a_host_that_never_had_any_denies()
    {
        Rules("rule broken { applies to nothing }");
        var denied = (await RunAsync("up", "--rules", "rules", "-o", "json")).Ends(3).Json;
        Assert.Contains("No rules can be asked. rules/team.rules:1:", (await RunAsync("show", Text(denied, "deployment"))).Ends(0).Out, StringComparison.Ordinal);
        Assert.Contains("problem  policy rules: rules/team.rules:1:", (await RunAsync("doctor")).Ends(1).Out, StringComparison.Ordinal);

        Rules(Pinned);
        (await RunAsync("plan", "-q")).Ends(0);
        Rules(Pinned + "rule broken {");
        var plan = (await RunAsync("plan", "--param", "image=nginx:latest")).Ends(0).Out;
        Assert.Contains("✗ denied: pinned-images", plan, StringComparison.Ordinal);
        Assert.Contains("! warning: policy-rules (deployment): The newest rules are broken", plan, StringComparison.Ordinal);
        Assert.Contains("1 rule", (await RunAsync("host", "status", "-o", "json")).Ends(0).Json["policy"]![0]!["rules"] + " rule", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opa_decides_beside_the_rules_can_be_asked_again_and_denies_when_it_is_away()
    {
        await using var opa = await OpaServer.StartAsync();
        var policies = Directory.CreateDirectory(Path.Combine(_workspace.Root, "policies")).FullName;
        File.WriteAllText(Path.Combine(policies, "shop.rego"), """
            package lumina

            deny contains {"code": "no-latest", "component": c.name, "message": sprintf("%s is %s", [c.name, c.image.text])} if {
              some c in input.plan.components
              c.image.tag == "latest"
            }

            """);
        (await RunAsync("policy", "push", "policies", "--opa", opa.Server)).Ends(0);
        Rules(Pinned);
        (await RunAsync("host", "start", "--rules", "rules", "--opa", opa.Server)).Ends(0);

        var decisions = (await RunAsync("plan", "--param", "image=nginx:latest", "-o", "json")).Ends(0).Json["decisions"]!.AsArray();
        Assert.Equal([("no-latest", "opa"), ("pinned-images", "rules")], decisions.Select(decision => (Text(decision!, "rule"), Text(decision!, "engine"))));
        var id = Text(decisions[0]!, "id");
        Assert.Contains($"lumina policy explain {id} --input > input.json", (await RunAsync("policy", "explain", id)).Ends(0).Out, StringComparison.Ordinal);
        var input = _workspace.Write("input.json", (await RunAsync("policy", "explain", id, "--input")).Ends(0).Out);
        var again = (await _workspace.RunProgramAsync(
            await OpaServer.ProgramAsync(), "eval", "--data", policies, "--input", input, "--format", "raw", "data.lumina.deny")).Ends(0);
        Assert.Equal("web is nginx:latest", Text(again.Json[0]!, "message"));

        opa.Kill();
        var denied = (await RunAsync("up", "-o", "json")).Ends(3).Json;
        var cause = (await RunAsync("show", Text(denied, "deployment"))).Ends(0).Out;
        Assert.Contains("✗ denied: LUM8300 (deployment): OPA at " + opa.Server, cause, StringComparison.Ordinal);
        Assert.Contains("problem  policy opa: LUM8300", (await RunAsync("doctor")).Ends(1).Out, StringComparison.Ordinal);
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private void Rules(string text) => _workspace.Write("rules/team.rules", text);

    private Task<CliRun> RunAsync(params string[] arguments) => _workspace.RunAsync(arguments);

    private async Task UpAsync(string version, int exitCode)
    {
        var up = _workspace.Begin("up", "--param", $"version={version}", "-o", "json");
        (await up.Ending).Ends(exitCode);
    }

    private async Task AwaitsApprovalAsync(string id)
    {
        using var client = _workspace.Client();
        await Eventually.SeeAsync(
            "it waits for people", () => client.GetDeploymentAsync(id, TestContext.Current.CancellationToken), detail => detail.Summary.State == "awaiting-approval");
    }

    private async Task<string> SharesAsync()
    {
        using var client = _workspace.Client();
        var status = await client.GetStatusAsync("shop", null, TestContext.Current.CancellationToken);
        return string.Join(' ', status.Single().Components.Single().Traffic.Where(share => share.Weight > 0).Select(share => $"{share.Revision}:{share.Weight}"));
    }
}
