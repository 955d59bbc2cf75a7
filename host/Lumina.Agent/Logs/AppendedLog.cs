namespace Lumina.Agent.Logs;

/// <summary>
/// A log that is written at its end, wherever that is by then: a rotation empties the file under its writer. It is made with the first byte, so that what never
/// ran leaves no log behind. What can't be written (a full disk) is left out and noted when there is room again: an instance must not stand still for its log.
/// </summary>
internal sealed class AppendedLog(string path) : Stream
{
    private FileStream? _file;
    private bool _lost;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;
        try
        {
            _file ??= Open();
            _file.Seek(0, SeekOrigin.End);
            if (_lost)
                _file.Write("[lumina: a part of the log is missing here, it could not be written]\n"u8);
            _lost = false;
            _file.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lost = true;
        }
    }

    public override void Flush() => _file?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }

    private FileStream Open() => new(path, new FileStreamOptions
    {
        // Not Append: that refuses to go before the end that there was when it was opened, and a rotation takes it there.
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
