using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Secrets.Sealing;

/// <summary>Files that are whole and on the disk, or not there; and whether somebody else can read one.</summary>
internal static partial class PrivateFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int CloseOnExec = 0x80000;
    private const int RelativeToCurrent = -100, MaskOfOwner = 0x8, OffsetOfOwner = 20, SizeOfStatX = 256;

    /// <summary>Puts a file in the place of the old one. Killed at any moment, it leaves the old one or the new one, and perhaps one beside it that has no meaning.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Who may do what with it.</param>
    /// <param name="overwrite">Whether there may be one already.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool overwrite)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            using (var file = new FileStream(beside, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(path) ?? "/");
    }

    /// <summary>Why a file or folder can't be trusted with a key; null when it can.</summary>
    public static string? DistrustOf(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        if ((File.GetUnixFileMode(path) & Others) != 0) return "others than its owner can read or change it";
        return OwnerOf(path) is { } owner && owner != EffectiveUser() ? "it belongs to another user" : null;
    }

    private static unsafe uint? OwnerOf(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = stackalloc byte[SizeOfStatX];
        try
        {
            return StatX(RelativeToCurrent, path, 0, MaskOfOwner, status) == 0 ? *(uint*)(status + OffsetOfOwner) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library: the mode is all that can be told.
            return null;
        }
    }

    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Open(folder, CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || Synchronise(handle) != 0)
            throw new IOException($"{folder} could not be synchronised: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint mask, byte* status);
}
