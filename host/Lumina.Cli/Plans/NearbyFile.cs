using Lumina.Language.Compilation;
using Lumina.Language.Text;

namespace Lumina.Cli.Plans;

/// <summary>Reads the files that a plan imports or takes values from.</summary>
internal static class NearbyFile
{
    /// <param name="folder">The folder of the plan's file.</param>
    /// <param name="path">As seen from there.</param>
    public static FileAnswer Read(string folder, string path)
    {
        var full = Path.GetFullPath(path, folder);
        try
        {
            if (Directory.Exists(full)) return FileAnswer.Failed("it is a folder");
            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            var bytes = ReadAll(stream);
            if (bytes is null) return FileAnswer.Failed("it is too large");
            var (text, problem) = SourceReader.Decode(path, bytes);
            return text is not null ? FileAnswer.Of(text) : FileAnswer.Failed($"it is not UTF-8 (line {problem!.Location.Line}, column {problem.Location.Column})");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileAnswer.Failed($"there is no file {full}");
        }
        catch (UnauthorizedAccessException)
        {
            return FileAnswer.Failed($"permission to read {full} was denied");
        }
        catch (IOException unreadable)
        {
            return FileAnswer.Failed(unreadable.Message.TrimEnd('.'));
        }
    }

    /// <summary>Not by its length: a pipe or a device has none. Null when there is more than a text may have.</summary>
    private static byte[]? ReadAll(FileStream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > 4L * SourceReader.LargestText) return null;
        }

        return bytes.ToArray();
    }
}
