using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Agent.State;

/// <summary>Files that are there as they were or as they are to be, whenever the power goes.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="path">The file; its folder exists.</param>
    /// <param name="value">Its new content.</param>
    /// <param name="type">How to write it.</param>
    /// <param name="durable">Whether it must outlive a crash of the machine, and not only ours.</param>
    /// <exception cref="IOException">It could not be written; the old content is still there.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type, bool durable) =>
        Write(path, JsonSerializer.SerializeToUtf8Bytes(value, type), durable);

    /// <inheritdoc cref="Write{T}(string, T, JsonTypeInfo{T}, bool)"/>
    public static void Write(string path, ReadOnlySpan<byte> content, bool durable)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        }))
        {
            file.Write(content);
            file.Flush(flushToDisk: durable);
        }

        File.Move(temporary, path, overwrite: true);
        if (durable)
            FolderSync.Flush(Path.GetDirectoryName(path) ?? "/");
    }
}
