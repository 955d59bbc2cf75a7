using System.Security.Cryptography;
using System.Text;

namespace Lumina.Policy.Conditions;

/// <summary>Compiled conditions on disk, so that the next start doesn't compile them again. A file is its content's hash and the content; what doesn't fit its hash,
/// or what others may write, is as if it were not there. Nothing here is needed: what can't be read or written is compiled again.</summary>
internal sealed class ImageStore(string folder)
{
    private const int LargestImage = 64 << 20, MostFiles = 32;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly byte[] Head = "LUMINA-CONDITIONS-1\n"u8.ToArray();

    public byte[]? Read(string key)
    {
        try
        {
            var path = PathOf(key);
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LargestImage || file.LinkTarget is not null || IsOpenToOthers(path))
                return null;
            var content = File.ReadAllBytes(path);
            var (head, hash) = (Head.Length, SHA256.HashSizeInBytes);
            if (content.Length <= head + hash || !content.AsSpan(0, head).SequenceEqual(Head))
                return null;
            var image = content[(head + hash)..];
            return CryptographicOperations.FixedTimeEquals(content.AsSpan(head, hash), HashOf(key, image)) ? image : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string key, byte[] image)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var next = Path.Combine(folder, Path.GetRandomFileName());
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(next, options))
            {
                file.Write(Head);
                file.Write(HashOf(key, image));
                file.Write(image);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, PathOf(key), overwrite: true);
            Tidy();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start compiles again.
        }
    }

    private bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && ((File.GetUnixFileMode(path) | File.GetUnixFileMode(folder)) & Others) is not UnixFileMode.None;

    private void Tidy()
    {
        foreach (var old in new DirectoryInfo(folder).GetFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostFiles))
            old.Delete();
    }

    private string PathOf(string key) => Path.Combine(folder, key + ".conditions");

    /// <summary>Of the key too: a file under another's name is none.</summary>
    private static byte[] HashOf(string key, byte[] image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData(image);
        return hash.GetHashAndReset();
    }
}
