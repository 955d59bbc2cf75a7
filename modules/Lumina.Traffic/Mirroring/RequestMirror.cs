using Lumina.Traffic.Balancing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumina.Traffic.Mirroring;

/// <summary>
/// Sends copies of requests. The original neither waits for a copy nor learns how it fared: a copy without a body goes out beside
/// it, one with a body when the original has read it to its end. What can't be sent at once is dropped and counted.
/// </summary>
internal sealed class RequestMirror(GatewayOptions options, TimeProvider clock)
{
    /// <summary>Null when the request is not copied.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">Where it came in.</param>
    /// <param name="share">Who gets copies.</param>
    public PendingCopy? Prepare(HttpContext context, GatewayRoute route, MirrorShare share)
    {
        if (!RequestCopy.IsPossible(context) || !route.Copies.IsNextOne(share.Percent))
            return null;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return new PendingCopy(new RequestCopy(context), null);
        if (context.Request.ContentLength > options.MirroredBodyAtMost)
        {
            route.Copies.Drop();
            return null;
        }

        var recording = new RecordingStream(context.Request.Body, options.MirroredBodyAtMost);
        context.Request.Body = recording;
        return new PendingCopy(new RequestCopy(context), recording);
    }

    /// <summary>Sends it on its way and returns.</summary>
    public void Send(GatewayRoute route, MirrorShare share, PendingCopy copy)
    {
        var body = copy.Recording?.Recorded;
        if (copy.Recording is not null && body is null)
        {
            route.Copies.Drop();
            return;
        }

        if (!route.Copies.TryBegin(options.MirrorsAtOnce))
            return;
        if (route.Balancer.TryAcquireOf(share.Revision) is not { } destination)
        {
            route.Copies.End();
            route.Copies.Drop();
            return;
        }

        // Connecting and writing are nothing that the original should do on its way.
        _ = Task.Run(() => SendAsync(route, copy.Request, body, destination));
    }

    private async Task SendAsync(GatewayRoute route, RequestCopy request, byte[]? body, Destination destination)
    {
        try
        {
            using var within = new CancellationTokenSource(options.MirrorWithin, clock);
            await request.SendAsync(destination, body, within.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            route.Copies.Drop();
        }
        finally
        {
            route.Balancer.Release(destination);
            route.Copies.End();
        }
    }
}

/// <summary>A copy that may be sent.</summary>
/// <param name="Request">The copy, without its body.</param>
/// <param name="Recording">The body as it passes; null when there is none.</param>
internal sealed record PendingCopy(RequestCopy Request, RecordingStream? Recording);
