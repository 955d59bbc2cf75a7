using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Lumina.Api;

namespace Lumina.EndToEnd.Tests.Leaks;

/// <summary>Everything that a host tells to who asks, as it goes over the wire.</summary>
internal static class HostAnswers
{
    /// <summary>All answers with their addresses; none when nobody answers.</summary>
    public static async Task<IReadOnlyList<(string Path, string Answer)>> ReadAsync(HostEndpoint host)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(host.Url), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Token);
        var answers = new List<(string Path, string Answer)>();
        try
        {
            foreach (var path in (string[])["/healthz", "/api/v1/targets", "/api/v1/cluster", "/api/v1/journal", "/api/v1/policy", "/api/v1/alarms"])
                await AskAsync(path);
            foreach (var plan in ArrayOf(await AskAsync("/api/v1/status")))
            {
                foreach (var component in ArrayOf(plan?["components"]?.ToJsonString()))
                {
                    var key = $"{plan?["environment"]}/{plan?["plan"]}/{component?["name"]}";
                    await AskAsync($"/api/v1/logs/{key}?lines=10000");
                    foreach (var version in ArrayOf(await AskAsync($"/api/v1/configurations/{key}")))
                        await AskAsync($"/api/v1/configurations/{key}/{version?["number"]}");
                }
                await AskAsync($"/api/v1/secrets/{plan?["environment"]}/{plan?["plan"]}");
            }
            foreach (var deployment in ArrayOf(await AskAsync("/api/v1/deployments?limit=1000")))
            {
                foreach (var of in (string[])["", "/events", "/decisions"])
                    await AskAsync($"/api/v1/deployments/{deployment?["id"]}{of}");
            }
        }
        // It may have been killed in the test, or be on its way down.
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException)
        {
            return answers;
        }
        return answers;

        async Task<string> AskAsync(string path)
        {
            var answer = await http.GetStringAsync(path);
            answers.Add((path, answer));
            return answer;
        }
    }

    private static JsonArray ArrayOf(string? json)
    {
        var node = json is { Length: > 0 } ? JsonNode.Parse(json) : null;
        return node as JsonArray ?? (node as JsonObject)?.Select(member => member.Value).OfType<JsonArray>().FirstOrDefault() ?? [];
    }
}
