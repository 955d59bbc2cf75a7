using System.Security.Cryptography;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.State;

/// <summary>An agent's folder, held by one agent at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream? _lock;

    private StateFolder(string path, string id, FileStream? @lock)
    {
        Root = path;
        Id = id;
        _lock = @lock;
    }

    public string Root { get; }

    /// <summary>Marks this folder's processes, for ever.</summary>
    public string Id { get; }

    public string EndpointPath => Path.Combine(Root, AgentProtocol.EndpointFile);

    public string ComponentsPath => Path.Combine(Root, "components");

    /// <summary>Takes the folder; null when another agent has it.</summary>
    public static StateFolder? Take(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
        FileStream held;
        try
        {
            // .NET holds an flock for it, which the kernel lets go when we die, however that comes.
            held = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }

        return new StateFolder(path, ReadOrMakeId(path), held);
    }

    /// <summary>Another agent's folder, to read in it.</summary>
    /// <exception cref="IOException">It is none.</exception>
    public static StateFolder Look(string path) => new(path, File.ReadAllText(Path.Combine(path, "id")).Trim(), null);

    /// <summary>The folder of one component; its key's parts are checked to be plain names.</summary>
    public string ComponentPath(ComponentKey key) => Path.Combine(ComponentsPath, key.Environment, key.Plan, key.Component);

    public void Dispose() => _lock?.Dispose();

    private static string ReadOrMakeId(string path)
    {
        var file = Path.Combine(path, "id");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: 32 } known)
            return known;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(file, id);
        return id;
    }
}
