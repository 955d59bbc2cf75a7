using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.State;

/// <summary>The contents of a component's revisions on disk, each encrypted for exactly that revision: see docs/decisions/0018-what-an-agent-keeps.md.</summary>
internal sealed class ContentsStore(StateFolder folder, SealingKey key, ComponentKey component)
{
    private const string Suffix = ".sealed";

    private string Root => Path.Combine(folder.ComponentPath(component), "contents");

    /// <summary>Null when nothing is kept of it.</summary>
    /// <exception cref="InvalidDataException">It is there and can't be read; the message says why.</exception>
    public KeptContents? Read(int revision)
    {
        if (!File.Exists(PathOf(revision)))
            return null;
        try
        {
            var content = key.Open(File.ReadAllBytes(PathOf(revision)), Name(revision));
            try
            {
                return JsonSerializer.Deserialize(content, StateJson.Default.KeptContents);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"what revision {revision} of {component} gets can't be read from {PathOf(revision)}: {e.Message}. It is given anew when the component is scaled or deployed", e);
        }
        catch (JsonException)
        {
            // Its message would quote what it has met.
            throw new InvalidDataException($"what revision {revision} of {component} gets was written by another version of the agent; it is given anew when the component is deployed");
        }
    }

    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(int revision, KeptContents contents)
    {
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var content = JsonSerializer.SerializeToUtf8Bytes(contents, StateJson.Default.KeptContents);
        try
        {
            AtomicFile.Write(PathOf(revision), key.Seal(content, Name(revision)), durable: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The revisions of which something is kept.</summary>
    public IReadOnlyList<int> FindAll() => !Directory.Exists(Root)
        ? []
        : [.. Directory.EnumerateFiles(Root, "*" + Suffix).Select(path => int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))];

    public void Delete(int revision)
    {
        if (Directory.Exists(Root))
            File.Delete(PathOf(revision));
    }

    private string PathOf(int revision) => Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"{revision}{Suffix}"));

    private byte[] Name(int revision) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{component} {revision}"));
}
