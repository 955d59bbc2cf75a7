using System.Runtime.InteropServices;

namespace Lumina.Agent.State;

/// <summary>
/// Where the files with secrets in them are: on a file system that is only in memory, in a folder that is this agent's and for its user alone.
/// It is chosen with each use, for it is not there any more after the machine has been started anew.
/// </summary>
internal sealed partial class MemoryFolder(StateFolder folder)
{
    private readonly IReadOnlyList<string> _places = [.. UsualPlaces()];

    private const string Prefix = "lumina-";
    private const string OwnerFile = "owner";
    private const long TmpFs = 0x01021994;
    private const long RamFs = 0x858458f6;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="folder">Whose.</param>
    /// <param name="places">Where it may be, the best first.</param>
    public MemoryFolder(StateFolder folder, IReadOnlyList<string> places)
        : this(folder) => _places = places;

    private string Name => Prefix + folder.Id[..16];

    /// <summary>The folders that this agent may have, wherever: after another start it may find another place.</summary>
    public IEnumerable<string> Everywhere => _places.Select(parent => Path.Combine(parent, Name)).Where(Directory.Exists);

    /// <summary>Why there can be no files with secrets here, with what to do; null when there can.</summary>
    public string? Check() => FindPlace() is not null
        ? null
        : $"files with secrets are written only where they stay in memory, and none of {string.Join(", ", _places)} is a folder on tmpfs; mount one, or name one by XDG_RUNTIME_DIR";

    /// <exception cref="IOException">There is no such place; the message says what to do.</exception>
    public string Open()
    {
        var parent = FindPlace() ?? throw new IOException(Check());

        var path = Path.Combine(parent, Name);
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly);
            File.WriteAllText(Path.Combine(path, OwnerFile), folder.Root);
        }

        if (new DirectoryInfo(path).LinkTarget is not null || OwnerOf(path) != GetUser() || File.GetUnixFileMode(path) != OwnerOnly)
            throw new IOException($"{path} is not a folder for this agent's user alone; remove it");
        return path;
    }

    /// <summary>Removes what agents have left whose own folder is not there any more.</summary>
    public static void ClearOrphans()
    {
        foreach (var path in UsualPlaces().Where(Directory.Exists).SelectMany(parent => Directory.GetDirectories(parent, Prefix + "*")))
        {
            try
            {
                var owner = Path.Combine(path, OwnerFile);
                if (OwnerOf(path) == GetUser() && File.Exists(owner) && File.ReadAllText(owner) is { Length: > 1 } root && !Directory.Exists(root))
                    Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another agent that starts clears it too.
                continue;
            }
        }
    }

    private string? FindPlace() => _places.FirstOrDefault(IsInMemory);

    private static IEnumerable<string> UsualPlaces()
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } given)
            yield return given;
        yield return $"/run/user/{GetUser()}";
        yield return "/dev/shm";
    }

    private static unsafe bool IsInMemory(string path)
    {
        // Far more than the structure has; its first member is the kind, a word wide.
        var answer = stackalloc byte[1024];
        return Directory.Exists(path) && ReadFileSystem(path, answer) == 0 && (long)*(nint*)answer is TmpFs or RamFs;
    }

    private static unsafe uint? OwnerOf(string path)
    {
        const int here = -100, doNotFollow = 0x100, owner = 0x8, ownerAt = 20;
        var answer = stackalloc byte[256];
        return ReadStatus(here, path, doNotFollow, owner, answer) == 0 ? *(uint*)(answer + ownerAt) : null;
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ReadFileSystem(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ReadStatus(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();
}
