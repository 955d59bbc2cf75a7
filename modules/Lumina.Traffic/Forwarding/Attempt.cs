using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic.Forwarding;

/// <summary>How an attempt at a request came out, and what it counts for.</summary>
/// <param name="Error">What the forwarder says.</param>
/// <param name="IsOver">Whether the client has its answer, or has gone: nothing more can be done.</param>
/// <param name="WasAsked">False when no connection came about: the instance never saw the request.</param>
internal readonly record struct Attempt(ForwarderError Error, bool IsOver, bool WasAsked)
{
    public static Attempt Of(HttpContext context, ForwarderError error) => new(
        error,
        error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested,
        error == ForwarderError.None || context.GetForwarderErrorFeature()?.Exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError });

    /// <summary>An answer that the client gave up is nobody's error; one that broke off is, and so is none at all.</summary>
    public bool IsErrorOf(HttpContext context) => Error switch
    {
        ForwarderError.None => context.Response.StatusCode >= StatusCodes.Status500InternalServerError,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
            or ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient
            or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient => false,
        _ => !context.RequestAborted.IsCancellationRequested || HasBrokenOff,
    };

    private bool HasBrokenOff => Error is ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination;
}
