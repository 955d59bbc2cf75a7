using System.Text;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>A stream from the network: it ends, or it breaks.</summary>
internal sealed class WireStream(string text, bool breaks, Action? then) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    public override int Read(byte[] buffer, int offset, int count) => AtEnd(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => AtEnd(base.Read(buffer));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    private int AtEnd(int read)
    {
        if (read > 0) return read;
        then?.Invoke();
        return breaks ? throw new IOException("The connection was reset.") : 0;
    }
}
