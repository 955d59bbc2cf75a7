using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lumina.Processes;

/// <summary>
/// A hold on one process that can't be mistaken for another: signals through it never reach a process that has got the same
/// pid later (pidfd, Linux 5.4).
/// </summary>
public sealed unsafe class PidFd : IDisposable
{
    private const uint SignalProcessGroup = 4;
    private const int WaitByPidFd = 3;
    private const int WaitWithoutBlocking = 1;
    private const int WaitForExit = 4;
    private const int ExitedChild = 1;

    private static volatile bool _groupSignalsAreUnknown;

    private PidFd(SafeFileHandle handle, ProcessIdentity identity)
    {
        Handle = handle;
        Identity = identity;
    }

    public ProcessIdentity Identity { get; }

    internal SafeFileHandle Handle { get; }

    /// <summary>Takes hold of exactly this process; null when it is gone, or when its pid belongs to another now.</summary>
    public static PidFd? Open(ProcessIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (identity.BootId != ProcessIdentity.CurrentBootId)
            return null;

        var descriptor = Libc.PidFdOpen(identity.Pid);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            // EINVAL: the pid is that of a thread now.
            return error is Libc.NoSuchProcess or Libc.InvalidArgument ? null : throw new Win32Exception(error, "pidfd_open");
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        // Looked at after opening: from here on the handle stays with whoever has this start time.
        if (ProcessEntry.Read(identity.Pid) is { } entry && entry.StartTicks == identity.StartTicks)
            return new PidFd(handle, identity);

        handle.Dispose();
        return null;
    }

    /// <summary>Whether the process has ended, reaped or not.</summary>
    public bool HasEnded()
    {
        var kept = false;
        try
        {
            Handle.DangerousAddRef(ref kept);
            var entry = new Libc.PollEntry { Descriptor = (int)Handle.DangerousGetHandle(), Events = 1 };
            return Libc.Poll(&entry, 1, 0) > 0;
        }
        finally
        {
            if (kept)
                Handle.DangerousRelease();
        }
    }

    /// <summary>Sends a signal to the process. False when it is gone.</summary>
    public bool Signal(int signal) => Libc.PidFdSendSignal(Handle, signal, 0) == 0;

    /// <summary>Sends a signal to the process group that the process leads, 0 for none. False when nobody is left in it, and before
    /// Linux 6.9 also when its leader has been reaped.</summary>
    public bool SignalGroup(int signal)
    {
        if (!_groupSignalsAreUnknown)
        {
            if (Libc.PidFdSendSignal(Handle, signal, SignalProcessGroup) == 0)
                return true;
            if (Marshal.GetLastPInvokeError() != Libc.InvalidArgument)
                return false;
            _groupSignalsAreUnknown = true; // Before Linux 6.9
        }

        // The number is the group's as long as its leader exists, be it as a zombie that nobody has reaped.
        return ProcessEntry.Read(Identity.Pid) is { } entry
            && entry.StartTicks == Identity.StartTicks
            && Libc.Kill(-Identity.Pid, signal) == 0;
    }

    /// <summary>Collects an ended child. Null when it still runs; an unknown end when it is no child of ours.</summary>
    internal ProcessEnd? Reap()
    {
        var info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        while (Libc.WaitId(WaitByPidFd, Handle, info, WaitForExit | WaitWithoutBlocking) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                return HasEnded() ? new ProcessEnd(null, null) : null;
        }

        // siginfo_t: si_code at 8, si_pid at 16, si_status at 24.
        var code = *(int*)(info + 8);
        var status = *(int*)(info + 24);
        return *(int*)(info + 16) == 0 ? null
            : code == ExitedChild ? new ProcessEnd(status, null)
            : new ProcessEnd(null, status);
    }

    public void Dispose() => Handle.Dispose();
}
