using System.Text.Json.Nodes;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>A plan of one component, two instances of it, which rolls out as its strategy says.</summary>
/// <param name="strategy">The blocks <c>strategy</c> and <c>rollback</c>.</param>
/// <param name="port">Its stable port; null for a new one.</param>
internal sealed class Solo(string strategy, int? port = null)
{
    public const string Name = "solo";
    public static readonly IReadOnlyDictionary<string, int> Replicas = new Dictionary<string, int> { ["web"] = 2 };

    private readonly int _port = port ?? Ports.Take();

    public string Text => $$"""
        plan {{Name}} { version = param.version }

        param version   : string = "1"
        param misbehave : string = ""

        component web {
          {{SealedCanary.InPlan}}
          command  = ["{{Programs.Service}}", "web"]
          port     = {{_port}}
          replicas = 2
          config {
            SERVICE_VERSION   = plan.version
            SERVICE_MISBEHAVE = param.misbehave
          }
          health http { path = "/health"  every = 200ms  start_within = 20s }
          {{strategy}}
        }

        """;

    public int Port => _port;

    public string Url => $"http://127.0.0.1:{_port}/";

    /// <summary>The version that an answer came from.</summary>
    public static string VersionIn(string body) =>
        JsonNode.Parse(body)?["version"]?.GetValue<string>() ?? throw new FormatException($"not an answer of the service: {body}");

    /// <summary>A version as a request.</summary>
    public DeploymentRequest Request(Workspace workspace, string version) => new(
        "apply", new PlanSubmission("lumina.deploy", Text, workspace.Root, null, new Dictionary<string, string> { ["version"] = version }, SealedCanary.AsSubmitted),
        null, null, null, null, Wait: false, "test", null, Guid.NewGuid().ToString());

    /// <summary>Asks once, with a header if one is named.</summary>
    /// <returns>The version that answered.</returns>
    public async Task<string> AskAsync(string? header = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        if (header is not null)
            request.Headers.Add(header, "yes");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return VersionIn(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until the rollout has come to a step and waits there, for a promotion or for time.</summary>
    public static async Task WaitsAsync(Workspace workspace, string id, int step, string what)
    {
        using var client = workspace.Client();
        await Eventually.SeeAsync(
            $"step {step} waits for {what}", () => client.GetDeploymentAsync(id, TestContext.Current.CancellationToken),
            detail => detail.Components.Any(component => component.Step == step && component.WaitsFor == what));
    }

    /// <summary>How the traffic is shared: percent by revision.</summary>
    public static async Task<string> SharesAsync(Workspace workspace)
    {
        using var client = workspace.Client();
        var status = await client.GetStatusAsync(Name, null, TestContext.Current.CancellationToken);
        return string.Join(' ', status.Single().Components.Single().Traffic.Where(share => share.Weight > 0).Select(share => $"{share.Revision}:{share.Weight}"));
    }

    /// <summary>Waits until exactly the two instances of a revision run.</summary>
    public static Task<Running> SettleAsync(Workspace workspace, int revision) =>
        Running.SettleAsync(workspace, Replicas, new Dictionary<string, int> { ["web"] = revision });
}
