using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lumina.EndToEnd.Tests.Leaks;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>The plan at the root of the repository, with ports that nobody else has.</summary>
internal sealed class Platform
{
    public static readonly string[] Names = ["core", "memory", "providers", "security", "web"];

    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);

    public Platform()
    {
        var text = File.ReadAllText(Programs.PathOf("lumina.deploy"));
        foreach (var (name, port) in ((string, int)[])[("core", 8000), ("providers", 8001), ("memory", 8002), ("security", 8003), ("web", 8080)])
        {
            _ports[name] = Ports.Take();
            text = Regex.Replace(text, $@"(?<=\bport\s+= ){port}\b", $"{_ports[name]}");
        }

        // Each of the five gets the secret too.
        text = Regex.Replace(text, @"(?m)^  image = ""lumina/", $"  {SealedCanary.InPlan}\n$0");
        Text = text.Replace("\"examples/services/run\"", $"\"{Programs.Service}\"", StringComparison.Ordinal);
    }

    public string Text { get; }

    public IEnumerable<int> AllPorts => _ports.Values;

    public int PortOf(string component) => _ports[component];

    public string UrlOf(string component, string path = "/") => $"http://127.0.0.1:{_ports[component]}{path}";

    /// <summary>The version of core that an answer of web came from; the answer must have come through all five.</summary>
    public static string CoreVersionIn(string body)
    {
        var web = JsonNode.Parse(body);
        var core = web?["dependencies"]?["api"];
        if (web?["role"]?.GetValue<string>() != "web" || core?["role"]?.GetValue<string>() != "core")
            throw new FormatException($"not an answer of web through core: {body}");
        foreach (var name in (string[])["providers", "memory", "security"])
        {
            if (core["dependencies"]?[name]?["role"]?.GetValue<string>() != name)
                throw new FormatException($"core did not ask {name}: {body}");
        }

        return core["version"]?.GetValue<string>() ?? throw new FormatException($"core has no version: {body}");
    }

    /// <summary>Asks web, once.</summary>
    public async Task<string> AskWebAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await http.GetStringAsync(UrlOf("web"), TestContext.Current.CancellationToken);
    }
}
