using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Reports;

namespace Lumina.Cli.Progress;

/// <summary>Asks for a deployment, watches it to its end and tells how it went.</summary>
/// <param name="session">The run of the verb.</param>
/// <param name="door">The way to the host.</param>
/// <param name="revives">Whether a local host that has died is started again.</param>
internal sealed class DeploymentRun(Session session, HostDoor door, bool revives)
{
    private const int Attempts = 5;

    /// <param name="host">The host.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends the watching; the deployment goes on.</param>
    public async Task<ExitCode> RunAsync(FoundHost host, DeploymentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            (host, var accepted) = await AskAsync(host, request, cancellationToken);
            session.ReportFindings(accepted.Preview.Diagnostics);
            // What changes nothing has ended before anybody can look, unless it waits for another one.
            var isOver = request is { Wait: false, OnConflict: null or "refuse" } && PreviewText.ChangesNothing(accepted.Preview);
            return await WatchAsync(host, accepted.Deployment, accepted.Preview, isOver, cancellationToken);
        }
        catch (PlanRefusedException refused)
        {
            return Refuse(refused.Preview);
        }
        catch (ProblemException answer) when (answer.Problem is { Code: ProblemCodes.Busy, Deployment: not null })
        {
            session.Screen.Complaint(answer.Problem with
            {
                Remedy = $"Wait for it with --wait, overtake it with --on-conflict supersede, or watch it: lumina watch {answer.Problem.Deployment}",
            });
            return ExitCode.Conflict;
        }
    }

    /// <summary>Watches a deployment that was asked for before.</summary>
    public Task<ExitCode> WatchAsync(FoundHost host, string id, CancellationToken cancellationToken) =>
        WatchAsync(host, id, null, isOver: false, cancellationToken);

    private async Task<ExitCode> WatchAsync(
        FoundHost host, string id, Preview? preview, bool isOver, CancellationToken cancellationToken)
    {
        var detail = await FollowAsync(host, id, preview, isOver, cancellationToken);
        if (session.Screen.Json) session.Print(DeploymentReport.Of(detail, preview?.Diagnostics ?? []), json => json.DeploymentReport);
        else await TellAsync(detail, cancellationToken);
        return DeploymentEnding.ExitCodeOf(detail.Summary.State);
    }

    private async Task<DeploymentDetail> FollowAsync(
        FoundHost host, string id, Preview? preview, bool isOver, CancellationToken cancellationToken)
    {
        var progress = new DeploymentProgress(id);
        if (preview is not null) progress.Expect(preview);
        try
        {
            await using var view = isOver ? new LateProgress(() => Open(progress)) : Open(progress);
            return await new DeploymentFollower(session.World, door, revives).FollowAsync(host, progress, view, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            session.Screen.Complaint($"deployment {id} goes on");
            session.Screen.Complaint($"  watch it:  lumina watch {id}");
            session.Screen.Complaint($"  cancel it: lumina cancel {id}");
            throw;
        }
    }

    private IProgressView Open(DeploymentProgress progress) => session.Screen.IsLive
        ? new LiveProgress(session.World, session.Screen, progress)
        : new PlainProgress(session.World, session.Screen);

    // A request that comes twice is carried out once, so it may be sent again when the answer was lost.
    private async Task<(FoundHost Host, DeploymentAccepted Accepted)> AskAsync(
        FoundHost host, DeploymentRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (host, await host.Client.DeployAsync(request, cancellationToken));
            }
            catch (HostUnreachableException) when (attempt < Attempts)
            {
                host = revives
                    ? (await door.EnsureAsync(host.Health.OnDemand, cancellationToken)).Host
                    : await door.RequireAsync(cancellationToken);
            }
        }
    }

    private async Task TellAsync(DeploymentDetail detail, CancellationToken cancellationToken)
    {
        DeploymentEnding.Write(session.Screen, detail);
        var isNew = detail.Summary is { Kind: "apply", State: "succeeded" }
            && detail.Components.Any(component => component.Outcome == "live");
        if (!isNew || session.Screen.Quiet) return;
        try
        {
            // Asked anew: the host may be another one than at the beginning.
            if (await door.FindAsync(cancellationToken) is not { } host) return;
            using var client = host.Client;
            var statuses = await client.GetStatusAsync(detail.Summary.Plan, detail.Summary.Environment, cancellationToken);
            foreach (var status in statuses) EndpointList.Write(session.Screen, status.Components);
        }
        catch (Exception unknown) when (unknown is HostUnreachableException or ProblemException)
        {
            // The deployment has succeeded; where it is reached, `lumina status` says later.
        }
    }

    private ExitCode Refuse(Preview preview)
    {
        session.ReportFindings(preview.Diagnostics);
        if (session.Screen.Json) session.Print(DeploymentReport.Refused(preview.Diagnostics), json => json.DeploymentReport);
        var byPolicy = preview.Diagnostics.Any(diagnostic => diagnostic.Code.StartsWith("LUM4", StringComparison.Ordinal));
        return byPolicy ? ExitCode.Refused : ExitCode.Wrong;
    }
}
