using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Host.Api;

/// <summary>An answer of one JSON object a line, each sent as it comes. It ends with its items, when the caller goes, or when the host ends
/// (the caller asks the next host from where it was).</summary>
internal sealed class JsonLines<T>(Func<CancellationToken, IAsyncEnumerable<T>> items, JsonTypeInfo<T> type) : IResult
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ending = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ending);
        httpContext.Response.ContentType = "application/x-ndjson";
        await httpContext.Response.StartAsync(stop.Token);
        var body = httpContext.Response.Body;
        try
        {
            await foreach (var item in items(stop.Token))
            {
                await JsonSerializer.SerializeAsync(body, item, type, stop.Token);
                await body.WriteAsync(NewLine, stop.Token);
                await body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }
}
