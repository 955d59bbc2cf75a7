using System.Net;
using Lumina.Traffic.Balancing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic.Forwarding;

/// <summary>Takes one request to an instance, and to another one when the first is gone and nothing was lost by it.</summary>
internal sealed class RequestForwarder(IHttpForwarder forwarder, GatewayOptions options, TimeProvider clock)
{
    private const int MostAttempts = 3;

    private static readonly ForwardedHeaders Transformer = new();

    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        // Long polls and quiet WebSockets are the component's business; a client that goes away ends them.
        ActivityTimeout = TimeSpan.FromHours(1),
    };

    public async Task ForwardAsync(HttpContext context, GatewayRoute route)
    {
        var tried = new Tried();
        var waitUntil = clock.GetTimestamp() + (long)(options.WaitForInstance.TotalSeconds * clock.TimestampFrequency);
        for (var attempt = 1; ; attempt++)
        {
            var destination = route.Balancer.TryAcquire(tried, out var changed)
                ?? await WaitForDestinationAsync(context, route, tried, changed, waitUntil);
            if (destination is null)
            {
                await Problem.NoInstanceAsync(context, route);
                return;
            }

            ForwarderError error;
            try
            {
                error = await forwarder.SendAsync(context, destination.Prefix, destination.Client, Config, Transformer);
            }
            finally
            {
                route.Balancer.Release(destination);
            }

            if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;
            if (attempt == MostAttempts || !CanBeSentAgain(context, error))
            {
                await Problem.NoAnswerAsync(context, route);
                return;
            }

            tried[attempt - 1] = destination;
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
        }
    }

    private async Task<Destination?> WaitForDestinationAsync(
        HttpContext context, GatewayRoute route, Tried tried, Task changed, long waitUntil)
    {
        while (true)
        {
            var left = clock.GetElapsedTime(clock.GetTimestamp(), waitUntil);
            if (left <= TimeSpan.Zero)
                return null;
            try
            {
                await changed.WaitAsync(left, clock, context.RequestAborted);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                return null;
            }

            if (route.Balancer.TryAcquire(tried, out changed) is { } destination)
                return destination;
        }
    }

    // A connection that never came about has carried nothing. One that broke may have carried the request: then only what can be
    // repeated without harm, and is still there to be repeated, goes out again.
    private static bool CanBeSentAgain(HttpContext context, ForwarderError error)
    {
        if (error != ForwarderError.Request)
            return false;
        if (context.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
            return true;

        var method = context.Request.Method;
        return context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method)
                || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method));
    }

    [System.Runtime.CompilerServices.InlineArray(MostAttempts - 1)]
    private struct Tried
    {
        private Destination? _first;
    }
}
