using System.Net;
using System.Text;

namespace Lumina.Analysis.Sources;

/// <summary>What a server said, or why it said nothing.</summary>
/// <param name="Status">The status; null when there was no answer.</param>
/// <param name="Body">What it sent; empty without an answer.</param>
/// <param name="Problem">What went wrong; null when all was read.</param>
internal sealed record HttpText(HttpStatusCode? Status, byte[] Body, string? Problem)
{
    /// <summary>The beginning of the body, in one line.</summary>
    public string Beginning => OneLine(Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 400))));

    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 200 ? line : line[..200] + "…";
    }
}

/// <summary>Asks a server, bounded in time and size. Everything that can go wrong is in the answer.</summary>
internal sealed class BoundedHttp(HttpClient http, TimeProvider time, SourceLimits limits)
{
    /// <exception cref="OperationCanceledException">The caller's own token.</exception>
    public async Task<HttpText> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.Time, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var stream = await response.Content.ReadAsStreamAsync(both.Token);
            return await ReadAsync(stream, both.Token) is { } body
                ? new(response.StatusCode, body, null)
                : new(response.StatusCode, [], $"the answer is longer than {limits.Bytes} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, [], $"no answer within {limits.Time.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or NotSupportedException)
        {
            return new(null, [], HttpText.OneLine(e.InnerException is { } inner && e is HttpRequestException ? $"{e.Message} {inner.Message}" : e.Message));
        }
    }

    private async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > limits.Bytes)
                return null;
            body.Write(piece, 0, read);
        }
        return body.ToArray();
    }
}

/// <summary>How long a source may take and how much it may say.</summary>
public sealed record SourceLimits
{
    /// <summary>For one question, headers and body; more than zero.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of an answer.</summary>
    public int Bytes { get; init; } = 1024 * 1024;
}
