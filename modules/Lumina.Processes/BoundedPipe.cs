using System.Globalization;
using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Processes;

/// <summary>
/// A pipe that a program prints into, read up to a bound. Whether the program has left somebody behind who holds the pipe open doesn't matter: we hold
/// it too, and write its end ourselves, behind all that was printed before.
/// </summary>
internal sealed class BoundedPipe(int most) : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In, HandleInheritability.None);
    private readonly MemoryStream _read = new();
    private Task _reading = Task.CompletedTask;
    private volatile bool _isEnding;

    /// <summary>Whether more was printed than allowed.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>The path at which our child, which has a copy of our open files until it is another program, opens the pipe for itself.</summary>
    public string Path => "/proc/self/fd/" + _pipe.ClientSafePipeHandle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);

    /// <summary>Begins to read.</summary>
    /// <param name="exceeded">Called once when more is printed than allowed.</param>
    public void Read(Action exceeded) => _reading = Task.Factory.StartNew(() => ReadToEnd(exceeded), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The program has ended: everything that it printed.</summary>
    public async Task<string> EndAsync()
    {
        _isEnding = true;
        var handle = _pipe.ClientSafePipeHandle;
        var kept = false;
        handle.DangerousAddRef(ref kept);
        // Not waited for: somebody who was left behind may have filled the pipe, and then it ends when the pipe is disposed of.
        _ = Task.Run(() => WriteEnd(handle));
        await _reading;
        return Encoding.UTF8.GetString(_read.GetBuffer().AsSpan(0, (int)_read.Length));
    }

    public void Dispose()
    {
        _pipe.Dispose();
        _read.Dispose();
    }

    private static void WriteEnd(SafePipeHandle handle)
    {
        try
        {
            using var end = new FileStream(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
            end.WriteByte(0);
        }
        catch (IOException)
        {
            // Nobody reads any more: the end was found without it.
        }
        finally
        {
            handle.DangerousRelease();
        }
    }

    private void ReadToEnd(Action exceeded)
    {
        var piece = new byte[4096];
        while (_pipe.Read(piece) is > 0 and var count)
        {
            // The zero that we have written ourselves: nothing behind it is the program's.
            var end = _isEnding ? piece.AsSpan(0, count).LastIndexOf((byte)0) : -1;
            var isLast = end >= 0;
            var printed = isLast ? end : count;
            var allowed = Math.Min(printed, most - (int)_read.Length);
            _read.Write(piece, 0, allowed);
            if (allowed < printed && !IsExceeded)
            {
                IsExceeded = true;
                exceeded();
            }
            if (isLast)
                return;
        }
    }
}
