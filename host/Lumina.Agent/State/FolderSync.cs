using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Agent.State;

/// <summary>Makes a rename durable: that is a change of the folder, not of the file. .NET opens no folders, so libc does.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <exception cref="IOException">It could not be made durable.</exception>
    public static void Flush(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, ReadOnly | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || Synchronise(handle) != 0)
            throw new IOException($"{folder} could not be synchronised: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(SafeFileHandle descriptor);
}
