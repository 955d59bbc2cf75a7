using System.Text;
using System.Text.Json;

namespace Lumina.Journal.Checkpoints;

/// <summary>
/// The checkpoints that this host has signed, in a file of its own: one JSON object a line, oldest first. What the database has lost since, this file
/// still knows of.
/// </summary>
internal sealed class CheckpointFile(string path)
{
    public string Path => path;

    /// <summary>Adds one, and returns when it is on disk. Half a line, of a host that was killed, is written over.</summary>
    public void Add(JournalCheckpoint checkpoint)
    {
        using var file = DurableFile.Append(path);
        file.Position = WholeLines(file);
        file.SetLength(file.Position);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(CheckpointLine.Of(checkpoint), KeepingJson.Default.CheckpointLine) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The newest one; null when there is none.</summary>
    public JournalCheckpoint? Last() => Read().LastOrDefault();

    /// <summary>All of them, oldest first. A last line without its end was never finished, and is left out.</summary>
    /// <exception cref="InvalidDataException">A line is no checkpoint.</exception>
    public IEnumerable<JournalCheckpoint> Read()
    {
        if (!File.Exists(path))
            yield break;
        long whole;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            whole = WholeLines(file);
        var read = 0L;
        foreach (var line in File.ReadLines(path))
        {
            read += Encoding.UTF8.GetByteCount(line) + 1;
            if (read > whole)
                yield break;
            yield return Parse(line);
        }
    }

    private JournalCheckpoint Parse(string line)
    {
        try
        {
            if (JsonSerializer.Deserialize(line, KeepingJson.Default.CheckpointLine) is { } found)
                return found.ToCheckpoint();
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is damaged: a line is no checkpoint. {damaged.Message}", damaged);
        }

        throw new InvalidDataException($"{path} is damaged: a line is no checkpoint.");
    }

    /// <summary>How long the file is up to and with its last line end.</summary>
    private static long WholeLines(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
                return end;
        }

        return 0;
    }
}
