using System.Runtime.CompilerServices;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.Logs;

/// <summary>
/// Reads what a component's instances have written. The lines carry no time of their own: an old line has the time of its file's
/// last change, a followed one that of its reading. So the lines of one instance are in order, and those of several are in the
/// order in which their files were last written to.
/// </summary>
internal sealed class LogReader(StateFolder folder, AgentOptions options, TimeProvider clock)
{
    private const int BlockBytes = 64 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async IAsyncEnumerable<LogLine> ReadAsync(
        ComponentKey component, int? revision, int lines, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var logs = new ComponentStore(folder, component).LogFolder;
        var tails = new Dictionary<string, LogTail>(StringComparer.Ordinal);
        var old = new List<LogLine>();
        foreach (var log in Find(logs, revision).OrderBy(log => File.GetLastWriteTimeUtc(log.Path)))
        {
            var tail = new LogTail(log);
            tails[log.Path] = tail;
            old.AddRange(ReadEnd(log, tail, lines));
        }

        foreach (var line in old.Skip(Math.Max(0, old.Count - lines)))
            yield return line;

        while (follow)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            foreach (var log in Find(logs, revision))
            {
                if (!tails.TryGetValue(log.Path, out var tail))
                    tails[log.Path] = tail = new LogTail(log);
                foreach (var text in tail.ReadNew())
                    yield return new LogLine(clock.GetUtcNow(), log.Instance, text);
            }
        }
    }

    private static IEnumerable<LogFile> Find(string folder, int? revision) =>
        LogFile.FindAll(folder).Where(log => revision is null || log.Revision == revision);

    /// <summary>The last lines of one instance, from as few of its files as have them.</summary>
    private IEnumerable<LogLine> ReadEnd(LogFile log, LogTail tail, int lines)
    {
        var files = new List<IReadOnlyList<LogLine>>();
        var count = 0;
        for (var number = 0; number < options.LogFiles && count < lines; number++)
        {
            var path = number == 0 ? log.Path : log.Older(number);
            if (!File.Exists(path))
                break;
            var at = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            var texts = ReadEnd(path, lines - count, out var end);
            if (number == 0)
                tail.Position = end;
            count += texts.Count;
            files.Insert(0, [.. texts.Select(text => new LogLine(at, log.Instance, text))]);
        }

        return files.SelectMany(file => file);
    }

    private static List<string> ReadEnd(string path, int lines, out long end)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        end = file.Length;
        var start = FindStart(file, end, lines);
        file.Position = start;
        var splitter = new LineSplitter();
        var found = new List<string>();
        var buffer = new byte[BlockBytes];
        for (var left = end - start; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0)
                break;
            left -= read;
            found.AddRange(splitter.Add(buffer.AsMemory(0, read)));
        }

        // A line without an end, most likely a program's last words, counts here; a follower gets the rest of it as a line of its own.
        if (splitter.Rest() is { } rest)
            found.Add(rest);
        if (found.Count > lines)
            found.RemoveRange(0, found.Count - lines);
        return found;
    }

    /// <summary>Where the last so many lines begin, read backwards in blocks.</summary>
    private static long FindStart(FileStream file, long end, int lines)
    {
        var buffer = new byte[BlockBytes];
        var ends = 0;
        for (var blockEnd = end; blockEnd > 0;)
        {
            var size = (int)Math.Min(buffer.Length, blockEnd);
            file.Position = blockEnd - size;
            file.ReadExactly(buffer, 0, size);
            for (var i = size - 1; i >= 0; i--)
            {
                var at = blockEnd - size + i;
                if (buffer[i] == '\n' && at != end - 1 && ++ends == lines)
                    return at + 1;
            }

            blockEnd -= size;
        }

        return 0;
    }
}
