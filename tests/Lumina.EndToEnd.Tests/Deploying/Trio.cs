using System.Text.Json.Nodes;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>A small plan whose versions roll quickly: web asks middle, of which there are two, and middle asks base.</summary>
internal sealed class Trio
{
    public const string Name = "trio";
    public const string Environment = "development";
    public static readonly IReadOnlyDictionary<string, int> Replicas = new Dictionary<string, int> { ["base"] = 1, ["middle"] = 2, ["web"] = 1 };

    private readonly Dictionary<string, int> _ports = Replicas.Keys.ToDictionary(name => name, _ => Ports.Take());

    public string Text => $$"""
        plan {{Name}} { version = param.version }

        param version   : string   = "1"
        param misbehave : string   = ""
        param patience  : duration = 20s

        component base {
          {{SealedCanary.InPlan}}
          command = ["{{Programs.Service}}", "base"]
          port    = {{_ports["base"]}}
          config { SERVICE_VERSION = plan.version }
          health http { path = "/health"  every = 200ms  start_within = 20s }
        }

        component middle {
          depends on base
          {{SealedCanary.InPlan}}
          command  = ["{{Programs.Service}}", "middle"]
          port     = {{_ports["middle"]}}
          replicas = 2
          config {
            SERVICE_VERSION   = plan.version
            SERVICE_MISBEHAVE = param.misbehave
            LUMINA_BASE_URL   = component.base.url
          }
          health http { path = "/health"  every = 200ms  start_within = param.patience }
          strategy rolling { batch = 1 }
          rollback { scope = all  within = 1m }
        }

        component web {
          depends on middle
          {{SealedCanary.InPlan}}
          command = ["{{Programs.Service}}", "web"]
          port    = {{_ports["web"]}}
          config {
            SERVICE_VERSION   = plan.version
            LUMINA_MIDDLE_URL = component.middle.url
          }
          health http { path = "/health"  every = 200ms  start_within = 20s }
        }

        """;

    public IEnumerable<int> AllPorts => _ports.Values;

    public int PortOf(string component) => _ports[component];

    public string UrlOf(string component, string path = "/") => $"http://127.0.0.1:{_ports[component]}{path}";

    /// <summary>Arguments of <c>up</c> for a version whose middle never becomes healthy.</summary>
    public static string[] BadVersion(string version) =>
        ["--param", $"version={version}", "--param", "misbehave=fail-health-after=0s", "--param", "patience=1s"];

    /// <summary>The same plan as a request.</summary>
    /// <param name="requestId">Its id.</param>
    /// <param name="folder">Where its services run.</param>
    /// <param name="version">The version.</param>
    /// <param name="bad">Whether middle never becomes healthy.</param>
    public DeploymentRequest Request(string requestId, string folder, string version, bool bad) => new(
        "apply",
        new PlanSubmission("lumina.deploy", Text, folder, Environment, bad
            ? new Dictionary<string, string> { ["version"] = version, ["misbehave"] = "fail-health-after=0s", ["patience"] = "1s" }
            : new Dictionary<string, string> { ["version"] = version }, SealedCanary.AsSubmitted),
        null, null, null, null, Wait: false, "test", null, requestId);

    /// <summary>The versions that an answer of web came from: web, middle and base.</summary>
    public static string VersionsIn(string body)
    {
        var web = JsonNode.Parse(body);
        var middle = web?["dependencies"]?["middle"];
        return string.Join(' ', Version(web), Version(middle), Version(middle?["dependencies"]?["base"]));

        string Version(JsonNode? answer) => answer?["version"]?.GetValue<string>() ?? throw new FormatException($"not an answer through all three: {body}");
    }
}
