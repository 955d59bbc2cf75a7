using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Journal;

/// <summary>Files that are whole and on the disk, or not there.</summary>
internal static partial class DurableFile
{
    private const int CloseOnExec = 0x80000;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that only its owner can read.</summary>
    public static void Write(string path, string text)
    {
        using (var file = Begin(path))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        Finish(path);
    }

    /// <summary>Opens what is to become the file, beside it.</summary>
    public static FileStream Begin(string path)
    {
        File.Delete(Unfinished(path));
        return new(Unfinished(path), Options(FileMode.CreateNew, FileAccess.Write));
    }

    /// <summary>Gives what was begun, and closed, its name, and returns when the disk has it.</summary>
    public static void Finish(string path)
    {
        using (var written = new FileStream(Unfinished(path), FileMode.Open, FileAccess.ReadWrite))
        {
            written.Flush(flushToDisk: true);
        }

        File.Move(Unfinished(path), path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
    }

    /// <summary>Opens a file to add to it; made when it is not there.</summary>
    public static FileStream Append(string path)
    {
        var isNew = !File.Exists(path);
        var file = new FileStream(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        if (isNew)
            SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        return file;
    }

    /// <summary>A name lasts when its folder was synced; .NET has no call for it, and Windows no need.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(folder, CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || Synchronise(handle) != 0)
            throw new IOException($"{folder} could not be synchronised: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static string Unfinished(string path) => path + ".unfinished";

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        return options;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(SafeFileHandle descriptor);
}
