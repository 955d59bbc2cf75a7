using System.Globalization;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.State;

/// <summary>The files that the instances of a component's revisions find: plain ones in the component's folder, secret ones in memory only.</summary>
internal sealed class RevisionFiles(ComponentStore store, MemoryFolder memory, ComponentKey component)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderOfOwner = OwnerOnly | UnixFileMode.UserExecute;
    private const string ChecksPlace = "checks";

    /// <summary>Why a file can't stand at a path; null when it can.</summary>
    public static string? Check(string path)
    {
        var parts = path.Split('/');
        return Path.IsPathRooted(path) ? $"the file '{path}' has an absolute path, which the process target does not mount; use a relative one"
            : parts.Any(part => part is "" or "." or "..") || path.Contains('\0', StringComparison.Ordinal) ? $"'{path}' is no path of a file"
            : null;
    }

    /// <summary>Has all files of a revision where they belong.</summary>
    /// <returns>The folder of the plain ones and that of the secret ones; null when there are none.</returns>
    /// <exception cref="IOException">They could not be written.</exception>
    public (string? Plain, string? Secret) Write(int revision, KeptContents contents)
    {
        var files = contents.Contents.Files;
        return (
            files.Any(file => !file.Value.IsSecret) ? Write(store.ConfigFolder, revision, contents.Place, files.Where(file => !file.Value.IsSecret)) : null,
            files.Any(file => file.Value.IsSecret) ? Write(Own(memory.Open()), revision, contents.Place, files.Where(file => file.Value.IsSecret)) : null);
    }

    /// <summary>Where a health command's output goes that may have secrets in it.</summary>
    public string OpenCheck(InstanceRecord record)
    {
        try
        {
            var place = Directory.CreateDirectory(Path.Combine(Own(memory.Open()), FolderOf(record.Revision, ChecksPlace)), FolderOfOwner);
            return Path.Combine(place.FullName, record.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // How it ended is said all the same.
            return "/dev/null";
        }
    }

    /// <summary>Removes all that is there of revisions other than these.</summary>
    public void Forget(IReadOnlySet<int> except)
    {
        foreach (var root in memory.Everywhere.Select(Own).Append(store.ConfigFolder).Where(Directory.Exists))
        {
            foreach (var place in Directory.EnumerateDirectories(root).Where(place => RevisionOf(place) is { } revision && !except.Contains(revision)))
                Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Where the files of a revision are; null when they are nowhere.</summary>
    public string? Find(int revision, KeptContents contents, bool isSecret) => (isSecret ? memory.Everywhere.Select(Own) : [store.ConfigFolder])
        .Select(root => Path.Combine(root, FolderOf(revision, contents.Place))).FirstOrDefault(Directory.Exists);

    /// <summary>Whether a folder is one of those of this component.</summary>
    public bool IsOwn(string place) => memory.Everywhere.Select(Own).Append(store.ConfigFolder).Contains(Path.GetDirectoryName(place));

    private static string Write(string root, int revision, string place, IEnumerable<KeyValuePair<string, WireFile>> files)
    {
        var final = Path.Combine(root, FolderOf(revision, place));
        var wanted = files.ToList();
        if (wanted.All(file => IsThere(Path.Combine(final, file.Key), file.Value.Content)))
            return final;
        // All of them or none: an instance never finds half of its files.
        var making = final + "-new";
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making, FolderOfOwner);
        foreach (var (path, file) in wanted)
        {
            var full = Path.Combine(making, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? making, FolderOfOwner);
            using var written = new FileStream(full, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
            written.Write(file.Content);
        }

        if (Directory.Exists(final))
            Directory.Delete(final, recursive: true);
        Directory.Move(making, final);
        return final;
    }

    private static bool IsThere(string path, byte[] content) =>
        File.Exists(path) && new FileInfo(path).Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private string Own(string root) => Path.Combine(root, component.Environment, component.Plan, component.Component);

    private static string FolderOf(int revision, string place) => string.Create(CultureInfo.InvariantCulture, $"{revision}-{place}");

    private static int? RevisionOf(string place) =>
        int.TryParse(Path.GetFileName(place).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
}
