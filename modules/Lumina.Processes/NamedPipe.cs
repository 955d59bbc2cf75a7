using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Processes;

/// <summary>A hold on a named pipe, open on both sides: as long as it is held, nobody who opens one side waits for the other and no reader meets its end.</summary>
public sealed class NamedPipe : IDisposable
{
    private const uint OwnerOnly = 0b110_000_000;

    private readonly SafeFileHandle _handle;

    private NamedPipe(SafeFileHandle handle) => _handle = handle;

    /// <summary>Makes a pipe (mode 600) when it is not there, and holds it.</summary>
    /// <exception cref="IOException">It could not be made or opened.</exception>
    public static NamedPipe Open(string path)
    {
        if (!File.Exists(path) && Libc.MakePipe(path, OwnerOnly) != 0)
            throw new IOException($"the pipe {path} could not be made: {Marshal.GetLastPInvokeErrorMessage()}");
        var handle = new SafeFileHandle(Libc.Open(path, Libc.OpenBoth | Libc.OpenCloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid)
            return new NamedPipe(handle);
        handle.Dispose();
        throw new IOException($"the pipe {path} could not be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public void Dispose() => _handle.Dispose();
}
