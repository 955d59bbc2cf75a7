using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Lumina.Processes;

/// <summary>Tells when processes end, children and others alike, with one thread for all of them (epoll on pidfds).</summary>
public sealed unsafe class ExitWatcher
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Readable = 1;
    private const uint Once = 1u << 30;
    private const int Batch = 64;

    // The kernel's struct epoll_event is packed on x86-64 only.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntrySize = IsPacked ? 12 : 16;
    private static readonly int DataOffset = IsPacked ? 4 : 8;
    private static readonly Lazy<ExitWatcher> SharedWatcher = new(() => new ExitWatcher());

    private readonly ConcurrentDictionary<long, Watched> _watched = new();
    private readonly int _epoll;
    private long _lastKey;

    private ExitWatcher()
    {
        _epoll = Libc.EpollCreate(CloseOnExec);
        if (_epoll < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "epoll_create1");
        new Thread(Run) { IsBackground = true, Name = "exits of processes" }.Start();
    }

    /// <summary>The one of this program.</summary>
    public static ExitWatcher Shared => SharedWatcher.Value;

    /// <summary>
    /// Calls back once when the process has ended; at once when it has already. What is left of the group that it leads is killed
    /// before it is reaped. The callback runs on the watcher's thread and must be short. Keep <paramref name="process"/> until then.
    /// </summary>
    /// <param name="process">Whose end.</param>
    /// <param name="ended">Told how it ended.</param>
    /// <param name="sparesGroup">Asked at the end whether the group is left alone; null kills it.</param>
    public void Watch(PidFd process, Action<ProcessEnd> ended, Func<bool>? sparesGroup = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(ended);
        var key = Interlocked.Increment(ref _lastKey);
        _watched[key] = new Watched(process, ended, sparesGroup);
        var entry = stackalloc byte[16];
        *(uint*)entry = Readable | Once;
        *(long*)(entry + DataOffset) = key;
        if (Libc.EpollControl(_epoll, Add, process.Handle, entry) == 0)
            return;

        var error = Marshal.GetLastPInvokeError();
        _watched.TryRemove(key, out _);
        throw new Win32Exception(error, "epoll_ctl");
    }

    private void Run()
    {
        var entries = stackalloc byte[Batch * EntrySize];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, entries, Batch, -1);
            for (var i = 0; i < count; i++)
            {
                if (_watched.TryRemove(*(long*)(entries + i * EntrySize + DataOffset), out var watched))
                    Finish(watched);
            }
        }
    }

    private static void Finish(Watched watched)
    {
        if (watched.SparesGroup?.Invoke() != true)
            watched.Process.SignalGroup(Signals.Kill);
        watched.Ended(watched.Process.Reap() ?? new ProcessEnd(null, null));
    }

    private sealed record Watched(PidFd Process, Action<ProcessEnd> Ended, Func<bool>? SparesGroup);
}
