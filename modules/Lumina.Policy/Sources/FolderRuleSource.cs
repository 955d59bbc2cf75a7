using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy.Sources;

/// <summary>All <c>*.rules</c> in folders and below, as one set. They are read at each ask, since neither size nor time tells every change, and handed on when they differ.</summary>
public sealed class FolderRuleSource : IRuleSource
{
    /// <summary>How many files, how large one, and how much together, in bytes.</summary>
    public const int MostFiles = 2000, LargestFile = 1 << 20, LargestSet = 16 << 20;

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        // What can't be read is an error: rules that are silently missing would let through what they deny.
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImmutableArray<string> _folders;
    private readonly RuleReader _reader;
    private readonly string? _home;
    private readonly Lock _lock = new();
    private string? _state;
    private ReadRules _read = new(RuleSet.Empty, []);

    /// <param name="folders">The folders; a file of rules counts as one too.</param>
    /// <param name="reader">Reads the texts.</param>
    /// <param name="home">A folder: files are named as they are seen from there, and in full where they are not below it. Without one they are named as they are seen from beside their own folder.</param>
    public FolderRuleSource(IEnumerable<string> folders, RuleReader reader, string? home = null)
    {
        _folders = [.. folders.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        _reader = reader;
        _home = home;
    }

    /// <inheritdoc />
    public ReadRules Read()
    {
        lock (_lock)
        {
            try
            {
                var texts = Texts(Files());
                var state = StateOf(texts);
                if (state != _state)
                {
                    _read = _reader(texts);
                    _state = state;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException or System.Security.SecurityException)
            {
                Fail(e is DecoderFallbackException ? "A file of rules is not UTF-8." : e.Message);
            }

            return _read;
        }
    }

    private void Fail(string message)
    {
        var state = "! " + message;
        if (_state == state)
            return;
        _state = state;
        var nowhere = new SourceLocation(_folders.FirstOrDefault() ?? "", 0, 0, 1, 1, 1, 1);
        _read = new(RuleSet.Empty, [ConditionFindings.Unreadable(nowhere, message)]);
    }

    private List<(string Name, FileInfo File)> Files()
    {
        var found = new List<(string Name, FileInfo File)>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        long size = 0;
        foreach (var folder in _folders)
        {
            var root = Path.GetDirectoryName(folder) ?? folder;
            var files = File.Exists(folder) ? [new FileInfo(folder)] : new DirectoryInfo(folder).EnumerateFiles("*.rules", Below);
            var any = false;
            foreach (var entry in files)
            {
                any = true;
                // A folder and one below it are as good as the folder.
                if (!paths.Add(entry.FullName))
                    continue;
                // Mounted configuration is links to what changes.
                var file = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? entry;
                found.Add((NameOf(entry.FullName, root), file));
                size += file.Length;
                if (found.Count > MostFiles || file.Length > LargestFile || size > LargestSet)
                    throw new IOException($"There are more rules than {MostFiles} files, {LargestFile >> 20} MiB in one or {LargestSet >> 20} MiB together: {file.Name}.");
            }

            // A volume that is not mounted is an empty folder: no rules must not mean that all is allowed.
            if (!any)
                throw new IOException($"There are no .rules files in {folder}.");
        }

        found.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return found;
    }

    private string NameOf(string path, string root)
    {
        var name = Path.GetRelativePath(_home ?? root, path);
        return (name.StartsWith("..", StringComparison.Ordinal) ? path : name).Replace('\\', '/');
    }

    private static string StateOf(List<(string Name, string Text)> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in texts)
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{text.Length}\n{text}"));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static List<(string Name, string Text)> Texts(List<(string Name, FileInfo File)> files) =>
        files.ConvertAll(file => (file.Name, Text(file.File)));

    // No more than was looked at, whatever is written meanwhile; the next ask sees that.
    private static string Text(FileInfo file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[Math.Min(file.Length, LargestFile)];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(0, length);
        return Utf8.GetString(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
    }
}
