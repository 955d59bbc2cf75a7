using System.Net;
using Lumina.Traffic.Balancing;
using Lumina.Traffic.Choosing;
using Lumina.Traffic.Mirroring;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic.Forwarding;

/// <summary>Takes one request to an instance, and to another one when the first is gone and nothing was lost by it.</summary>
internal sealed class RequestForwarder(IHttpForwarder forwarder, GatewayOptions options, TimeProvider clock)
{
    private const int MostAttempts = 3;

    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        // Long polls and quiet WebSockets are the component's business; a client that goes away ends them.
        ActivityTimeout = TimeSpan.FromHours(1),
    };

    private readonly RequestMirror _mirror = new(options, clock);

    public async Task ForwardAsync(HttpContext context, Entrance entrance)
    {
        var route = entrance.Route;
        // A preview is one revision and nothing besides: not measured, not copied, and no cookie is given.
        if (entrance.Only is { } only)
        {
            await ForwardAsync(context, new Wanted(route, default, only), RequestRules.None);
            return;
        }

        var rules = route.Rules;
        var wanted = new Wanted(route, rules.For(context.Request), null);
        var copy = rules.Mirror is { } share ? _mirror.Prepare(context, route, share) : null;
        await ForwardAsync(context, wanted, rules, copy);
    }

    private async Task ForwardAsync(HttpContext context, Wanted wanted, RequestRules rules, PendingCopy? copy = null)
    {
        var route = wanted.Route;
        var tried = new Tried();
        var waitUntil = clock.GetTimestamp() + (long)(options.WaitForInstance.TotalSeconds * clock.TimestampFrequency);
        for (var attempt = 1; ; attempt++)
        {
            var destination = wanted.TryAcquire(tried, out var changed)
                ?? await WaitForDestinationAsync(context, wanted, tried, changed, waitUntil);
            if (destination is null)
            {
                await Problem.NoInstanceAsync(context, route);
                return;
            }

            var revision = destination.Backend.Revision;
            copy = SendCopy(route, rules, copy, revision, hasEnded: false);
            var began = clock.GetTimestamp();
            var outcome = await SendAsync(context, wanted, destination, rules);
            var isLast = outcome.IsOver || attempt == MostAttempts || !CanBeSentAgain(context, outcome.Error);
            if (wanted.Only is null && (isLast || outcome.WasAsked))
                route.Counters.Count(revision, clock.GetElapsedTime(began), outcome.IsErrorOf(context));
            if (isLast)
            {
                SendCopy(route, rules, copy, revision, hasEnded: true);
                if (!outcome.IsOver)
                    await Problem.NoAnswerAsync(context, route);
                return;
            }

            tried[attempt - 1] = destination;
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
        }
    }

    private async Task<Attempt> SendAsync(HttpContext context, Wanted wanted, Destination destination, RequestRules rules)
    {
        try
        {
            var headers = rules.HeadersFor(destination.Backend.Revision, wanted.Preference);
            return Attempt.Of(context, await forwarder.SendAsync(context, destination.Prefix, destination.Client, Config, headers));
        }
        finally
        {
            wanted.Route.Balancer.Release(destination);
        }
    }

    /// <summary>Sends the copy as soon as it is whole, unless the mirror is who answers. Returns what is still to be sent.</summary>
    private PendingCopy? SendCopy(GatewayRoute route, RequestRules rules, PendingCopy? copy, int revision, bool hasEnded)
    {
        if (copy is null || (copy.Recording is not null && !hasEnded))
            return copy;
        if (rules.Mirror is { } share && share.Revision != revision)
            _mirror.Send(route, share, copy);
        return null;
    }

    private async Task<Destination?> WaitForDestinationAsync(HttpContext context, Wanted wanted, Tried tried, Task changed, long waitUntil)
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

            if (wanted.TryAcquire(tried, out changed) is { } destination)
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

    /// <summary>Whom a request may go to.</summary>
    private readonly record struct Wanted(GatewayRoute Route, Preference Preference, int? Only)
    {
        public Destination? TryAcquire(ReadOnlySpan<Destination?> tried, out Task changed) => Only is { } revision
            ? Route.Balancer.TryAcquireOf(revision, tried, out changed)
            : Route.Balancer.TryAcquire(tried, out changed, Preference.Revision);
    }

    [System.Runtime.CompilerServices.InlineArray(MostAttempts - 1)]
    private struct Tried
    {
        private Destination? _first;
    }
}
