using System.Security.Cryptography;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests.Deploying;

/// <summary>Deployments of <see cref="Trio"/> in whose middle something is killed, and what must hold afterwards.</summary>
/// <param name="trio">The plan.</param>
/// <param name="workspace">Where it runs.</param>
internal sealed class Kills(Trio trio, Workspace workspace)
{
    private readonly List<string> _outcomes = [];
    private Dictionary<string, int> _revisions = [];
    private TimeSpan _good;
    private TimeSpan _bad;

    /// <summary>What came of each, a line for each.</summary>
    public string Outcomes => string.Concat(_outcomes.Select(outcome => "\n  " + outcome));

    /// <summary>Deploys a first version, and measures how long a good and a bad one take when nothing is killed.</summary>
    public async Task BeginAsync()
    {
        (await workspace.RunAsync("up", "--param", "version=first")).Ends(0);
        var good = (await workspace.RunAsync("up", "--param", "version=second", "-o", "json")).Ends(0).Json;
        var bad = (await workspace.RunAsync(["up", .. Trio.BadVersion("third"), "-o", "json"])).Ends(5).Json;
        (_good, _bad) = (TimeSpan.FromSeconds(good["seconds"]!.GetValue<double>()), TimeSpan.FromSeconds(bad["seconds"]!.GetValue<double>()));
        _revisions = Trio.Replicas.Keys.ToDictionary(name => name, _ => 2);
    }

    /// <summary>Deploys, kills at a moment, waits for the end, and checks everything that must hold.</summary>
    /// <param name="version">A new version.</param>
    /// <param name="isBad">Whether it is one that never becomes healthy.</param>
    /// <param name="share">The moment, as a share of the time that a deployment takes; 0 for: before the host has answered.</param>
    /// <param name="kill">Kills, and brings back what does not come back by itself.</param>
    public async Task DeployAsync(string version, bool isBad, double share, Func<Task> kill)
    {
        var before = await Running.SettleAsync(workspace, Trio.Replicas, _revisions);
        // A host gives a deployment the id that the request for it has.
        var request = $"01{RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)}";
        var id = "dep-" + request.ToLowerInvariant();
        using (var client = workspace.Client())
        {
            var asked = client.DeployAsync(trio.Request(request, workspace.Root, version, isBad), TestContext.Current.CancellationToken);
            if (share > 0)
            {
                await asked;
                await Task.Delay((isBad ? _bad : _good) * share, TestContext.Current.CancellationToken);
            }

            await kill();
            var accepted = await AnswerAsync(asked);
            await CheckAsync(version, isBad, share, before, await IsThereAsync(id, accepted) ? await Events.EndOfAsync(workspace, id) : null);
        }
    }

    /// <summary>The chain of the journal's hashes holds from the first event to the last.</summary>
    public async Task JournalIsIntactAsync()
    {
        var verified = await workspace.ReadJournalAsync(journal => journal.VerifyAsync(TestContext.Current.CancellationToken));
        Assert.True(verified.BrokenAt is null, $"{verified}");
        Assert.True(verified.Events > 0);
        Console.WriteLine($"measured: the journal's {verified.Events} events verify");
    }

    private static async Task<bool> AnswerAsync(Task<DeploymentAccepted> asked)
    {
        try
        {
            await asked;
            return true;
        }
        catch (HostUnreachableException)
        {
            return false;
        }
    }

    private async Task<bool> IsThereAsync(string id, bool accepted)
    {
        using var client = workspace.Client();
        var listed = await client.ListDeploymentsAsync(Trio.Name, null, 1000, TestContext.Current.CancellationToken);
        var isThere = listed.Any(summary => summary.Id == id);
        Assert.True(isThere || !accepted, $"{id} was accepted and is not there any more");
        return isThere;
    }

    private async Task CheckAsync(string version, bool isBad, double share, Running before, DeploymentDetail? detail)
    {
        var outcome = detail?.Summary.State ?? "was not accepted";
        _outcomes.Add($"{version} ({(isBad ? "bad" : "good")}), killed after {share:P0}: {outcome} {detail?.Summary.Seconds:0.0} s");
        if (detail is not null)
        {
            Assert.True(outcome == (isBad ? "rolled-back" : "succeeded"), $"{outcome}: {detail.Summary.Reason}{Outcomes}");
            (await Events.OfAsync(workspace, detail.Summary.Id)).AllHappenedOnce();
        }

        if (outcome == "succeeded")
            _revisions = detail!.Components.ToDictionary(component => component.Name, component => component.ToRevision ?? 0);
        var after = await Running.SettleAsync(workspace, Trio.Replicas, _revisions);
        foreach (var (name, replicas) in Trio.Replicas)
            EachInstanceWasStartedOnce(name, replicas, outcome, before, after, detail?.Components.Single(component => component.Name == name));
    }

    private void EachInstanceWasStartedOnce(string name, int replicas, string outcome, Running before, Running after, ComponentResult? result)
    {
        var started = after.StartedSince(before, name);
        var ofOld = started.Where(instance => !instance.StartsWith($"{name}-{result?.ToRevision}-", StringComparison.Ordinal)).ToArray();
        var ofNew = started.Except(ofOld).Count();
        var (wantedNew, replaced) = (outcome, name) switch
        {
            ("succeeded", _) => (replicas, 0),
            // Base had become the bad version before middle, whose first of two new instances did not become healthy; web was not touched.
            ("rolled-back", "base") => (1, 1),
            ("rolled-back", "middle") => (1, 0),
            _ => (0, 0),
        };
        var all = string.Join(", ", started) + Outcomes;
        Assert.True(ofNew == wantedNew, $"{name}: {ofNew} new instances were started and not {wantedNew}: {all}");
        Assert.True(ofOld.Length == replaced, $"{name}: {ofOld.Length} instances of what ran before were started and not {replaced}: {all}");
        if (replaced == 0 && outcome != "succeeded")
            Assert.Equal(before.Of(name), after.Of(name));
    }
}
