using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lumina.Traffic.Listening;

/// <summary>
/// Tells HTTP/2 without TLS from HTTP/1.1 on the same port. Kestrel can't do that: without TLS there is nobody to agree with. But a
/// client that knows that we speak HTTP/2 begins with <c>PRI * HTTP/2.0</c> (RFC 9113, 3.4), and no method of HTTP/1.1 begins with
/// these three letters.
/// </summary>
internal static class Preface
{
    /// <summary>A client that says nothing is hung up on after as long as Kestrel would wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(130);

    private static ReadOnlySpan<byte> Http2 => "PRI"u8;

    /// <summary>What the client speaks; null when it has said nothing and gone. What was looked at is still there to be read.</summary>
    public static async Task<HttpProtocols?> ReadAsync(ConnectionContext connection, TimeProvider clock)
    {
        var input = connection.Transport.Input;
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            var read = await input.ReadAsync(patience.Token);
            while (!IsTold(read.Buffer) && !read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await input.ReadAsync(patience.Token);
            }

            var isHttp2 = Begins(read.Buffer);
            var isEmpty = read.Buffer.IsEmpty;
            // Looked at, not consumed: the next to read gets it at once.
            input.AdvanceTo(read.Buffer.Start);
            return isEmpty ? null : isHttp2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or ConnectionAbortedException)
        {
            return null;
        }
    }

    // As soon as a letter differs it is told; three that are the same tell it too.
    private static bool IsTold(ReadOnlySequence<byte> seen)
    {
        var known = (int)Math.Min(seen.Length, Http2.Length);
        return known == Http2.Length || (known > 0 && !IsSame(seen, known));
    }

    private static bool Begins(ReadOnlySequence<byte> seen) => seen.Length >= Http2.Length && IsSame(seen, Http2.Length);

    private static bool IsSame(ReadOnlySequence<byte> seen, int length)
    {
        Span<byte> first = stackalloc byte[3];
        seen.Slice(0, length).CopyTo(first);
        return first[..length].SequenceEqual(Http2[..length]);
    }
}
