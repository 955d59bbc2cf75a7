using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Lumina.Processes;

/// <summary>A program to start.</summary>
public sealed record SpawnRequest
{
    /// <summary>Path of the program; it is not looked up in PATH.</summary>
    public required string File { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>All its variables: nothing is inherited.</summary>
    public required IEnumerable<KeyValuePair<string, string>> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The file that its standard input comes from.</summary>
    public string StandardInput { get; init; } = "/dev/null";

    /// <summary>The file that its standard output goes to; made (mode 600) when it is not there.</summary>
    public string StandardOutput { get; init; } = "/dev/null";

    /// <summary>The file of its standard error; null for the same as <see cref="StandardOutput"/>.</summary>
    public string? StandardError { get; init; }

    /// <summary>Whether the files are added to, each write at their end; else they are emptied first.</summary>
    public bool Append { get; init; } = true;

    /// <summary>Whether <see cref="StandardOutput"/> is a named pipe. It is opened on both sides: the program waits when nobody reads, and does not end of it.</summary>
    public bool IsPipe { get; init; }
}

/// <summary>A program could not be started.</summary>
public sealed class SpawnException(string message) : Exception(message);

/// <summary>Starts programs that live on when their starter dies.</summary>
public static unsafe class ProcessSpawner
{
    // More than any C library needs (glibc: 80 and 336 bytes, a signal set 128).
    private const int Room = 1024;
    private const uint OwnerOnly = 0b110_000_000;

    private static readonly delegate* unmanaged<byte*, int, int> AddCloseFrom = FindAddCloseFrom();

    /// <summary>
    /// Starts a program as the leader of a session and process group of its own, with no terminal, all
    /// signals at their defaults, and none of our open files. Neither a terminal's Ctrl-C nor our end reaches it.
    /// </summary>
    /// <returns>A hold on it. It is our child: somebody has to reap it, which <see cref="ExitWatcher.Watch"/> does.</returns>
    /// <exception cref="SpawnException">It could not be started; the message says why.</exception>
    public static PidFd SpawnDetached(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var actions = stackalloc byte[Room];
        var attributes = stackalloc byte[Room];
        Check(Libc.FileActionsInit(actions), request);
        Check(Libc.AttributesInit(attributes), request);
        using var file = new Utf8Strings([request.File]);
        using var arguments = new Utf8Strings([request.File, .. request.Arguments]);
        using var environment = new Utf8Strings(request.Environment.Select(variable => variable.Key + "=" + variable.Value));
        try
        {
            Describe(actions, request);
            Detach(attributes, request);
            var error = Libc.PosixSpawn(out var pid, file.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
            Check(error, request);
            return TakeHold(pid, request);
        }
        finally
        {
            Libc.FileActionsDestroy(actions);
            Libc.AttributesDestroy(attributes);
        }
    }

    private static PidFd TakeHold(int pid, SpawnRequest request)
    {
        try
        {
            return ProcessIdentity.Of(pid) is { } identity && PidFd.Open(identity) is { } process
                ? process
                : throw new SpawnException($"{request.File} ended at once and nothing is known of its end (is SIGCHLD ignored?)");
        }
        catch (Win32Exception e)
        {
            // Nobody could ever stop it. The number is still its own: nobody else reaps our child.
            _ = Libc.Kill(pid, Signals.Kill);
            throw new SpawnException($"{request.File} was started and could not be held: {e.Message}");
        }
    }

    private static void Describe(byte* actions, SpawnRequest request)
    {
        var flags = request.IsPipe ? Libc.OpenBoth : Libc.OpenWriteOnly | Libc.OpenCreate | (request.Append ? Libc.OpenAppend : Libc.OpenTruncate);
        // Files first: their paths are relative to our folder, not to the program's.
        Check(Libc.FileActionsAddOpen(actions, 0, request.StandardInput, 0, 0), request);
        Check(Libc.FileActionsAddOpen(actions, 1, request.StandardOutput, flags, OwnerOnly), request);
        Check(
            request.StandardError is null
                ? Libc.FileActionsAddDuplicate(actions, 1, 2)
                : Libc.FileActionsAddOpen(actions, 2, request.StandardError, flags, OwnerOnly),
            request);
        Check(Libc.FileActionsAddChangeDirectory(actions, request.WorkingDirectory), request);
        // .NET opens everything close-on-exec; what we inherited ourselves it does not know.
        if (AddCloseFrom is not null)
            Check(AddCloseFrom(actions, 3), request);
    }

    private static void Detach(byte* attributes, SpawnRequest request)
    {
        var signals = stackalloc byte[Room];
        Libc.SignalSetEmpty(signals);
        Check(Libc.AttributesSetSignalMask(attributes, signals), request);
        Libc.SignalSetFill(signals);
        Check(Libc.AttributesSetSignalDefaults(attributes, signals), request);
        Check(Libc.AttributesSetFlags(attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalMask | Libc.SpawnSetSignalDefaults), request);
    }

    private static void Check(int error, SpawnRequest request)
    {
        if (error != 0)
            throw new SpawnException($"{request.File} could not be started in {request.WorkingDirectory}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    // glibc has it since 2.34; without it only files that we inherited could leak.
    private static delegate* unmanaged<byte*, int, int> FindAddCloseFrom() =>
        NativeLibrary.TryLoad("libc", typeof(ProcessSpawner).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addclosefrom_np", out var address)
            ? (delegate* unmanaged<byte*, int, int>)address
            : null;

    /// <summary>An array of zero-terminated strings that ends with a null, outside of the garbage collector's reach.</summary>
    private sealed class Utf8Strings : IDisposable
    {
        private readonly int _count;

        public Utf8Strings(IEnumerable<string> texts)
        {
            var all = texts.ToList();
            _count = all.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                var length = Encoding.UTF8.GetByteCount(all[i]);
                Pointers[i] = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
                Encoding.UTF8.GetBytes(all[i], new Span<byte>(Pointers[i], length));
            }
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
                NativeMemory.Free(Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }
}
