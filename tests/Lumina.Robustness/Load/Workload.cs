using System.Globalization;
using Lumina.Api;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Robustness.Cluster;

namespace Lumina.Robustness.Load;

/// <summary>Clients that deploy, one after the other each, and never give up: who gets no answer asks another host, with the same request.</summary>
internal sealed class Workload(TestCluster cluster, ClientRecord record, int seed)
{
    private const int ClientsPerPlan = 2;

    private static readonly string[] Plans = ["shop", "desk"];
    private static readonly string[] Environments = ["blue", "green"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="enough">From when on nothing new is asked for.</param>
    /// <param name="giveUp">From when on what is open is not waited for.</param>
    public Task RunAsync(CancellationToken enough, CancellationToken giveUp) => Task.WhenAll(
        from plan in Plans
        from environment in Environments
        from client in Enumerable.Range(0, ClientsPerPlan)
        select DeployAsync(plan, environment, client, enough, giveUp));

    private async Task DeployAsync(string plan, string environment, int client, CancellationToken enough, CancellationToken giveUp)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{plan}-{environment}-{client}");
        var random = new Random(Seeds.Of(seed, name));
        var sent = new List<(DeploymentRequest Request, string Deployment)>();
        try
        {
            for (var turn = 1; !enough.IsCancellationRequested; turn++)
            {
                var (request, wish) = Next(random, plan, environment, string.Create(CultureInfo.InvariantCulture, $"{seed}-{name}-{turn}"));
                var isTwice = random.Next(3) == 0;
                if (await SubmitAsync(random, request, wish, isTwice, giveUp) is not { } deployment)
                    continue;
                var whim = random.Next(6);
                if (whim == 0)
                    await CancelAsync(random, deployment, random.Next(1_500), giveUp);
                await FollowAsync(random, deployment, isToBePaused: whim == 1, giveUp);
                // A request that was under way for long, and comes when all is over.
                if (sent.Count > 0 && random.Next(4) == 0)
                    await RepeatAsync(random, sent[random.Next(sent.Count)], giveUp);
                sent.Add((request, deployment));
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // What did not end the checker finds.
        }
    }

    private static (DeploymentRequest Request, Wish Wish) Next(Random random, string plan, string environment, string id)
    {
        var kind = random.Next(10);
        if (kind == 0)
            return (new DeploymentRequest("rollback", null, plan, environment, null, null, true, "client", null, id), Wish.Back);
        int? bad = kind < 4 ? random.Next(PlanText.Count) : null;
        var submission = new PlanSubmission("test.deploy", PlanText.Of(plan, id, bad), "/", environment, new Dictionary<string, string>());
        return (new DeploymentRequest("apply", submission, null, null, null, null, true, "client", null, id), bad is null ? Wish.Good : Wish.Bad);
    }

    /// <returns>The deployment; null when the request was refused.</returns>
    private async Task<string?> SubmitAsync(Random random, DeploymentRequest request, Wish wish, bool twice, CancellationToken giveUp)
    {
        var first = AskAsync(random, client => client.DeployAsync(request, giveUp), giveUp);
        var second = twice ? AskAsync(random, client => client.DeployAsync(request, giveUp), giveUp) : null;
        var accepted = await first;
        if (second is not null)
        {
            record.Duplicate();
            var again = await second;
            if (accepted is not null && again is not null && accepted.Deployment != again.Deployment)
                record.Contradict($"request {request.RequestId} became {accepted.Deployment} and {again.Deployment}");
            accepted ??= again;
        }

        if (accepted is not null)
            record.Accept(accepted.Deployment, wish);
        return accepted?.Deployment;
    }

    private async Task RepeatAsync(Random random, (DeploymentRequest Request, string Deployment) sent, CancellationToken giveUp)
    {
        record.Duplicate();
        if (await AskAsync(random, client => client.DeployAsync(sent.Request, giveUp), giveUp) is { } again && again.Deployment != sent.Deployment)
            record.Contradict($"request {sent.Request.RequestId} became {sent.Deployment} and later {again.Deployment}");
    }

    private async Task CancelAsync(Random random, string deployment, int afterMilliseconds, CancellationToken giveUp)
    {
        await Task.Delay(afterMilliseconds, giveUp);
        record.CancelTried(deployment);
        if (await AskAsync(random, client => client.ControlAsync(deployment, "cancel", new ControlRequest("client", null), giveUp), giveUp) is not null)
            record.CancelAccepted(deployment);
    }

    /// <summary>What is paused is resumed: whoever is not answered asks until he is.</summary>
    private async Task PauseAsync(Random random, string deployment, CancellationToken giveUp)
    {
        if (await AskAsync(random, client => client.ControlAsync(deployment, "pause", new ControlRequest("client", null), giveUp), giveUp) is not null)
            record.Paused();
        await Task.Delay(random.Next(1_500), giveUp);
        await ResumeAsync(random, deployment, giveUp);
    }

    private async Task ResumeAsync(Random random, string deployment, CancellationToken giveUp) =>
        await AskAsync(random, client => client.ControlAsync(deployment, "resume", new ControlRequest("client", null), giveUp), giveUp);

    /// <summary>Watches until it has ended; what waits for its turn can't be paused, so that comes with the first component that begins.</summary>
    private async Task FollowAsync(Random random, string deployment, bool isToBePaused, CancellationToken giveUp)
    {
        var after = 0L;
        var isPaused = false;
        while (true)
        {
            // A pause that was under way for longer than its resume.
            if (isPaused)
                await ResumeAsync(random, deployment, giveUp);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
            patience.CancelAfter(Patience);
            try
            {
                using var client = Anyone(random);
                await foreach (var happened in client.ReadEventsAsync(deployment, after, follow: true, patience.Token))
                {
                    record.See(deployment, happened.Position, happened.Type);
                    after = happened.Position;
                    isPaused = happened.Type == DeploymentPaused.Name || (isPaused && happened.Type != DeploymentResumed.Name);
                    if (happened.Deployment is { Ended: true })
                        return;
                    if (isToBePaused && happened.Type == RolloutStarted.Name)
                    {
                        isToBePaused = false;
                        await PauseAsync(random, deployment, giveUp);
                    }
                }
            }
            catch (Exception problem) when (IsPassing(problem, giveUp))
            {
            }

            await Task.Delay(Pause, giveUp);
        }
    }

    /// <summary>Asks hosts until one answers; null when the answer is that it can't be, whoever is asked.</summary>
    private async Task<T?> AskAsync<T>(Random random, Func<LuminaClient, Task<T>> ask, CancellationToken giveUp)
        where T : class
    {
        while (true)
        {
            giveUp.ThrowIfCancellationRequested();
            try
            {
                using var client = Anyone(random);
                return await ask(client).WaitAsync(Patience, giveUp);
            }
            catch (ProblemException refused) when (refused.Status is 404 or 409)
            {
                return null;
            }
            catch (Exception problem) when (IsPassing(problem, giveUp))
            {
                await Task.Delay(Pause, giveUp);
            }
        }
    }

    private LuminaClient Anyone(Random random)
    {
        var answering = cluster.Answering;
        return answering.Count == 0 ? throw new TimeoutException("No host is up.") : new LuminaClient(answering[random.Next(answering.Count)]);
    }

    private static bool IsPassing(Exception problem, CancellationToken giveUp) => !giveUp.IsCancellationRequested
        && problem is ProblemException { Status: >= 500 or 404 or 401 or 409 } or HostUnreachableException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}
