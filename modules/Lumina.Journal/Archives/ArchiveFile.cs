using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lumina.Journal.Chain;
using Lumina.Journal.Checkpoints;

namespace Lumina.Journal.Archives;

/// <summary>A file of events: JSON, one object a line, gzipped. A header, events, and a footer that is signed; without it the file was never finished.</summary>
internal static class ArchiveFile
{
    /// <summary>The form that this program writes and reads.</summary>
    public const int Format = 1;

    public static string NameOf(long first, long last) => $"journal-{first:D12}-{last:D12}.jsonl.gz";

    /// <summary>Writes events to a file, which is on disk and complete on return. They are checked against the chain on the way.</summary>
    /// <exception cref="JournalDamagedException">They don't fit together.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    public static async Task<ArchivedRange> WriteAsync(
        string path, long first, ReadOnlyMemory<byte> previous, IAsyncEnumerable<JournalEvent> events, CheckpointKey key, DateTimeOffset now)
    {
        JournalCheckpoint end;
        await using (var file = DurableFile.Begin(path))
        await using (var packed = new GZipStream(file, CompressionLevel.Optimal))
        {
            var check = new ChainCheck(previous);
            WriteLine(packed, new(Format, first, previous.ToArray(), key.Public.ToArray()), KeepingJson.Default.ArchiveHeader);
            await foreach (var found in events)
            {
                if (check.Take(found) is { } reason)
                    throw new JournalDamagedException(found.Position, reason);
                WriteLine(packed, ArchivedEvent.Of(found), KeepingJson.Default.ArchivedEvent);
            }

            if (check.Last is not { } last)
                throw new JournalDamagedException(first, "There is no event at this position.");
            end = key.Sign(last.Position, check.Hash, now);
            WriteLine(packed, new(CheckpointLine.Of(end), check.Events), KeepingJson.Default.ArchiveFooter);
        }

        DurableFile.Finish(path);
        return new(first, previous, end, path);
    }

    /// <summary>The lines of a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no archive.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        // Text that is no UTF-8 was not written by us.
        using var reader = new StreamReader(unpacked, new UTF8Encoding(false, throwOnInvalidBytes: true));
        while (ReadLine(reader) is { } line)
            yield return line;
    }

    /// <exception cref="InvalidDataException">The line is something else.</exception>
    public static T Parse<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new InvalidDataException("A line is empty.");
        }
        catch (Exception damaged) when (damaged is JsonException or NotSupportedException)
        {
            throw new InvalidDataException("A line is not what it should be: " + damaged.Message, damaged);
        }
    }

    private static string? ReadLine(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException damaged)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static void WriteLine<T>(Stream stream, T line, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, line, type);
        stream.WriteByte((byte)'\n');
    }
}

/// <summary>The journal is not whole, so that nothing may be moved out of it.</summary>
public sealed class JournalDamagedException(long position, string reason) : Exception($"The journal is damaged at event {position}. {reason}")
{
    public long Position { get; } = position;
}
