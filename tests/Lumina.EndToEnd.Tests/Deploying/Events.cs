using Lumina.Api;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>What happened in a deployment, as its host tells it.</summary>
internal static class Events
{
    public static async Task<IReadOnlyList<DeploymentEvent>> OfAsync(Workspace workspace, string id)
    {
        using var client = workspace.Client();
        var events = new List<DeploymentEvent>();
        await foreach (var happened in client.ReadEventsAsync(id, 0, follow: false, TestContext.Current.CancellationToken))
            events.Add(happened);
        return events;
    }

    /// <summary>Where in the journal it is; exactly one must be there.</summary>
    public static long PositionOf(this IReadOnlyList<DeploymentEvent> events, string type, string? component = null, int? step = null) =>
        Assert.Single(events, happened => happened.Type == type && happened.Component?.Name == component && (step is null || happened.Component?.Step == step)).Position;

    public static bool Has(this IReadOnlyList<DeploymentEvent> events, string type, string? component = null) =>
        events.Any(happened => happened.Type == type && happened.Component?.Name == component);

    /// <summary>No event is there twice: neither a beginning, nor a step, nor an end.</summary>
    public static void AllHappenedOnce(this IReadOnlyList<DeploymentEvent> events)
    {
        var twice = events
            .GroupBy(happened => (happened.Type, happened.Component?.Name, Step: happened.Type is "step-started" or "step-held" ? happened.Component?.Step : null))
            .Where(group => group.Count() > 1)
            .Select(group => group.Key.ToString());
        Assert.Empty(twice);
        Assert.Single(events, happened => happened.Type == "deployment-ended");
    }

    /// <summary>Waits for the end of a deployment.</summary>
    public static async Task<DeploymentDetail> EndOfAsync(Workspace workspace, string id)
    {
        using var client = workspace.Client();
        return await Eventually.SeeAsync(
            $"{id} has ended", () => client.GetDeploymentAsync(id, TestContext.Current.CancellationToken), detail => detail.Summary.Ended,
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Waits for a deployment that is under way, and gives its id.</summary>
    public static async Task<string> OpenOneAsync(Workspace workspace, string plan)
    {
        await Eventually.SeeAsync("a host has announced itself", () => File.Exists(Path.Combine(workspace.State, "host.json")), seen => seen);
        using var client = workspace.Client();
        var open = await Eventually.SeeAsync(
            "a deployment is open", () => client.ListDeploymentsAsync(plan, null, 10, TestContext.Current.CancellationToken),
            found => found.Any(summary => !summary.Ended));
        return open.First(summary => !summary.Ended).Id;
    }
}
