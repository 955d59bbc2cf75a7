using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Host.Api;

/// <summary>An answer of one JSON object a line, each sent as it comes. It ends with its items, when the caller goes, or when the host ends
/// (the caller asks the next host from where it was).</summary>
internal sealed class JsonLines<T>(Func<CancellationToken, IAsyncEnumerable<T>> items, JsonTypeInfo<T> type) : IResult
{
    private const int MostUnsent = 64 * 1024;
    private static readonly ReadOnlyMemory<byte> NewLine = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ending = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ending);
        httpContext.Response.ContentType = "application/x-ndjson";
        await httpContext.Response.StartAsync(stop.Token);
        try
        {
            await WriteAsync(httpContext.Response.BodyWriter, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    /// <summary>Sends what there is as soon as the next has to be waited for: one by one when they come slowly, many at once when they come fast.</summary>
    private async Task WriteAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        await using var all = items(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var json = new Utf8JsonWriter(body);
        while (true)
        {
            var next = all.MoveNextAsync();
            if (!next.IsCompleted || body.UnflushedBytes > MostUnsent)
                await body.FlushAsync(cancellationToken);
            if (!await next)
                return;
            JsonSerializer.Serialize(json, all.Current, type);
            body.Write(NewLine.Span);
            json.Reset();
        }
    }
}
