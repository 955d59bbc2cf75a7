namespace Lumina.Traffic.Mirroring;

/// <summary>A request's body as it passes by, remembered up to a bound. Nothing is read for the copy's sake.</summary>
internal sealed class RecordingStream(Stream body, int atMost) : Stream
{
    private MemoryStream? _recorded = new();
    private bool _hasEnded;

    /// <summary>The whole body; null when it was larger than the bound, or was not read to its end.</summary>
    public byte[]? Recorded => _hasEnded ? _recorded?.ToArray() : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        if (count == 0)
            _hasEnded |= buffer.Length > 0;
        else if (_recorded?.Length + count > atMost)
            _recorded = null;
        else
            _recorded?.Write(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // There is nothing to be written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
