using System.Net;
using System.Runtime.CompilerServices;
using Lumina.Api;
using Lumina.Cli.Hosts;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Progress;

/// <summary>Follows a deployment to its end, through lost connections and hosts that die.</summary>
/// <param name="world">The world.</param>
/// <param name="door">The way to the host.</param>
/// <param name="revives">Whether a local host that has died is started again.</param>
internal sealed class DeploymentFollower(World world, HostDoor door, bool revives)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskWhenQuietFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HostIsBackWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAtDiskEvery = TimeSpan.FromSeconds(1);

    private int _saidDiskIsFull;

    /// <summary>Returns what came of it.</summary>
    /// <exception cref="CliException">The host has gone and does not come back.</exception>
    public async Task<DeploymentDetail> FollowAsync(
        FoundHost host, DeploymentProgress progress, IProgressView view, CancellationToken cancellationToken)
    {
        await using var lookout = world.Time.CreateTimer(_ => SayWhenDiskIsFull(view), null, LookAtDiskEvery, LookAtDiskEvery);
        while (true)
        {
            try
            {
                var events = host.Client.ReadEventsAsync(progress.Id, progress.Position, follow: true, cancellationToken);
                await foreach (var occurrence in door.HasOthers ? WhileItAnswersAsync(host, events, cancellationToken) : events)
                {
                    progress.Apply(occurrence);
                    view.Show(occurrence, progress);
                }

                if (progress.NothingDone is { } nothing) return nothing;
                var detail = await host.Client.GetDeploymentAsync(progress.Id, cancellationToken);
                if (detail.Summary.Ended) return detail;
                await Task.Delay(AskAgainAfter, world.Time, cancellationToken);
            }
            catch (Exception lost) when (lost is HostUnreachableException
                or ProblemException { Status: (int)HttpStatusCode.ServiceUnavailable })
            {
                host = await FindAgainAsync(host, progress.Id, view, cancellationToken);
            }
        }
    }

    /// <summary>A host that is frozen, or cut off, ends nothing: when it is quiet it is asked whether it is there.</summary>
    private async IAsyncEnumerable<DeploymentEvent> WhileItAnswersAsync(
        FoundHost host, IAsyncEnumerable<DeploymentEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var each = events.GetAsyncEnumerator(ending.Token);
        while (true)
        {
            var next = each.MoveNextAsync().AsTask();
            while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(AskWhenQuietFor, world.Time, cancellationToken)) != next)
            {
                if (await door.StillAnswersAsync(host, cancellationToken)) continue;
                await ending.CancelAsync();
                await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                throw new HostUnreachableException(host.Client.Endpoint.Url, new TimeoutException("it does not answer any more"));
            }

            if (!await next) yield break;
            yield return each.Current;
        }
    }

    // A host that can't write waits until it can; whoever watches would see nothing happen and not know why.
    private void SayWhenDiskIsFull(IProgressView view)
    {
        if (!door.IsLocal || FreeSpace.Shortage(door.State) is not { } shortage || Interlocked.Exchange(ref _saidDiskIsFull, 1) == 1) return;
        view.Say($"{shortage.Code}: {shortage.Message} Make room there: the deployment goes on by itself then");
    }

    private async Task<FoundHost> FindAgainAsync(FoundHost lost, string progressId, IProgressView view, CancellationToken cancellationToken)
    {
        lost.Client.Dispose();
        view.Say(door.HasOthers
            ? $"the connection to {lost.Client.Endpoint.Url} was lost; looking for another host"
            : "the connection to the host was lost; looking for it");
        var since = world.Time.GetTimestamp();
        while (true)
        {
            if (await door.FindAsync(cancellationToken) is { Health.Ready: true } found) return found;
            if (revives && door.IsLocal && !world.ProcessExists(lost.Health.ProcessId))
            {
                view.Say("the host has died; starting it again: the deployment goes on where it was");
                return (await door.EnsureAsync(lost.Health.OnDemand, cancellationToken)).Host;
            }

            if (world.Time.GetElapsedTime(since) > HostIsBackWithin)
            {
                throw CliException.NoHost(
                    door.HasOthers ? $"No host answers any more at {door.Names}." : "The host does not answer any more.",
                    door.HasOthers ? $"The deployment goes on when one is back: lumina watch {progressId}"
                        : "The deployment goes on when it is back: lumina host start, then lumina watch");
            }

            await Task.Delay(AskAgainAfter, world.Time, cancellationToken);
        }
    }
}
