using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lumina.Storage;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public sealed class CrashTests
{
    private const string StoreVariable = "LUMINA_CRASH_TEST_STORE";

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(400)]
    public async Task What_was_acknowledged_outlives_a_killed_process_and_no_append_is_there_by_half(int acknowledgements)
    {
        await using var folder = new SqlitePlace();
        var acknowledged = await RunAndKillAsync(folder.File, acknowledgements);

        var journal = folder.Open();
        var heads = await journal.ReadHeadsAsync("", Token).ToDictionaryAsync(head => head.Stream, cancellationToken: Token);

        Assert.True(acknowledged.Count >= acknowledgements);
        Assert.All(acknowledged, line => Assert.True(heads[line.Stream].Sequence >= line.Sequence));
        Assert.All(heads.Values, head => Assert.Equal(0, head.Sequence % 3));
        Assert.All(heads.Values, head => Assert.Equal($"{{\"at\":{head.Sequence}}}", Encoding.UTF8.GetString(head.State.Span)));
        var found = await journal.VerifyAsync(Token);
        Assert.Equal((heads.Values.Sum(head => head.Sequence), null), (found.Events, found.BrokenAt));
        await journal.AppendAsync(Events("after", 0, "x"), Token);
    }

    /// <summary>Not a test of its own: what the process does that the test above kills.</summary>
    [Fact(Explicit = true)]
    public async Task Append_until_killed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 }, "Run by another test.");
        using var store = StoreDatabase.Open(new SqliteStoreOptions { Path = Environment.GetEnvironmentVariable(StoreVariable) ?? "" });
        await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; ; i += 3)
            {
                var head = await journal.AppendAsync(Events($"s{worker}", i, "a", "b", "c"), Token);
                var line = Encoding.ASCII.GetBytes($"ack {head.Stream} {head.Sequence}\n");
                lock (output)
                    output.Write(line);
            }
        }));
    }

    private static async Task<List<(string Stream, long Sequence)>> RunAndKillAsync(string store, int acknowledgements)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(CrashTests).Assembly.GetName().Name ?? ""))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(Append_until_killed)}" },
            Environment = { [StoreVariable] = store },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        try
        {
            var lines = new List<(string, long)>();
            var other = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                if (line.Split(' ') is ["ack", var stream, var sequence])
                    lines.Add((stream, long.Parse(sequence, CultureInfo.InvariantCulture)));
                else
                    other.AppendLine(line);
                if (lines.Count == acknowledgements)
                    process.Kill();
            }

            Assert.True(lines.Count > 0, other.ToString());
            return lines;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }
    }
}
