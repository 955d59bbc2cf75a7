using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Forwarding;

/// <summary>What a client is told when no instance could answer it (RFC 9457). Nothing about ports, processes or errors within.</summary>
internal static class Problem
{
    public static Task NoInstanceAsync(HttpContext context, GatewayRoute route) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "No healthy instance", $"{route.Name} has no healthy instance right now.");

    public static Task NoAnswerAsync(HttpContext context, GatewayRoute route) =>
        WriteAsync(context, StatusCodes.Status502BadGateway, "No answer", $"{route.Name} did not answer this request.");

    private static async Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return;
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", title);
        writer.WriteNumber("status", status);
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
        await writer.FlushAsync();
    }
}
